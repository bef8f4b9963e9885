/* SPDX-License-Identifier: MIT */
/* judge.h: from what is known to findings; each file judges one subject. */
#ifndef WHY_JUDGE_H
#define WHY_JUDGE_H

#include "look.h"

/* All of them, and the findings sorted. */
void judge(struct look *look);

void judge_socket(struct look *look, const struct descriptor *descriptor);
void judge_listener(struct look *look, const struct descriptor *descriptor);
void judge_connects(struct look *look);
void judge_pipe(struct look *look, const struct descriptor *descriptor);
void judge_opens(struct look *look);
void judge_event(struct look *look, const struct descriptor *descriptor);
void judge_sharing(struct look *look, const struct descriptor *descriptor);
void judge_locks(struct look *look);
void judge_limits(struct look *look);
void judge_process(struct look *look);

/*
 * Does a thread wait for its input?  An event loop waits for many: that is told
 * in one finding, unless there are few.
 */
int
judge_is_awaited(const struct look *look, const struct descriptor *descriptor);

/* What a thread that waits for it now adds to a finding. */
int judge_waits(enum waiting waiting, int call);

/* A pipe that has no room for one page more, or in which a write() waits. */
int judge_is_full(const struct descriptor *pipe);

/* What a call on it does that has to wait: it waits, or answers EAGAIN. */
const char *judge_answer(const struct descriptor *descriptor);

/*
 * A finding, as struct finding has it: about a descriptor, or NULL; the process
 * that is to blame, or 0; and so on.
 */
void judge_add(struct look *look, const struct descriptor *descriptor,
    int culprit, int sure, const char *class, const char *program,
    const char *format, ...) __attribute__((format(printf, 7, 8)));

#endif
