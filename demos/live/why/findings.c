/* SPDX-License-Identifier: MIT */
/* findings.c: what was found out; the surest comes first. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "findings.h"
#include "proc.h"

struct finding *
findings_add(struct findings *findings, int sure, const char *class,
    const char *program, const char *format, ...)
{
	struct finding *finding;
	va_list arguments;

	findings->all = proc_grow(
	    findings->all, findings->count, sizeof(*findings->all));
	finding = &findings->all[findings->count++];
	memset(finding, 0, sizeof(*finding));
	finding->sure = sure;
	finding->class = class;
	finding->program = program;
	finding->fd = -1;
	va_start(arguments, format);
	vsnprintf(finding->text, sizeof(finding->text), format, arguments);
	va_end(arguments);
	return finding;
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
