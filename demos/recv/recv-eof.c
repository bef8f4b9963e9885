/* SPDX-License-Identifier: MIT */
/*
 * recv-eof: the pair of recv-empty.  The same recv() while the peer may still
 * send, with its last bytes there, and after its end.
 */
#define _GNU_SOURCE /* POLLRDHUP */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "recv-eof",
	.title = "recv() at the end of a stream: 0 is not EAGAIN",
	.class = "contrast",
	.calls = "recv send shutdown poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN, for ever",
	.belief = "0 means that nothing has come yet.",
	.why =
	    "EAGAIN means: the receive buffer is empty, and the peer may still "
	    "send. 0 means: the peer has finished, every byte was read, and no "
	    "more will come. It stays 0, and poll() says POLLIN.",
	.react = "On EAGAIN wait for POLLIN and keep the connection. On 0 stop "
		 "reading, send what is left to send, and close.",
	.pages = "recv(2) shutdown(2) poll(2) tcp(7)",
	.next = "recv-empty send-stalled-peer",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	static const char bye[] = "bye";
	char bytes[1024];
	int client, conn, revents;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("open", "nothing was sent, and the peer is still there");
	eag_pair(0, &client, blocking ? 0 : SOCK_NONBLOCK, &conn);
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("open-is-eagain", n == -1 && errno == EAGAIN,
	    "nothing is there, and the peer may still send: EAGAIN");

	eag_step("bytes-first", "the peer sends its last bytes and finishes");
	n = send(client, bye, strlen(bye), 0);
	eag_call("client", n, "send(sock, %zu bytes)", strlen(bye));
	n = shutdown(client, SHUT_WR);
	eag_call("client", n, "shutdown(sock, SHUT_WR)");
	eag_wait("server", conn, POLLRDHUP, "conn");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("bytes-come-first",
	    n == (ssize_t)strlen(bye) && memcmp(bytes, bye, strlen(bye)) == 0,
	    "what was sent before the end is still delivered");

	eag_step("end", "every byte is read, and the peer has finished");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim(
	    "end-is-zero", n == 0, "the end of the stream is 0, not EAGAIN");
	revents = eag_poll("server", conn, POLLIN, "conn");
	eag_claim("end-is-readable", revents > 0 && (revents & POLLIN) != 0,
	    "poll() says POLLIN: recv() would not wait");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("end-stays", n == 0,
	    "it stays so: a loop that takes 0 for EAGAIN never ends");

	return eag_end();
}
