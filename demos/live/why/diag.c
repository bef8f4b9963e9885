/* SPDX-License-Identifier: MIT */
/*
 * diag.c: sock_diag(7) lists sockets to everybody, with their queues: what ss
 * prints.  The structures are those of linux/netlink.h, linux/sock_diag.h,
 * linux/inet_diag.h and linux/unix_diag.h, which a libc need not bring.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../proc_files.h"
#include "diag.h"
#include "eagain.h"

enum {
	SOCK_DIAG = 4,    /* NETLINK_SOCK_DIAG */
	BY_FAMILY = 20,   /* SOCK_DIAG_BY_FAMILY */
	IS_ERROR = 2,     /* NLMSG_ERROR */
	IS_DONE = 3,      /* NLMSG_DONE */
	DUMP = 0x301,     /* NLM_F_REQUEST | NLM_F_DUMP */
	INET_INFO = 2,    /* INET_DIAG_INFO */
	INET_MEMINFO = 7, /* INET_DIAG_SKMEMINFO */
	UNIX_NAME = 0,    /* UNIX_DIAG_NAME and so on */
	UNIX_PEER = 2,
	UNIX_WAITING = 3,
	UNIX_QUEUES = 4,
	UNIX_MEMINFO = 5,
	UNIX_UID = 7
};

struct head {
	uint32_t length;
	uint16_t type, flags;
	uint32_t sequence, pid;
};

struct inet_id {
	uint16_t from_port, to_port;
	uint32_t from[4], to[4], interface, cookie[2];
};

struct inet_request {
	struct head head;
	uint8_t family, protocol, extensions, pad;
	uint32_t states;
	struct inet_id id;
};

struct inet_answer {
	uint8_t family, state, timer, retransmits;
	struct inet_id id;
	uint32_t expires, receive_queue, send_queue, uid, inode;
};

struct unix_request {
	struct head head;
	uint8_t family, protocol;
	uint16_t pad;
	uint32_t states, inode, show, cookie[2];
};

struct unix_answer {
	uint8_t family, type, state, pad;
	uint32_t inode, cookie[2];
};

struct attribute {
	uint16_t length, type;
};

static size_t
aligned(size_t length)
{
	return (length + 3) & ~(size_t)3;
}

/* Hand each attribute behind an answer to `take`. */
static void
each_attribute(struct diag *diag, struct socket *socket, const char *bytes,
    size_t length,
    void (*take)(struct diag *, struct socket *, int, const void *, size_t))
{
	struct attribute attribute;

	while (length >= sizeof(attribute)) {
		memcpy(&attribute, bytes, sizeof(attribute));
		if (attribute.length < sizeof(attribute) ||
		    attribute.length > length)
			return;
		take(diag, socket, attribute.type, bytes + sizeof(attribute),
		    attribute.length - sizeof(attribute));
		if (aligned(attribute.length) >= length)
			return;
		bytes += aligned(attribute.length);
		length -= aligned(attribute.length);
	}
}

static void
inet_attribute(struct diag *diag, struct socket *socket, int type,
    const void *value, size_t length)
{
	(void)diag;
	if (type == INET_INFO && socket_is_tcp(socket))
		socket_tcp_info(socket, value, length);
	else if (type == INET_MEMINFO)
		socket_meminfo(socket, value, length);
}

/* "a", or "::ffff:a": one form for both ends, whatever made them. */
static void
keep_address(unsigned char to[16], int family, const uint32_t from[4])
{
	if (family == AF_INET6) {
		memcpy(to, from, 16);
		return;
	}
	memset(to, 0, 16);
	to[10] = to[11] = 0xff;
	memcpy(to + 12, from, 4);
}

static void
inet_socket(
    struct diag *diag, struct socket *socket, const char *bytes, size_t length)
{
	struct inet_answer answer;

	if (length < sizeof(answer))
		return;
	memcpy(&answer, bytes, sizeof(answer));
	socket->family = answer.family;
	socket->state = answer.state;
	socket->inode = answer.inode;
	socket->uid = (long)answer.uid;
	keep_address(socket->from, answer.family, answer.id.from);
	keep_address(socket->to, answer.family, answer.id.to);
	socket->from_port = ntohs(answer.id.from_port);
	socket->to_port = ntohs(answer.id.to_port);
	socket->unread = (long)answer.receive_queue;
	if (socket_listens(socket))
		socket->backlog = (long)answer.send_queue;
	else
		socket->unacked = (long)answer.send_queue;
	each_attribute(diag, socket, bytes + sizeof(answer),
	    length - sizeof(answer), inet_attribute);
}

/* Of a listener: the clients' sockets whose connections nobody accepted. */
static void
keep_queued(struct diag *diag, unsigned long listener, const char *inodes,
    size_t length)
{
	uint32_t inode;

	for (; length >= sizeof(inode); length -= sizeof(inode)) {
		memcpy(&inode, inodes, sizeof(inode));
		inodes += sizeof(inode);
		diag->queued = proc_grow(
		    diag->queued, diag->queued_count, sizeof(*diag->queued));
		diag->queued[diag->queued_count++] = (struct queued){ inode,
			listener };
	}
}

static void
unix_attribute(struct diag *diag, struct socket *socket, int type,
    const void *value, size_t length)
{
	uint32_t numbers[2] = { 0, 0 };
	const size_t most = sizeof(socket->name) - 1;

	memcpy(numbers, value, length < 8 ? length : 8);
	if (type == UNIX_WAITING) {
		keep_queued(diag, socket->inode, value, length);
	} else if (type == UNIX_PEER) {
		socket->peer = numbers[0];
	} else if (type == UNIX_UID) {
		socket->uid = (long)numbers[0];
	} else if (type == UNIX_MEMINFO) {
		socket_meminfo(socket, value, length);
	} else if (type == UNIX_QUEUES) {
		socket->unread = (long)numbers[0];
		if (socket_listens(socket))
			socket->backlog = (long)numbers[1];
		else
			socket->unacked = (long)numbers[1];
	} else if (type == UNIX_NAME) {
		length = length < most ? length : most;
		memcpy(socket->name, value, length);
		if (length > 0 && socket->name[0] == '\0')
			socket->name[0] = '@';
		proc_printable(socket->name);
	}
}

static void
unix_socket(
    struct diag *diag, struct socket *socket, const char *bytes, size_t length)
{
	struct unix_answer answer;

	if (length < sizeof(answer))
		return;
	memcpy(&answer, bytes, sizeof(answer));
	socket->family = AF_UNIX;
	socket->type = answer.type;
	socket->state = answer.state;
	socket->inode = answer.inode;
	each_attribute(diag, socket, bytes + sizeof(answer),
	    length - sizeof(answer), unix_attribute);
}

static void
add(struct diag *diag, int type, int protocol, const char *bytes, size_t length)
{
	struct socket *socket;

	diag->sockets = proc_grow(
	    diag->sockets, diag->count, sizeof(*diag->sockets));
	socket = &diag->sockets[diag->count++];
	socket_clear(socket);
	socket->type = type;
	socket->protocol = protocol;
	if (type == 0)
		unix_socket(diag, socket, bytes, length);
	else
		inet_socket(diag, socket, bytes, length);
}

/* One datagram of the answer; 1: it was the last, -1: an error, in errno. */
static int
take(
    struct diag *diag, int type, int protocol, const char *bytes, size_t length)
{
	struct head head;
	int32_t error;

	while (length >= sizeof(head)) {
		memcpy(&head, bytes, sizeof(head));
		if (head.length < sizeof(head) || head.length > length)
			return 1;
		if (head.type == IS_DONE)
			return 1;
		if (head.type == IS_ERROR) {
			memcpy(&error, bytes + sizeof(head), sizeof(error));
			errno = -error;
			return -1;
		}
		add(diag, type, protocol, bytes + sizeof(head),
		    head.length - sizeof(head));
		if (aligned(head.length) >= length)
			return 0;
		bytes += aligned(head.length);
		length -= aligned(head.length);
	}
	return 0;
}

static void
ask(struct diag *diag, int type, int protocol, const void *request, size_t size)
{
	static char bytes[32 * 1024];
	const int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, SOCK_DIAG);
	int end = fd == -1 || send(fd, request, size, 0) == -1 ? -1 : 0;
	ssize_t n;

	while (end == 0) {
		n = recv(fd, bytes, sizeof(bytes), 0);
		if (n > 0)
			end = take(diag, type, protocol, bytes, (size_t)n);
		else
			end = -1;
	}
	if (end == -1)
		diag->error = errno;
	if (fd != -1)
		close(fd);
}

static void
ask_inet(struct diag *diag, int family, int type, int protocol)
{
	struct inet_request request = {
		.head = { .length = sizeof(request),
		    .type = BY_FAMILY,
		    .flags = DUMP },
		.family = (uint8_t)family,
		.protocol = (uint8_t)protocol,
		.extensions = 1 << (INET_INFO - 1) | 1 << (INET_MEMINFO - 1),
		.states = 0xffffffff,
	};

	ask(diag, type, protocol, &request, sizeof(request));
}

static void
ask_unix(struct diag *diag)
{
	struct unix_request request = {
		.head = { .length = sizeof(request),
		    .type = BY_FAMILY,
		    .flags = DUMP },
		.family = AF_UNIX,
		.states = 0xffffffff,
		.show = 1 << UNIX_NAME | 1 << UNIX_PEER | 1 << UNIX_WAITING |
		    1 << UNIX_QUEUES | 1 << UNIX_MEMINFO |
		    1 << 6 /* UDIAG_SHOW_UID */,
	};

	ask(diag, 0, 0, &request, sizeof(request));
}

static int
by_inode(const void *left, const void *right)
{
	const struct socket *a = left, *b = right;

	return a->inode < b->inode ? -1 : a->inode > b->inode;
}

/* The address and port of this end, then those of the other. */
static int
compare_ends(const struct socket *a, const unsigned char *from,
    unsigned short from_port, const unsigned char *to, unsigned short to_port)
{
	int order = (int)a->from_port - from_port;

	if (order == 0)
		order = (int)a->to_port - to_port;
	if (order == 0)
		order = memcmp(a->from, from, 16);
	return order != 0 ? order : memcmp(a->to, to, 16);
}

static int
by_ends(const void *left, const void *right)
{
	const struct socket *a = *(struct socket *const *)left,
			    *b = *(struct socket *const *)right;

	return compare_ends(a, b->from, b->from_port, b->to, b->to_port);
}

static void
sort(struct diag *diag)
{
	if (diag->count == 0)
		return;
	qsort(diag->sockets, diag->count, sizeof(*diag->sockets), by_inode);
	for (size_t i = 0; i < diag->count; i++) {
		if (!socket_is_tcp(&diag->sockets[i]))
			continue;
		diag->ends = proc_grow(
		    diag->ends, diag->end_count, sizeof(*diag->ends));
		diag->ends[diag->end_count++] = &diag->sockets[i];
	}
	if (diag->end_count > 0)
		qsort(
		    diag->ends, diag->end_count, sizeof(*diag->ends), by_ends);
}

void
diag_load(struct diag *diag, int which)
{
	memset(diag, 0, sizeof(*diag));
	if (which & DIAG_UNIX)
		ask_unix(diag);
	if (which & DIAG_INET) {
		ask_inet(diag, AF_INET, SOCK_STREAM, IPPROTO_TCP);
		ask_inet(diag, AF_INET6, SOCK_STREAM, IPPROTO_TCP);
		ask_inet(diag, AF_INET, SOCK_DGRAM, IPPROTO_UDP);
		ask_inet(diag, AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
	}
	sort(diag);
	for (size_t i = 0; i < diag->queued_count; i++) {
		struct socket *client = diag_socket(
		    diag, diag->queued[i].client);

		if (client != NULL)
			client->queued_at = diag->queued[i].listener;
	}
}

void
diag_free(struct diag *diag)
{
	free(diag->sockets);
	free(diag->ends);
	free(diag->queued);
}

struct socket *
diag_socket(const struct diag *diag, unsigned long inode)
{
	const struct socket key = { .inode = inode };

	if (inode == 0 || diag->count == 0)
		return NULL;
	return bsearch(
	    &key, diag->sockets, diag->count, sizeof(*diag->sockets), by_inode);
}

struct socket *
diag_peer(const struct diag *diag, const struct socket *socket)
{
	size_t low = 0, high = diag->end_count;

	if (socket->family == AF_UNIX)
		return diag_socket(diag, socket->peer);
	if (!socket_is_tcp(socket) || socket->to_port == 0)
		return NULL;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = compare_ends(diag->ends[middle], socket->to,
		    socket->to_port, socket->from, socket->from_port);

		if (order == 0)
			return diag->ends[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

int
diag_is_any(const unsigned char address[16])
{
	static const unsigned char any4[16] = { [10] = 0xff, [11] = 0xff },
				   any6[16];

	return memcmp(address, any4, 16) == 0 || memcmp(address, any6, 16) == 0;
}

struct socket *
diag_listener(const struct diag *diag, const struct socket *socket)
{
	for (size_t i = 0; i < diag->end_count; i++) {
		struct socket *end = diag->ends[i];

		if (socket_listens(end) && end->from_port == socket->to_port &&
		    (diag_is_any(end->from) ||
			memcmp(end->from, socket->to, 16) == 0))
			return end;
	}
	return NULL;
}
