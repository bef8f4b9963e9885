/* SPDX-License-Identifier: MIT */
/* descriptors.h: what a process has open: /proc/PID/fd and fdinfo. */
#ifndef WHY_DESCRIPTORS_H
#define WHY_DESCRIPTORS_H

#include "eagain.h"
#include "socket.h"

enum kind {
	KIND_OTHER,
	KIND_FILE,
	KIND_DIRECTORY,
	KIND_DEVICE,
	KIND_TERMINAL,
	KIND_PTY,  /* the master's side of a pseudo-terminal */
	KIND_PIPE, /* FIFOs too */
	KIND_SOCKET,
	KIND_EVENTFD,
	KIND_TIMERFD,
	KIND_SIGNALFD,
	KIND_EPOLL,
	KIND_INOTIFY,
	KIND_URING
};

/* How a thread waits for it at this moment; the later, the surer. */
enum waiting { WAITS_NOT, WAITS_EPOLL, WAITS_POLL, WAITS_CALL };

enum { SHARERS = 8 };

struct descriptor {
	int fd;
	enum kind kind;
	int flags; /* of the open file, as in open(2); -1: unseen */
	unsigned long inode;
	unsigned long long device; /* of a file: st_dev */
	unsigned long long key;    /* the same for all that is open on it */
	char what[96];             /* what its link says, printable */
	long long count;           /* eventfd-count, timerfd's ticks; or -1 */
	int armed;                 /* timerfd: it will go off */
	int flock, ofd_lock;       /* the open file holds such a lock */
	unsigned watched; /* events that an epoll set of its own asks for */

	struct socket *socket; /* NULL: no socket, or unseen */
	int own_socket;        /* it was made for this descriptor */
	struct socket *peer;   /* the other end, if it was found */
	long receive_timeout, send_timeout; /* ms, 0: none, -1: unseen */
	struct eag_fill pipe;               /* size -1: unseen */

	enum waiting waits_in, waits_out;
	long wait_limit; /* ms that poll() waits for it alone; -1: none */

	int twin;            /* another number of the same open file, or -1 */
	int sharers;         /* other processes that share the open file */
	int sharer[SHARERS]; /* the first of them */
	int last_sharer;
};

/* A member of an epoll set, as its fdinfo has it. */
struct member {
	int set, fd;
	unsigned events;
	unsigned long inode;
};

struct descriptors {
	struct descriptor *all; /* by number */
	size_t count;
	struct member *members;
	size_t member_count;
	int error; /* errno, if they could not be listed at all */
};

void descriptors_read(struct descriptors *descriptors, int pid);

/* Room for one more, all of it unseen; it counts once .count is raised. */
struct descriptor *descriptors_add(struct descriptors *descriptors, int fd);
void descriptors_free(struct descriptors *descriptors);

/* NULL: there is no such number. */
struct descriptor *
descriptors_find(const struct descriptors *descriptors, int fd);

/* The key of what a link of /proc/PID/fd says; never 0. */
unsigned long long descriptors_key(const char *link);
unsigned long long descriptors_socket_key(unsigned long inode);

int descriptor_reads(const struct descriptor *descriptor);
int descriptor_writes(const struct descriptor *descriptor);
int descriptor_nonblocking(const struct descriptor *descriptor);

/* "TCP 127.0.0.1:1 -> 127.0.0.1:2 ESTABLISHED", "pipe, to write", ... */
void
descriptor_text(const struct descriptor *descriptor, char *text, size_t size);

#endif
