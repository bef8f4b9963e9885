/* SPDX-License-Identifier: MIT */
/*
 * ring.h: io_uring by its three bare system calls: io_uring_setup(2),
 * io_uring_enter(2), mmap(2).  What is asked for goes into one ring, what was
 * done comes out of another; one call submits the one and waits for the other.
 */
#ifndef RING_H
#define RING_H

#include <stddef.h>

struct ring {
	int fd;
	unsigned *sq_head, *sq_tail, *cq_head, *cq_tail;
	unsigned sq_mask, cq_mask, sq_entries;
	int poll_first; /* can be asked for: io_uring_enter(2) */
	void *maps[3];  /* for munmap() */
	size_t sizes[3];
	struct io_uring_sqe *asked;
	struct io_uring_cqe *done;
};

/* A result may lead to this many new requests. */
enum { RING_REQUESTS = 2 };

/* 0, or -1: errno says why it cannot be had here. */
int ring_open(struct ring *ring);
void ring_close(struct ring *ring);

/* What is missing then: the kernel's leave, or a header when this was built. */
const char *ring_missing(void);

/* Ask for something: `who` comes back with its result. */
void ring_accept(struct ring *ring, int listener, void *who);
void ring_recv(struct ring *ring, int sock, void *bytes, size_t n, void *who);
void
ring_send(struct ring *ring, int sock, const void *bytes, size_t n, void *who);

/* Submit, and wait until something is done: as io_uring_enter(2). */
int ring_wait(struct ring *ring);

/*
 * Take one result: what the call would have returned, or -errno.  0: it is time
 * for ring_wait(), which returns at once if results are left.
 */
int ring_next(struct ring *ring, void **who, int *result);

#endif
