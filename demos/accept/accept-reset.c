/* SPDX-License-Identifier: MIT */
/*
 * accept-reset: a client connects, and resets before the server has accepted
 * it.  A server that takes the first error for its own fault may end here.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "accept-reset",
	.title = "accept() gives a client that is gone already",
	.class = "contrast",
	.calls = "accept setsockopt close poll getpeername recv send",
	.errnos = "ENOTCONN ECONNRESET EPIPE EAGAIN",
	.poll = "POLLIN: on the listener, and with POLLERR on the new socket",
	.belief = "accept() gave me a socket, so there is a client.",
	.why =
	    "The client was in the accept queue when it reset. Linux notes the "
	    "reset in that connection, and leaves it in the queue. So accept() "
	    "succeeds, and the next call tells.",
	.react =
	    "Close that connection, and serve the next client. On other "
	    "systems accept() itself may say ECONNABORTED: go on then, too.",
	.pages = "accept(2) socket(7) tcp(7)",
	.next = "accept-empty accept-stolen accept-no-descriptor recv-reset",
};

int
main(int argc, char *argv[])
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };
	struct eag_address peer = { .length = sizeof(peer.in6) };
	int listener, client, conn, ret, revents;
	char bytes[64];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("reset", "a client resets; then the server accepts it");
	listener = eag_listener(SOCK_NONBLOCK, 8);
	client = eag_client(listener);
	ret = setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	eag_call("client", ret, "setsockopt(sock, SO_LINGER, {on, 0 s})");
	eag_call("client", close(client), "close(sock)");
	revents = eag_poll("server", listener, POLLIN, "listener");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("accept-succeeds", revents == POLLIN && conn != -1,
	    "the client is gone, and accept() succeeds");

	eag_step("dead", "what the calls on that connection say");
	revents = eag_wait("server", conn, POLLIN, "conn");
	eag_claim("poll-tells", revents > 0 && (revents & POLLERR) != 0,
	    "poll() tells: POLLERR");
	ret = getpeername(conn, &peer.sa, &peer.length);
	eag_call("server", ret, "getpeername(conn)");
	eag_claim("no-peer", ret == -1 && errno == ENOTCONN,
	    "getpeername() tells: there is no peer");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("recv-is-reset", n == -1 && errno == ECONNRESET,
	    "recv() says why: ECONNRESET, and not EAGAIN");
	n = send(conn, "x", 1, 0);
	eag_call("server", n, "send(conn, 1 byte)");
	eag_claim("send-is-epipe", n == -1 && errno == EPIPE,
	    "the reset has been told; send() now says EPIPE");

	eag_step("next", "the listener is as good as before");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("queue-is-empty", conn == -1 && errno == EAGAIN,
	    "the queue is empty: EAGAIN");
	client = eag_client(listener);
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("then-a-live-one", eag_is_pair(client, conn),
	    "the next client comes, and it is still there");

	return eag_end();
}
