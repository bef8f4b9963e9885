/* SPDX-License-Identifier: MIT */
/*
 * squeeze.c: the kernel's own limits, set through a copy of the descriptor.
 * Every answer that the program gets afterwards is the kernel's.
 */
#define _GNU_SOURCE /* F_SETPIPE_SZ */
#include "squeeze.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../memory.h"
#include "descriptor.h"
#include "eagain.h"

/*
 * The kernel makes it as much as it must: net/core/sock.c __sock_set_rcvbuf(),
 * SOCK_MIN_SNDBUF.  Datagrams that do not fit are refused or lost, which the
 * program would not have met: sockets of that kind are left alone.
 */
static void
squeeze_socket(struct process *process, int fd)
{
	const int least = 1;
	int nonblocking, copy;
	enum kind kind = descriptor_kind(process, fd, &nonblocking);

	if (kind != KIND_TCP && kind != KIND_UNIX)
		return;
	copy = descriptor_copy(process, fd);
	if (copy == -1)
		return;
	eag_need(
	    setsockopt(copy, SOL_SOCKET, SO_SNDBUF, &least, sizeof(least)) == 0,
	    "setsockopt SO_SNDBUF");
	eag_need(
	    setsockopt(copy, SOL_SOCKET, SO_RCVBUF, &least, sizeof(least)) == 0,
	    "setsockopt SO_RCVBUF");
	close(copy);
}

/* fs/pipe.c, round_pipe_size(): a page at least. */
static void
squeeze_pipe(struct process *process, int fd)
{
	int copy = descriptor_copy(process, fd);

	if (copy == -1)
		return;
	eag_need(fcntl(copy, F_SETPIPE_SZ, 1) != -1, "fcntl F_SETPIPE_SZ");
	close(copy);
}

void
squeeze_made(struct thread *thread)
{
	struct process *process = thread->process;
	const struct call *call = &thread->call;
	int fds[2] = { -1, -1 };

	if (call->ret == -1)
		return;
	switch (call->type->does) {
	case CALL_SOCKET:
	case CALL_ACCEPTS:
		squeeze_socket(process, (int)call->ret);
		break;
	case CALL_PAIR:
		if (memory_read(thread->tid, call->args[3], fds, sizeof(fds)) ==
		    sizeof(fds)) {
			squeeze_socket(process, fds[0]);
			squeeze_socket(process, fds[1]);
		}
		break;
	case CALL_PIPE:
		if (memory_read(thread->tid, call->args[0], fds, sizeof(fds)) ==
		    sizeof(fds))
			squeeze_pipe(process, fds[0]);
		break;
	default:
		break;
	}
}
