/* SPDX-License-Identifier: MIT */
/* bound.c: an address of the kernel's choice, gone with its socket. */
#include "bound.h"

#include "eagain.h"

int
bound_socket(int type, struct bound_name *name)
{
	int sock = socket(AF_UNIX, type, 0);

	eag_need(sock != -1, "socket");
	*name = (struct bound_name){ .un.sun_family = AF_UNIX };
	/* The family alone: the kernel chooses the rest. */
	eag_need(
	    bind(sock, &name->sa, sizeof(name->un.sun_family)) == 0, "bind");
	name->length = sizeof(name->un);
	eag_need(
	    getsockname(sock, &name->sa, &name->length) == 0, "getsockname");
	return sock;
}
