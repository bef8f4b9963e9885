/* SPDX-License-Identifier: MIT */
/* reaction.h: what a program does after EAGAIN or a short count. */
#ifndef REACTION_H
#define REACTION_H

#include "tracees.h"

/* A call begins.  1: its end is to be told as well. */
int reaction_begin(struct thread *thread);
void reaction_end(struct thread *thread);

/* The process runs another program: what was closed by that is forgotten. */
void reaction_exec(struct process *process);

/* The process has ended, with the status of waitpid(2). */
void reaction_exit(struct process *process, int status);

/* Called once, at the first EAGAIN or short count, while the thread stands. */
extern void (*reaction_first)(const struct thread *thread, int fd);

#endif
