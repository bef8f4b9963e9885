/* SPDX-License-Identifier: MIT */
/* socket.h: what is known of a socket, from sock_diag or from a duplicate. */
#ifndef WHY_SOCKET_H
#define WHY_SOCKET_H

#include <stddef.h>

enum { SOCKET_LISTENS = 10, SOCKET_ESTABLISHED = 1, SOCKET_SYN_SENT = 2 };

struct socket {
	int family, type, protocol; /* AF_..., SOCK_..., IPPROTO_... */
	int state;                  /* TCP's number: include/net/tcp_states.h */
	unsigned long inode;
	unsigned long peer;      /* AF_UNIX: the inode of the other end, or 0 */
	unsigned long queued_at; /* AF_UNIX: not accepted yet, by this inode */
	long uid;                /* of the process that made it; -1: unseen */
	unsigned char from[16],
	    to[16]; /* IPv4 as IPv6 has it: ::ffff:a.b.c.d */
	unsigned short from_port, to_port;
	char name[112]; /* AF_UNIX: its path, "@..." if abstract, or "" */
	int peer_pid;   /* AF_UNIX, of a duplicate: SO_PEERCRED; or 0 */

	/* Bytes; what is not told is -1. */
	long unread;         /* to be received; of a listener: who waits */
	long unacked;        /* sent or queued, and not acknowledged */
	long unsent;         /* of these, what was never sent */
	long sndbuf, rcvbuf; /* SO_SNDBUF, SO_RCVBUF */
	long charged;        /* what sending compares with sndbuf */
	long backlog;        /* of a listener */
	long window;         /* that the peer offers */
	long window_ms, buffer_ms; /* tcpi_rwnd_limited, tcpi_sndbuf_limited */
	long probes; /* of a shut window, or SYNs, without an answer */
};

/* Everything unknown. */
void socket_clear(struct socket *socket);

/* What TCP_INFO says, as the kernel wrote it: include/uapi/linux/tcp.h. */
void socket_tcp_info(struct socket *socket, const void *info, size_t length);

/* What SO_MEMINFO says: include/uapi/linux/sock_diag.h. */
void socket_meminfo(struct socket *socket, const void *meminfo, size_t length);

/* "TCP 127.0.0.1:7000 -> 127.0.0.1:40404 ESTABLISHED" and the like. */
void socket_text(const struct socket *socket, char *text, size_t size);

/* The other end: "127.0.0.1:7000", "[::1]:7000" */
void socket_there(const struct socket *socket, char *text, size_t size);

int socket_is_tcp(const struct socket *socket);
int socket_listens(const struct socket *socket);

/* Would sending one more byte answer EAGAIN?  -1: that cannot be seen. */
int socket_is_full(const struct socket *socket);

/* Has a listener no room for one more? */
int socket_queue_is_full(const struct socket *socket);

#endif
