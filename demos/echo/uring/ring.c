/* SPDX-License-Identifier: MIT */
/* ring.c: two rings in memory that the kernel shares with us. */
#define _GNU_SOURCE /* syscall(), SOCK_CLOEXEC */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "arrange.h"
#include "ring.h"

#if defined(__has_include)
/* cppcheck-suppress preprocessorErrorDirective */
#if __has_include(<linux/io_uring.h>)
#include <linux/io_uring.h>
#endif
#endif

#ifdef IORING_FEAT_FAST_POLL /* Linux 5.7: recv waits without a thread */

enum { MOST = 4096, LEAST = 64 }; /* requests; twice as many results */

/* Linux 5.19 has both. */
#ifndef IORING_SETUP_COOP_TASKRUN
#define IORING_SETUP_COOP_TASKRUN (1U << 8)
#endif
#ifndef IORING_RECVSEND_POLL_FIRST
#define IORING_RECVSEND_POLL_FIRST (1U << 0)
#endif

/*
 * No interrupt for each result: whoever enters finds all that is done.  With
 * IORING_SETUP_DEFER_TASKRUN it would be 20 at a time of those that had to wait
 * (IO_LOCAL_TW_DEFAULT_MAX in io_uring/io_uring.c, Linux 6.18), beside all that
 * were done at once: these would overtake.
 */
static int
set_up(struct ring *ring, struct io_uring_params *params, unsigned entries)
{
	int fd;

	memset(params, 0, sizeof(*params));
	params->flags = IORING_SETUP_COOP_TASKRUN;
	fd = (int)syscall(__NR_io_uring_setup, entries, params);
	ring->poll_first = fd != -1;
	if (fd != -1 || errno != EINVAL)
		return fd;
	memset(params, 0, sizeof(*params));
	return (int)syscall(__NR_io_uring_setup, entries, params);
}

/* The `number`th of three; NULL if it cannot be had. */
static void *
map(struct ring *ring, int number, size_t size, off_t what)
{
	void *address = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_POPULATE, ring->fd, what);

	if (address == MAP_FAILED)
		return NULL;
	ring->maps[number] = address;
	ring->sizes[number] = size;
	return address;
}

const char *
ring_missing(void)
{
	return "io_uring: this kernel, or a container, refuses it";
}

/*
 * A ring as large as the first one, which is as large as can be had.  Without
 * CAP_IPC_LOCK its memory counts against RLIMIT_MEMLOCK, together with that of
 * all rings of the user: before Linux 5.12, and again by now (6.18:
 * io_uring/memmap.c io_create_region()).  A ring that is closed gives it back a
 * moment later: io_ring_exit_work() in io_uring/io_uring.c.
 */
static int
set_up_largest(struct ring *ring, struct io_uring_params *params)
{
	static unsigned entries = MOST;
	static int found;
	const long long deadline = eag_deadline(1000);

	while ((ring->fd = set_up(ring, params, entries)) == -1 &&
	    errno == ENOMEM) {
		if (!found && entries > LEAST)
			entries /= 2;
		else if (!eag_time_left(deadline))
			break;
	}
	found = found || ring->fd != -1;
	return ring->fd;
}

int
ring_open(struct ring *ring)
{
	struct io_uring_params p;
	unsigned *array;
	char *sq, *cq;

	memset(ring, 0, sizeof(*ring));
	if (set_up_largest(ring, &p) == -1)
		return -1;
	if ((p.features & IORING_FEAT_FAST_POLL) == 0) {
		ring_close(ring);
		errno = ENOSYS;
		return -1;
	}
	sq = map(ring, 0, p.sq_off.array + p.sq_entries * sizeof(unsigned),
	    IORING_OFF_SQ_RING);
	cq = map(ring, 1, p.cq_off.cqes + p.cq_entries * sizeof(*ring->done),
	    IORING_OFF_CQ_RING);
	ring->asked = map(
	    ring, 2, p.sq_entries * sizeof(*ring->asked), IORING_OFF_SQES);
	if (sq == NULL || cq == NULL || ring->asked == NULL) {
		ring_close(ring);
		return -1;
	}
	ring->sq_head = (unsigned *)(void *)(sq + p.sq_off.head);
	ring->sq_tail = (unsigned *)(void *)(sq + p.sq_off.tail);
	ring->cq_head = (unsigned *)(void *)(cq + p.cq_off.head);
	ring->cq_tail = (unsigned *)(void *)(cq + p.cq_off.tail);
	ring->done = (struct io_uring_cqe *)(void *)(cq + p.cq_off.cqes);
	ring->sq_entries = p.sq_entries;
	ring->sq_mask = p.sq_entries - 1;
	ring->cq_mask = p.cq_entries - 1;
	array = (unsigned *)(void *)(sq + p.sq_off.array);
	for (unsigned i = 0; i < p.sq_entries; i++)
		array[i] = i;
	return 0;
}

static void
ask_for(struct ring *ring, int what, int sock, const void *bytes, size_t n,
    void *who)
{
	const unsigned tail = *ring->sq_tail;
	struct io_uring_sqe *entry = &ring->asked[tail & ring->sq_mask];

	memset(entry, 0, sizeof(*entry));
	entry->opcode = (uint8_t)what;
	entry->fd = sock;
	entry->addr = (uint64_t)(uintptr_t)bytes;
	entry->len = (uint32_t)n;
	if (what == IORING_OP_ACCEPT)
		entry->accept_flags = SOCK_CLOEXEC;
	/*
	 * What a client asks next is rarely there yet: a first try is for
	 * nothing.  And where it is there, it comes behind those that are in
	 * the kernel's queue already, not before them.
	 */
	if (what == IORING_OP_RECV && ring->poll_first)
		entry->ioprio = IORING_RECVSEND_POLL_FIRST;
	if (what == IORING_OP_SEND)
		entry->msg_flags = MSG_NOSIGNAL;
	entry->user_data = (uint64_t)(uintptr_t)who;
	__atomic_store_n(ring->sq_tail, tail + 1, __ATOMIC_RELEASE);
}

void
ring_accept(struct ring *ring, int listener, void *who)
{
	ask_for(ring, IORING_OP_ACCEPT, listener, NULL, 0, who);
}

void
ring_recv(struct ring *ring, int sock, void *bytes, size_t n, void *who)
{
	ask_for(ring, IORING_OP_RECV, sock, bytes, n, who);
}

void
ring_send(struct ring *ring, int sock, const void *bytes, size_t n, void *who)
{
	ask_for(ring, IORING_OP_SEND, sock, bytes, n, who);
}

/* Places that the kernel has not emptied yet. */
static unsigned
unsubmitted(const struct ring *ring)
{
	return *ring->sq_tail -
	    __atomic_load_n(ring->sq_head, __ATOMIC_ACQUIRE);
}

int
ring_wait(struct ring *ring)
{
	return (int)syscall(__NR_io_uring_enter, ring->fd, unsubmitted(ring), 1,
	    IORING_ENTER_GETEVENTS, NULL, 0);
}

/*
 * If there is no room for the next requests, leave the result in the ring.
 * Entering here would let requests that finish at once overtake.
 */
int
ring_next(struct ring *ring, void **who, int *result)
{
	unsigned head = *ring->cq_head;
	const struct io_uring_cqe *done = &ring->done[head & ring->cq_mask];

	if (head == __atomic_load_n(ring->cq_tail, __ATOMIC_ACQUIRE) ||
	    unsubmitted(ring) + RING_REQUESTS > ring->sq_entries)
		return 0;
	*who = (void *)(uintptr_t)done->user_data;
	*result = done->res;
	__atomic_store_n(ring->cq_head, head + 1, __ATOMIC_RELEASE);
	return 1;
}

#else

const char *
ring_missing(void)
{
	return "linux/io_uring.h of Linux 5.7 or newer, when this was built";
}

int
ring_open(struct ring *ring)
{
	ring->fd = -1;
	errno = ENOSYS;
	return -1;
}

void
ring_accept(struct ring *ring, int listener, void *who)
{
	(void)ring, (void)listener, (void)who;
}

void
ring_recv(struct ring *ring, int sock, void *bytes, size_t n, void *who)
{
	(void)ring, (void)sock, (void)bytes, (void)n, (void)who;
}

void
ring_send(struct ring *ring, int sock, const void *bytes, size_t n, void *who)
{
	(void)ring, (void)sock, (void)bytes, (void)n, (void)who;
}

int
ring_wait(struct ring *ring)
{
	(void)ring;
	errno = ENOSYS;
	return -1;
}

int
ring_next(struct ring *ring, void **who, int *result)
{
	(void)ring, (void)who, (void)result;
	return 0;
}

#endif

void
ring_close(struct ring *ring)
{
	for (int i = 0; i < 3; i++)
		if (ring->maps[i] != NULL)
			munmap(ring->maps[i], ring->sizes[i]);
	close(ring->fd);
	ring->fd = -1;
}
