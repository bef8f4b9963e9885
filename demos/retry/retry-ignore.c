/* SPDX-License-Identifier: MIT */
/*
 * retry-ignore: the pair of retry-drop.  Both calls are refused, and the
 * program goes on.  Clients connect and send; then both calls are made again.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "retry-ignore",
	.title = "EAGAIN from accept() and recv(), ignored: nothing is lost",
	.class = "wait",
	.calls = "accept recv send poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN once there is something",
	.belief = "Whoever ignores EAGAIN loses data.",
	.why =
	    "A refused accept() or recv() has taken nothing. The kernel keeps "
	    "what arrives afterwards, in the accept queue and in the receive "
	    "buffer, until somebody asks again.",
	.react = "Go on, and come back when poll() says POLLIN. Asking all the "
		 "time burns the processor.",
	.pages = "accept(2) recv(2) poll(2)",
	.next = "retry-drop accept-empty recv-empty",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

enum { CLIENTS = 3, PIECE = 100 };

int
main(int argc, char *argv[])
{
	int listener, sock, conn, taken, clients[CLIENTS], in_order = 1;
	char bytes[CLIENTS * PIECE + 1];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("refused", "there is no client and no byte: go on");
	listener = eag_listener(blocking ? 0 : SOCK_NONBLOCK, CLIENTS);
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("accept-refused", conn == -1 && errno == EAGAIN,
	    "accept() answers EAGAIN, and the program goes on");
	eag_pair(0, &sock, blocking ? 0 : SOCK_NONBLOCK, &conn);
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("recv-refused", n == -1 && errno == EAGAIN,
	    "recv() answers EAGAIN, and the program goes on");

	eag_step("meanwhile", "clients connect and send while nobody looks");
	for (int i = 0; i < CLIENTS; i++) {
		clients[i] = eag_client(listener);
		eag_send(sock, (size_t)i * PIECE, (size_t)(i + 1) * PIECE);
	}
	eag_settle(sock);

	eag_step("come-back", "the program asks again, until EAGAIN");
	eag_wait("server", conn, POLLIN, "conn");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("every-byte",
	    n == CLIENTS * PIECE && eag_first_wrong(bytes, (size_t)n, 0) == -1,
	    "every byte is there, once and in order");
	eag_wait("server", listener, POLLIN, "listener");
	for (taken = 0; taken <= CLIENTS; taken++) {
		conn = accept(listener, NULL, NULL);
		eag_call("server", conn, "accept(listener) = conn");
		if (conn == -1)
			break;
		in_order &= taken < CLIENTS &&
		    eag_is_pair(clients[taken], conn);
	}
	eag_claim("every-client",
	    taken == CLIENTS && in_order && errno == EAGAIN,
	    "every client is there, in the order in which they came");

	return eag_end();
}
