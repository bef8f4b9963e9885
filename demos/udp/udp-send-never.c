/* SPDX-License-Identifier: MIT */
/*
 * udp-send-never: the receiver does not read, and both buffers are as small as
 * they can be.  TCP would say EAGAIN soon.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "udp-send-never",
	.title = "UDP send() does not say that the receiver is slow",
	.class = "contrast",
	.calls = "send setsockopt recv poll",
	.errnos = "EAGAIN",
	.poll = "POLLOUT always, whatever the receiver does",
	.belief = "UDP send() says EAGAIN when the receiver is slow.",
	.why = "A datagram is in the send buffer only until it has left. If "
	       "the receiver has no room, it is dropped, and nobody is told.",
	.react = "Where a loss matters, let the receiver answer. A larger "
		 "SO_RCVBUF helps against bursts. EAGAIN from UDP send() is "
		 "about your own side: udp-send-full, udp-no-port.",
	.pages = "udp(7) socket(7) send(2)",
	.next = "udp-recv udp-send-full udp-no-port unix-datagram",
};

int
main(int argc, char *argv[])
{
	enum { MESSAGES = 1000 };
	struct eag_address at = { .length = sizeof(at.in) };
	const int least = 1;
	int server, sock, ret, told, arrived = 0;
	char byte;
	ssize_t n = 0;

	eag_start(&demo, argc, argv);

	eag_step("send", "the receiver does not read, and its buffer is small");
	server = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	sock = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	eag_need(server != -1 && sock != -1, "socket");
	at.in.sin_family = AF_INET;
	at.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	eag_need(bind(server, &at.sa, at.length) == 0, "bind");
	eag_address_of(server, &at);
	eag_need(connect(sock, &at.sa, at.length) == 0, "connect");
	ret = setsockopt(server, SOL_SOCKET, SO_RCVBUF, &least, sizeof(least));
	eag_call("server", ret, "setsockopt(server, SO_RCVBUF, [1])");
	ret = setsockopt(sock, SOL_SOCKET, SO_SNDBUF, &least, sizeof(least));
	eag_call("client", ret, "setsockopt(sock, SO_SNDBUF, [1])");
	for (int i = 0; i < MESSAGES && n != -1; i++) {
		n = send(sock, "x", 1, 0);
		eag_call("client", n, "send(sock, 1 byte)");
	}
	eag_claim("never-refused", n != -1 && eag_nonblocking(sock) == 1,
	    "send() takes every one, as if somebody read them");
	told = eag_poll("client", sock, POLLOUT, "sock");
	eag_claim("poll-agrees", told == POLLOUT, "poll() says POLLOUT");
	eag_buffer("client", sock, EAG_SEND);

	eag_step("lost", "now the receiver reads until EAGAIN");
	while ((n = recv(server, &byte, 1, 0)) > 0) {
		eag_call("server", n, "recv(server, 1 byte)");
		arrived++;
	}
	eag_call("server", n, "recv(server, 1 byte)");
	eag_measure("arrived", arrived, "datagrams");
	eag_claim("few-arrived", errno == EAGAIN && arrived < MESSAGES,
	    "fewer have arrived than were sent, and there are no more");

	eag_step("next", "there is room, and one more is sent");
	n = send(sock, "x", 1, 0);
	eag_call("client", n, "send(sock, 1 byte)");
	eag_wait("server", server, POLLIN, "server");
	n = recv(server, &byte, 1, 0);
	eag_call("server", n, "recv(server, 1 byte)");
	eag_claim("then-arrives", n == 1,
	    "it arrives; no call has told of those that were lost");

	return eag_end();
}
