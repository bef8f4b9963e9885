/* SPDX-License-Identifier: MIT */
/* measure.c: what the kernel says of a descriptor.  Nothing here changes it. */
#define _GNU_SOURCE /* F_GETPIPE_SZ, struct tcp_info */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "internal.h"

/*
 * From <linux/sockios.h>, <linux/sock_diag.h> and <linux/tcp.h>, which a libc
 * need not bring and which clash with its own headers.
 */
#define UNSENT_BYTES  0x894B /* SIOCOUTQNSD */
#define WINDOW_OFFSET 228    /* of tcpi_snd_wnd, Linux 5.4 and later */
#ifndef SO_MEMINFO
#define SO_MEMINFO 55
#endif
enum {
	RMEM_ALLOC,
	RCVBUF,
	WMEM_ALLOC,
	SNDBUF,
	FWD_ALLOC,
	WMEM_QUEUED,
	MEMINFO
};

static long
ask(int fd, unsigned long request)
{
	int bytes;

	return ioctl(fd, request, &bytes) == -1 ? -1 : bytes;
}

/* TCP charges what waits in its write queue, the others what is allocated. */
static long
charged(int fd, enum eag_side side)
{
	uint32_t memory[MEMINFO + 3];
	socklen_t size = sizeof(memory);
	int protocol;
	socklen_t length = sizeof(protocol);

	if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory, &size) == -1 ||
	    size < MEMINFO * sizeof(memory[0]))
		return -1;
	if (side == EAG_RECEIVE)
		return memory[RMEM_ALLOC];
	if (getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &length) == 0 &&
	    protocol == IPPROTO_TCP)
		return memory[WMEM_QUEUED];
	return memory[WMEM_ALLOC];
}

int
eag_fill(int fd, enum eag_side side, struct eag_fill *fill)
{
	int size, error = errno;
	socklen_t length = sizeof(size);

	fill->charged = fill->unsent = -1;
	if (side == EAG_PIPE) {
		fill->size = fcntl(fd, F_GETPIPE_SZ);
		fill->data = ask(fd, FIONREAD);
		return fill->size == -1 || fill->data == -1 ? -1 : 0;
	}
	if (getsockopt(fd, SOL_SOCKET, side == EAG_SEND ? SO_SNDBUF : SO_RCVBUF,
		&size, &length) == -1)
		return -1;
	fill->size = size;
	fill->charged = charged(fd, side);
	/* SIOCOUTQ is TIOCOUTQ, SIOCINQ is FIONREAD: linux/sockios.h. */
	fill->data = ask(fd, side == EAG_SEND ? TIOCOUTQ : FIONREAD);
	if (side == EAG_SEND)
		fill->unsent = ask(fd, UNSENT_BYTES);
	errno = error;
	return 0;
}

int
eag_nonblocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags == -1 ? -1 : (flags & O_NONBLOCK) != 0;
}

int
eag__tcp_info(int fd, struct eag__tcp *info)
{
	union {
		struct tcp_info known;
		char bytes[512];
	} answer;
	socklen_t length = sizeof(answer);
	uint32_t window;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &answer, &length) == -1)
		return -1;
	info->state = answer.known.tcpi_state;
	info->unacked = answer.known.tcpi_unacked;
	info->sacked = answer.known.tcpi_sacked;
	info->window = -1;
	if (length >= WINDOW_OFFSET + sizeof(window)) {
		memcpy(&window, answer.bytes + WINDOW_OFFSET, sizeof(window));
		info->window = window;
	}
	return 0;
}

int
eag_tcp_state(int fd)
{
	struct eag__tcp info;

	return eag__tcp_info(fd, &info) == -1 ? -1 : info.state;
}

/* include/net/tcp_states.h */
const char *
eag_tcp_state_name(int state)
{
	static const char *const states[] = { "unknown", "ESTABLISHED",
		"SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT",
		"CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING",
		"NEW_SYN_RECV" };

	if (state < 0 || (size_t)state >= sizeof(states) / sizeof(states[0]))
		state = 0;
	return states[state];
}
