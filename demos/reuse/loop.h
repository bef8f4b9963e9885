/* SPDX-License-Identifier: MIT */
/*
 * loop.h: a scale model of asyncio's selector loop: as much of it as the race
 * for descriptor numbers needs, in the same order of events.
 *
 * There are three books.  The kernel's set holds open file descriptions, each
 * with the number that it was added under.  The loop's two go by number alone:
 * the selector's says which reader and writer a number has, the transports'
 * says whose it is.  The programs here show where the books disagree.
 *
 * The trap is asyncio's own: registering a number again with the mask that the
 * book already has makes no system call.
 */
#ifndef LOOP_H
#define LOOP_H

#include <stddef.h>

#define LOOP_NUMBERS 1024 /* descriptors that the books have room for */
#define LOOP_QUEUE   256  /* deferred calls at the same time */

struct loop;

/* asyncio's Handle: something to be called, unless it is cancelled. */
struct handle {
	void (*call)(struct loop *loop, void *argument);
	void *argument;
	int cancelled;
	unsigned long called;
};

/* asyncio's transport: an owner under whose number nobody else may register. */
struct transport {
	const char *name;
	int number;
	int closing;
	struct handle *reader;
};

/* What the two books of the loop have under a number. */
struct entry {
	struct handle *reader, *writer;
	struct transport *owner;
};

struct loop {
	int epoll; /* or -1: poll() underneath */
	struct entry entries[LOOP_NUMBERS];
	struct handle *queue[LOOP_QUEUE]; /* first in, first out */
	size_t first, queued;
};

enum underneath { ON_EPOLL, ON_POLL };

void loop_open(struct loop *loop, enum underneath underneath);
void loop_close(struct loop *loop);

/*
 * asyncio's _add_writer() and _add_reader(): 0, or -1 with what epoll_ctl(2)
 * says: ENOENT, if the book has the number with another mask, and the kernel
 * does not.  A handle that was there before is cancelled.
 */
int loop_add_writer(struct loop *loop, int fd, struct handle *handle);
int loop_add_reader(struct loop *loop, int fd, struct handle *handle);

/* The other way; nothing if there is none.  The kernel's answer is ignored. */
void loop_remove_writer(struct loop *loop, int fd);
void loop_remove_reader(struct loop *loop, int fd);

/* asyncio's _ensure_fd_no_transport(): the transport that has it, or NULL. */
const struct transport *loop_used_by(struct loop *loop, int fd);

/*
 * A transport takes a number.  From Python 3.12 on it first asks whether
 * another one has it (cpython 88968).  0, or -1 with what epoll_ctl(2)
 * says; EEXIST stands for 3.12's RuntimeError.
 */
enum adoption { WITHOUT_ASKING, IF_UNUSED };
int loop_adopt(
    struct loop *loop, struct transport *transport, int fd, enum adoption how);

/*
 * A transport is torn down: what the books have under its number is removed,
 * and nobody asks whose that is by then.
 */
void loop_tear_down(struct loop *loop, const struct transport *transport);

/* asyncio's call_soon(): at the end of the queue. */
void loop_soon(struct loop *loop, struct handle *handle);

/* One turn: ask what is ready, without waiting; call what is queued. */
void loop_turn(struct loop *loop);

/* What each book holds under the number, as one line of the report. */
void loop_show(struct loop *loop, int fd);

/* How many entries the kernel's set has under the number: proc(5), tfd. */
int loop_kernel_has(const struct loop *loop, int fd);

#endif
