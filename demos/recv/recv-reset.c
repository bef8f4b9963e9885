/* SPDX-License-Identifier: MIT */
/*
 * recv-reset: SO_LINGER with a time of 0 makes close() send a reset:
 * net/ipv4/tcp.c __tcp_close().  The bytes sent before it are read first, then
 * the error, then 0.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "recv-reset",
	.title = "recv() after a reset: an error, once, and then 0",
	.class = "contrast",
	.calls = "recv send setsockopt close poll",
	.errnos = "ECONNRESET EAGAIN",
	.poll = "POLLIN, POLLERR and POLLHUP",
	.belief = "After ECONNRESET every further recv() says the same.",
	.why =
	    "A reset ends the connection in both directions. The kernel keeps "
	    "it as the socket's error. One call reports that error and clears "
	    "it; from then on the stream is over, and recv() returns 0.",
	.react =
	    "Retry on EAGAIN only. On any other error close the connection, "
	    "and go on serving the others.",
	.pages = "recv(2) socket(7) tcp(7)",
	.next = "recv-eof recv-empty",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };
	char bytes[1024];
	int client, conn, ret, revents;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("open", "nothing was sent, and the peer is still there");
	eag_pair(0, &client, blocking ? 0 : SOCK_NONBLOCK, &conn);
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("open-is-eagain", n == -1 && errno == EAGAIN,
	    "nothing is there, and the peer may still send: EAGAIN");

	eag_step("reset", "the peer sends its last bytes, and resets");
	n = send(client, "bye", 3, 0);
	eag_call("client", n, "send(sock, \"bye\", 3 bytes)");
	ret = setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	eag_call("client", ret, "setsockopt(sock, SO_LINGER, {on, 0 s})");
	ret = close(client);
	eag_call("client", ret, "close(sock)");
	revents = eag_wait("server", conn, POLLERR, "conn");
	eag_claim("poll-tells", revents > 0 && (revents & POLLERR) != 0,
	    "poll() says POLLERR");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("bytes-come-first", n == 3 && memcmp(bytes, "bye", 3) == 0,
	    "what was sent before is still delivered");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("reset-is-an-error", n == -1 && errno == ECONNRESET,
	    "ECONNRESET: an error, and not EAGAIN");

	eag_step("after", "the very same call again");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("told-once", n == 0,
	    "the error is told once; from then on it is 0, the end");

	return eag_end();
}
