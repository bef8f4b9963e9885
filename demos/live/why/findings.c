/* SPDX-License-Identifier: MIT */
/* findings.c: what was found out; the surest comes first. */
#include <stdlib.h>

#include "../proc_files.h"
#include "findings.h"

void
findings_keep(struct findings *findings, const struct finding *finding)
{
	findings->all = proc_grow(
	    findings->all, findings->count, sizeof(*findings->all));
	findings->all[findings->count++] = *finding;
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
