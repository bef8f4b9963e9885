/* SPDX-License-Identifier: MIT */
/* bound.h: an AF_UNIX socket that can be called, without a file. */
#ifndef BOUND_H
#define BOUND_H

#include <sys/socket.h>
#include <sys/un.h>

struct bound_name {
	union {
		struct sockaddr sa;
		struct sockaddr_un un;
	};
	socklen_t length;
};

/*
 * A socket of a type (SOCK_STREAM, SOCK_DGRAM) at an abstract address of the
 * kernel's choice, and that address: unix(7), "Autobind feature".  Ends with 99
 * if a call fails.
 */
int bound_socket(int type, struct bound_name *name);

#endif
