/* SPDX-License-Identifier: MIT */
/* socket.c: a socket's figures, what they mean, and how it is called. */
#define _GNU_SOURCE /* IN6_IS_ADDR_V4MAPPED() of some libcs */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "eagain.h"
#include "socket.h"

void
socket_clear(struct socket *socket)
{
	memset(socket, 0, sizeof(*socket));
	socket->uid = socket->unread = socket->unacked = socket->unsent = -1;
	socket->sndbuf = socket->rcvbuf = socket->charged = -1;
	socket->backlog = socket->window = -1;
	socket->window_ms = socket->buffer_ms = socket->probes = -1;
}

/* A field of what the kernel wrote; older kernels write less. */
static long
field(const void *info, size_t length, size_t offset)
{
	uint32_t value;

	if (length < offset + sizeof(value))
		return -1;
	memcpy(&value, (const char *)info + offset, sizeof(value));
	return (long)value;
}

/* Microseconds, 64 bits, as milliseconds. */
static long
milliseconds(const void *info, size_t length, size_t offset)
{
	uint64_t value;

	if (length < offset + sizeof(value))
		return -1;
	memcpy(&value, (const char *)info + offset, sizeof(value));
	return (long)(value / 1000);
}

void
socket_tcp_info(struct socket *socket, const void *info, size_t length)
{
	const unsigned char *bytes = info;

	if (length < 32)
		return;
	socket->state = bytes[0];
	socket->probes = socket->state == SOCKET_SYN_SENT ? bytes[2] : bytes[3];
	if (socket->state == SOCKET_LISTENS) {
		socket->unread = field(info, length, 24);
		socket->backlog = field(info, length, 28);
		return;
	}
	socket->unsent = field(info, length, 144);
	socket->window_ms = milliseconds(info, length, 176);
	socket->buffer_ms = milliseconds(info, length, 184);
	socket->window = field(info, length, 228);
}

/*
 * TCP counts what is queued, everybody else what is allocated for sending:
 * net/core/sock.c sk_get_meminfo(), sk_stream_memory_free(),
 * sock_wait_for_wmem.
 */
void
socket_meminfo(struct socket *socket, const void *meminfo, size_t length)
{
	socket->rcvbuf = field(meminfo, length, 4);
	socket->charged = field(
	    meminfo, length, socket_is_tcp(socket) ? 20 : 8);
	socket->sndbuf = field(meminfo, length, 12);
}

int
socket_is_tcp(const struct socket *socket)
{
	return socket->family != AF_UNIX && socket->type == SOCK_STREAM;
}

int
socket_listens(const struct socket *socket)
{
	return socket->state == SOCKET_LISTENS &&
	    (socket_is_tcp(socket) || socket->family == AF_UNIX);
}

int
socket_is_full(const struct socket *socket)
{
	if (socket->charged == -1 || socket->sndbuf <= 0)
		return -1;
	return !socket_listens(socket) && socket->charged >= socket->sndbuf;
}

/* sk_acceptq_is_full(), unix_recvq_full(): one more than was asked for. */
int
socket_queue_is_full(const struct socket *socket)
{
	return socket_listens(socket) && socket->backlog >= 0 &&
	    socket->unread > socket->backlog;
}

static void
address(
    const unsigned char bytes[16], unsigned short port, char *text, size_t size)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	char name[INET6_ADDRSTRLEN] = "?";

	if (memcmp(bytes, mapped, sizeof(mapped)) == 0) {
		inet_ntop(AF_INET, bytes + 12, name, sizeof(name));
		snprintf(text, size, "%s:%hu", name, port);
	} else {
		inet_ntop(AF_INET6, bytes, name, sizeof(name));
		snprintf(text, size, "[%s]:%hu", name, port);
	}
}

void
socket_there(const struct socket *socket, char *text, size_t size)
{
	address(socket->to, socket->to_port, text, size);
}

static const char *
protocol_name(const struct socket *socket)
{
	if (socket->type == SOCK_STREAM)
		return socket->protocol == IPPROTO_TCP ? "TCP" :
		    socket->protocol == 262            ? "MPTCP" :
							 "stream";
	if (socket->type == SOCK_DGRAM)
		return socket->protocol == IPPROTO_UDP ? "UDP" : "datagram";
	return "raw";
}

static const char *
unix_name(const struct socket *socket)
{
	return socket->type == SOCK_STREAM ? "stream" :
	    socket->type == SOCK_DGRAM     ? "datagram" :
					     "seqpacket";
}

void
socket_text(const struct socket *socket, char *text, size_t size)
{
	char here[128], there[128];

	if (socket->family != AF_UNIX && socket->family != AF_INET &&
	    socket->family != AF_INET6) {
		snprintf(text, size, "%s socket",
		    socket->family == 16     ? "netlink" :
			socket->family == 17 ? "packet" :
			socket->family == 40 ? "vsock" :
					       "other");
		return;
	}
	address(socket->from, socket->from_port, here, sizeof(here));
	socket_there(socket, there, sizeof(there));
	if (socket->family == AF_UNIX)
		snprintf(text, size, "AF_UNIX %s%s%s%s", unix_name(socket),
		    socket_listens(socket) ? " listener" : "",
		    socket->name[0] != '\0' ? " " : "", socket->name);
	else if (socket_listens(socket))
		snprintf(text, size, "TCP listener %s", here);
	else if (socket_is_tcp(socket) && socket->to_port != 0)
		snprintf(text, size, "%s %s -> %s %s", protocol_name(socket),
		    here, there, eag_tcp_state_name(socket->state));
	else if (socket->to_port != 0)
		snprintf(text, size, "%s %s -> %s", protocol_name(socket), here,
		    there);
	else if (socket->from_port != 0)
		snprintf(text, size, "%s %s", protocol_name(socket), here);
	else
		snprintf(
		    text, size, "%s, not connected", protocol_name(socket));
}
