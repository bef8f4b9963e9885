/* SPDX-License-Identifier: MIT */
/* judge.h: what a program does after EAGAIN or a short count. */
#ifndef JUDGE_H
#define JUDGE_H

#include "process.h"

/* A call begins.  1: its end is to be told as well. */
int judge_begin(struct thread *thread);
void judge_end(struct thread *thread);

/* The process runs another program: what was closed by that is forgotten. */
void judge_exec(struct process *process);

/* The process has ended, with the status of waitpid(2). */
void judge_exit(struct process *process, int status);

/* Called once, at the first EAGAIN or short count, while the thread stands. */
extern void (*judge_first)(const struct thread *thread, int fd);

#endif
