/* SPDX-License-Identifier: MIT */
/*
 * accept-deferred: TCP_DEFER_ACCEPT tells the server's kernel to keep a client
 * back until it has sent something.  The client's connect() has long succeeded,
 * and the server knows nothing of it: tcp(7), net/ipv4/tcp_minisocks.c
 * tcp_check_req().  Two ends that both wait for the other's first word hang.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "accept-deferred",
	.title = "the client is connected, and accept() says EAGAIN",
	.class = "wait",
	.calls = "accept setsockopt connect poll send",
	.errnos = "EAGAIN",
	.poll = "nothing, until the client sends",
	.belief = "connect() succeeded, so the server can accept me.",
	.why =
	    "connect() succeeds as soon as the server's kernel has answered. "
	    "With TCP_DEFER_ACCEPT that kernel puts the client into the accept "
	    "queue only when its first bytes have come.",
	.react =
	    "Wait for POLLIN, as always. Set TCP_DEFER_ACCEPT only where the "
	    "client speaks first, as in HTTP. Where the server greets, as in "
	    "SMTP, it must not be set.",
	.pages = "accept(2) tcp(7)",
	.next = "accept-empty connect-in-progress",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const int seconds = 5;
	struct eag_address to;
	int listener, sock, ret, conn;
	ssize_t n;

	eag_start(&demo, argc, argv);
	if (eag_sysctl("net/ipv4/tcp_syncookies") == 2)
		eag_skip("a kernel that keeps clients back: tcp_syncookies");

	eag_step("silent", "a client connects, and sends nothing");
	listener = eag_listener(blocking ? 0 : SOCK_NONBLOCK, 8);
	ret = setsockopt(
	    listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof(seconds));
	eag_call("server", ret, "setsockopt(listener, TCP_DEFER_ACCEPT, [%d])",
	    seconds);
	eag_address_of(listener, &to);
	sock = socket(to.sa.sa_family, SOCK_STREAM, 0);
	eag_need(sock != -1, "socket");
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_state(sock);
	eag_claim("is-connected", ret == 0, "for the client it is connected");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("accept-is-eagain",
	    conn == -1 && errno == EAGAIN && eag_nonblocking(listener) == 1,
	    "for the server nobody is there: accept() answers EAGAIN");
	eag_claim("poll-agrees",
	    eag_poll("server", listener, POLLIN, "listener") == 0,
	    "poll() agrees: no client is there");

	eag_step("speaks", "the client sends a byte; the very same call again");
	n = send(sock, "x", 1, 0);
	eag_call("client", n, "send(sock, 1 byte)");
	eag_wait("server", listener, POLLIN, "listener");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("then-succeeds", conn != -1 && eag_is_pair(sock, conn),
	    "the first byte brings the client into the accept queue");

	return eag_end();
}
