/* SPDX-License-Identifier: MIT */
/* findings.c: what was found out; the surest comes first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../proc_files.h"
#include "findings.h"

void
findings_keep(struct findings *findings, const struct finding *finding)
{
	findings->all = proc_grow(
	    findings->all, findings->count, sizeof(*findings->all));
	findings->all[findings->count++] = *finding;
}

struct finding *
findings_add(struct findings *findings, int sure, const char *class,
    const char *program, const char *format, va_list arguments)
{
	struct finding finding = {
		.sure = sure, .class = class, .program = program, .fd = -1
	};

	vsnprintf(finding.text, sizeof(finding.text), format, arguments);
	findings_keep(findings, &finding);
	return &findings->all[findings->count - 1];
}

/* Insertion: there are few, and equals keep their order. */
void
findings_sort(struct findings *findings)
{
	for (size_t i = 1; i < findings->count; i++) {
		const struct finding finding = findings->all[i];
		size_t j = i;

		for (; j > 0 && findings->all[j - 1].sure < finding.sure; j--)
			findings->all[j] = findings->all[j - 1];
		findings->all[j] = finding;
	}
}

void
findings_free(struct findings *findings)
{
	free(findings->all);
}
