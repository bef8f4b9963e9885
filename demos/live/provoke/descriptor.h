/* SPDX-License-Identifier: MIT */
/* descriptor.h: what a descriptor of another process is. */
#ifndef DESCRIPTOR_H
#define DESCRIPTOR_H

#include "tracees.h"

enum kind {
	KIND_UNKNOWN,
	KIND_TCP,
	KIND_UNIX, /* AF_UNIX, a stream */
	KIND_PIPE, /* or a FIFO */
	KIND_TERMINAL,
	KIND_PACKETS, /* a socket with limits between messages */
	KIND_OTHER
};

/* Words for the table. */
const char *kind_name(enum kind kind);

/* A stream: what is left out of it is missed by whoever reads it. */
int kind_is_stream(enum kind kind);

/*
 * A descriptor of ours for what `fd` is open on: pidfd_getfd(2).  Close it
 * soon: as long as it is open, nobody sees the other one closed.
 */
int descriptor_copy(struct process *process, int fd);

/* What it is; whether O_NONBLOCK is set, 0 where that cannot be seen. */
enum kind descriptor_kind(struct process *process, int fd, int *nonblocking);

/* What poll(2) says of it at this moment; 0 if it cannot be asked. */
short descriptor_events(struct process *process, int fd, short events);

/* Does that number stand for an open file?  /proc/PID/fd. */
int descriptor_is_open(const struct process *process, int fd);

/*
 * Can other processes' descriptors be copied here?  NULL, or what is missing
 * and since when Linux has it.
 */
const char *descriptor_missing(void);

#endif
