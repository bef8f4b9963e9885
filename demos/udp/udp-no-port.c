/* SPDX-License-Identifier: MIT */
/*
 * udp-no-port: a socket that was not bound gets a port of the kernel's choice
 * when it first sends.  Here all of them are taken: in a network of its own
 * with two ports.  UDP says EAGAIN, blocking or not; of the same cause bind()
 * and TCP's connect() say something else.
 */
#define _GNU_SOURCE /* CLONE_NEWNET */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "ports/port_range.h"

static const struct eag_demo demo = {
	.name = "udp-no-port",
	.title = "no free port: three calls, three errnos",
	.class = "quota",
	.calls = "sendto write bind socket connect poll close",
	.errnos = "EAGAIN EADDRINUSE EADDRNOTAVAIL",
	.poll = "POLLOUT: it knows nothing of ports",
	.belief = "A blocking socket never says EAGAIN.",
	.why = "sendto() on a socket without a port takes one from "
	       "net.ipv4.ip_local_port_range. If none is free there is nothing "
	       "to wait for, blocking or not: EAGAIN. bind() to port 0 calls "
	       "the same EADDRINUSE, TCP's connect() calls it EADDRNOTAVAIL.",
	.react =
	    "Do not wait for POLLOUT. Close sockets that you no longer need, "
	    "use one socket for many messages, or widen the range.",
	.pages = "ip(7) udp(7) sendto(2) bind(2) connect(2)",
	.next = "udp-recv connect-refused",
};

/* Sockets of a type take all ports.  Returns the first. */
static int
take_all(int type, const char *name)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	int first = -1, sock, ret;

	do {
		sock = socket(AF_INET, type, 0);
		eag_need(sock != -1, "socket");
		ret = bind(sock, (struct sockaddr *)&any, sizeof(any));
		eag_call("others", ret, "bind(%s socket, port 0)", name);
		first = first == -1 ? sock : first;
	} while (ret == 0);
	return first;
}

int
main(int argc, char *argv[])
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(9), /* discard */
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const struct sockaddr *at = (const struct sockaddr *)&to;
	int first, sock, tcp, ret, told;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("udp", "sendto(), and others hold all UDP ports");
	eag_private(CLONE_NEWNET);
	port_range(40000, 40001);
	first = take_all(SOCK_DGRAM, "UDP");
	eag_claim("bind-says-in-use", errno == EADDRINUSE,
	    "bind() to port 0 says EADDRINUSE");
	sock = socket(AF_INET, SOCK_DGRAM, 0);
	eag_call("client", sock, "socket(AF_INET, SOCK_DGRAM) = sock");
	eag_need(sock != -1, "socket");
	n = sendto(sock, "m", 1, 0, at, sizeof(to));
	eag_call("client", n, "sendto(sock, 1 byte, server)");
	eag_claim("no-port-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(sock) == 0,
	    "sendto() says EAGAIN, though the socket is a blocking one");
	told = eag_poll("client", sock, POLLOUT, "sock");
	eag_claim("poll-lies", told == POLLOUT,
	    "poll() says POLLOUT: it knows nothing of ports");

	eag_step("tcp", "connect(), and others hold all TCP ports");
	take_all(SOCK_STREAM, "TCP");
	tcp = socket(AF_INET, SOCK_STREAM, 0);
	eag_need(tcp != -1, "socket");
	ret = connect(tcp, at, sizeof(to));
	eag_call("client", ret, "connect(tcp, server)");
	eag_claim("tcp-says-not-available", ret == -1 && errno == EADDRNOTAVAIL,
	    "TCP's connect() says EADDRNOTAVAIL: the third errno");

	eag_step("room", "somebody closes a UDP socket");
	eag_call("others", close(first), "close(UDP socket)");
	n = sendto(sock, "m", 1, 0, at, sizeof(to));
	eag_call("client", n, "sendto(sock, 1 byte, server)");
	eag_claim("then-sends", n == 1,
	    "a port is free, and the very same sendto() succeeds");

	return eag_end();
}
