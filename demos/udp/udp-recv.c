/* SPDX-License-Identifier: MIT */
/*
 * udp-recv: on TCP 0 from recv() is the end.  A UDP server that takes it for
 * the end can be stopped by anybody who sends an empty datagram.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "udp-recv",
	.title = "UDP recv(): EAGAIN means no datagram, 0 an empty one",
	.class = "wait",
	.calls = "recv socket poll send ioctl",
	.errnos = "EAGAIN",
	.poll = "nothing; POLLIN for an empty datagram too",
	.belief = "0 from recv() means that the other end has closed.",
	.why = "UDP has no connection, and so no end. recv() gives one "
	       "datagram, and says how many bytes are in it: that may be 0.",
	.react = "After EAGAIN wait for POLLIN. Take 0 for an empty message, "
		 "and go on. FIONREAD says 0 in both cases: do not ask it.",
	.pages = "udp(7) recv(2) poll(2) ioctl(2)",
	.next = "recv-empty recv-eof udp-send-never",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct eag_address at = { .length = sizeof(at.in) };
	int server, sock, ret, told, left = -1;
	char bytes[1024];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("none", "recv(), and no datagram has come");
	server = socket(
	    AF_INET, SOCK_DGRAM | (blocking ? 0 : SOCK_NONBLOCK), 0);
	eag_call("server", server, "socket(AF_INET, SOCK_DGRAM%s) = server",
	    blocking ? "" : "|SOCK_NONBLOCK");
	at.in.sin_family = AF_INET;
	at.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	eag_need(bind(server, &at.sa, at.length) == 0, "bind");
	eag_address_of(server, &at);
	n = recv(server, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(server, %zu bytes)", sizeof(bytes));
	eag_claim("none-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(server) == 1,
	    "no datagram: the answer is EAGAIN");
	told = eag_poll("server", server, POLLIN, "server");
	eag_claim("none-is-silent", told == 0, "poll() says nothing");

	eag_step("empty", "a datagram comes, and no bytes are in it");
	sock = socket(AF_INET, SOCK_DGRAM, 0);
	eag_call("client", sock, "socket(AF_INET, SOCK_DGRAM) = sock");
	eag_need(connect(sock, &at.sa, at.length) == 0, "connect");
	n = send(sock, "", 0, 0);
	eag_call("client", n, "send(sock, 0 bytes)");
	told = eag_wait("server", server, POLLIN, "server");
	ret = ioctl(server, FIONREAD, &left);
	eag_call("server", ret, "ioctl(server, FIONREAD, [%d])", left);
	eag_claim("poll-tells", told == POLLIN && ret == 0 && left == 0,
	    "poll() says POLLIN, though FIONREAD says 0");
	n = recv(server, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(server, %zu bytes)", sizeof(bytes));
	eag_claim("empty-is-zero", n == 0, "recv() gives it: 0 bytes");

	eag_step("more", "the same sender sends five bytes");
	n = send(sock, "hello", 5, 0);
	eag_call("client", n, "send(sock, 5 bytes)");
	eag_wait("server", server, POLLIN, "server");
	n = recv(server, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(server, %zu bytes)", sizeof(bytes));
	eag_claim("then-bytes", n == 5 && memcmp(bytes, "hello", 5) == 0,
	    "the same recv() gives them: 0 was not the end");

	return eag_end();
}
