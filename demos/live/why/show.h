/* SPDX-License-Identifier: MIT */
/* show.h: what was found, for people and as events. */
#ifndef WHY_SHOW_H
#define WHY_SHOW_H

#include "look.h"

/* The verdict, and below it others: so many in all. */
void show_findings(const struct findings *findings, size_t most);
void show_unseen(const struct look *look);

/* A process: what its threads do, what it has open, its limits. */
void show_process(const struct look *look);
void show_threads(const struct look *look, int all);
void show_descriptors(const struct look *look,
    int (*wanted)(const struct look *look, int fd), int all);
void show_limits(const struct look *look);

#endif
