/* SPDX-License-Identifier: MIT */
/* diag.h: all sockets of this network namespace, as sock_diag(7) tells. */
#ifndef WHY_DIAG_H
#define WHY_DIAG_H

#include "socket.h"

struct queued {
	unsigned long client, listener; /* inodes */
};

struct diag {
	struct socket *sockets; /* by inode */
	size_t count;
	struct socket **ends; /* TCP's, by address and port */
	size_t end_count;
	struct queued *queued; /* AF_UNIX: who waits at which listener */
	size_t queued_count;
	int error; /* the errno of what was refused, or 0 */
};

/* Ask for TCP and UDP, for AF_UNIX, or for both. */
enum { DIAG_INET = 1, DIAG_UNIX = 2 };
void diag_load(struct diag *diag, int which);
void diag_free(struct diag *diag);

/* The socket of that inode, which is never 0; NULL: there is none. */
struct socket *diag_socket(const struct diag *diag, unsigned long inode);

/*
 * The other end of a connection, if it is on this machine.  Its inode is 0 as
 * long as nobody has accepted it.
 */
struct socket *diag_peer(const struct diag *diag, const struct socket *socket);

/* 0.0.0.0 or [::], where all addresses are listened at. */
int diag_is_any(const unsigned char address[16]);

/* Who listens where `socket` connects to, or is accepted. */
struct socket *
diag_listener(const struct diag *diag, const struct socket *socket);

#endif
