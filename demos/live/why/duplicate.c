/* SPDX-License-Identifier: MIT */
/*
 * duplicate.c: pidfd_getfd(2) duplicates a descriptor of another process, as
 * dup(2) does one of ours.  The duplicate shares its open file: so nothing is
 * set, SO_ERROR, which reading clears, is not read, and it is not polled: a
 * poll() that finds a socket full leaves a mark in it (SOCK_NOSPACE in
 * net/ipv4/tcp.c), which another's edge-triggered epoll would see.  While it is
 * open a close() in the process ends nothing, so there is one at a time, for
 * some microseconds.  Files are left alone: close() flushes some.
 */
#define _GNU_SOURCE /* SO_DOMAIN, struct ucred */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "../proc_files.h"
#include "duplicate.h"
#include "eagain.h"

#ifndef SO_MEMINFO
#define SO_MEMINFO 55
#endif

union name {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_un un;
};

static int
number(int fd, int option)
{
	int value;
	socklen_t length = sizeof(value);

	if (getsockopt(fd, SOL_SOCKET, option, &value, &length) == -1)
		return -1;
	return value;
}

/* socket(7): "the timeout", 0 for none; then the call answers EAGAIN. */
static long
time_limit(int fd, int option)
{
	struct timeval limit;
	socklen_t length = sizeof(limit);

	if (getsockopt(fd, SOL_SOCKET, option, &limit, &length) == -1)
		return -1;
	return (long)limit.tv_sec * 1000 + (long)(limit.tv_usec + 999) / 1000;
}

static void
keep_name(
    const union name *name, unsigned char address[16], unsigned short *port)
{
	memset(address, 0, 16);
	if (name->sa.sa_family == AF_INET6) {
		memcpy(address, &name->in6.sin6_addr, 16);
		*port = ntohs(name->in6.sin6_port);
	} else {
		address[10] = address[11] = 0xff;
		memcpy(address + 12, &name->in.sin_addr, 4);
		*port = ntohs(name->in.sin_port);
	}
}

static void
ask_names(int fd, struct socket *socket)
{
	union name name;
	socklen_t length = sizeof(name);
	const size_t most = sizeof(socket->name) - 1;
	struct ucred peer;

	memset(&name, 0, sizeof(name));
	if (getsockname(fd, &name.sa, &length) == 0) {
		if (socket->family == AF_UNIX) {
			length -= (socklen_t)sizeof(name.sa.sa_family);
			memcpy(socket->name, name.un.sun_path,
			    length < most ? length : most);
			if (length > 0 && socket->name[0] == '\0')
				socket->name[0] = '@';
			proc_printable(socket->name);
		} else {
			keep_name(&name, socket->from, &socket->from_port);
		}
	}
	length = sizeof(name);
	if (socket->family != AF_UNIX &&
	    getpeername(fd, &name.sa, &length) == 0)
		keep_name(&name, socket->to, &socket->to_port);
	length = sizeof(peer);
	if (socket->family == AF_UNIX &&
	    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0)
		socket->peer_pid = peer.pid;
}

/* What sock_diag would say of it. */
static void
ask_all(int fd, struct socket *socket)
{
	unsigned char info[512];
	socklen_t length = sizeof(info);
	int bytes;

	ask_names(fd, socket);
	if (socket_is_tcp(socket) &&
	    getsockopt(fd, IPPROTO_TCP, 11 /* TCP_INFO */, info, &length) == 0)
		socket_tcp_info(socket, info, length);
	else if (number(fd, SO_ACCEPTCONN) == 1)
		socket->state = SOCKET_LISTENS;
	length = sizeof(info);
	if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, info, &length) == 0)
		socket_meminfo(socket, info, length);
	if (socket_listens(socket))
		return;
	if (ioctl(fd, FIONREAD, &bytes) == 0)
		socket->unread = bytes;
	if (ioctl(fd, TIOCOUTQ, &bytes) == 0)
		socket->unacked = bytes;
}

static void
ask_socket(int fd, struct descriptor *descriptor)
{
	struct socket *socket;

	descriptor->receive_timeout = time_limit(fd, SO_RCVTIMEO);
	descriptor->send_timeout = time_limit(fd, SO_SNDTIMEO);
	if (descriptor->socket != NULL)
		return;
	socket = malloc(sizeof(*socket));
	eag_need(socket != NULL, "malloc");
	socket_clear(socket);
	socket->inode = descriptor->inode;
	socket->family = number(fd, SO_DOMAIN);
	socket->type = number(fd, SO_TYPE);
	socket->protocol = number(fd, SO_PROTOCOL);
	if (socket->family == AF_UNIX || socket->family == AF_INET ||
	    socket->family == AF_INET6)
		ask_all(fd, socket);
	descriptor->socket = socket;
	descriptor->own_socket = 1;
}

int
duplicate_ask(struct descriptors *descriptors, int process)
{
	int refused = 0;

	for (size_t i = 0; i < descriptors->count; i++) {
		struct descriptor *descriptor = &descriptors->all[i];
		int fd;

		if (descriptor->kind != KIND_SOCKET &&
		    descriptor->kind != KIND_PIPE)
			continue;
		fd = proc_duplicate(process, descriptor->fd);
		if (fd == -1) {
			/* EBADF: it was closed meanwhile. */
			if (errno != EBADF && refused == 0)
				refused = errno;
			continue;
		}
		if (descriptor->kind == KIND_SOCKET)
			ask_socket(fd, descriptor);
		else if (eag_fill(fd, EAG_PIPE, &descriptor->pipe) == -1)
			descriptor->pipe.size = -1;
		close(fd);
	}
	return refused;
}
