/* SPDX-License-Identifier: MIT */
/*
 * udp-send-never: the receiver does not read, and both buffers are as small as
 * they can be.  TCP would say EAGAIN soon.  UDP takes every datagram, says
 * POLLOUT, and throws away what does not fit at the receiver.
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
	.why = "UDP knows nothing of the receiver. A datagram counts against "
	       "the send buffer until it has left, which on loopback is at "
	       "once. If the receiver's buffer is full the kernel drops it, "
	       "and tells nobody.",
	.react =
	    "Where a loss matters, let the receiver answer. A "
	    "larger SO_RCVBUF helps against bursts. EAGAIN from UDP send() "
	    "is about your own side: udp-send-full, udp-no-port.",
	.pages = "udp(7) socket(7) send(2)",
	.next = "udp-recv udp-send-full udp-no-port unix-datagram",
};

int
main(int argc, char *argv[])
{
	enum { MESSAGES = 1000 };
	struct eag_address at = { .in = { .sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(
					  INADDR_LOOPBACK) },
		.length = sizeof(at.in) };
	const int least = 1;
	int server, sock, ret, told, number, last = -1, arrived = 0;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("send", "the receiver does not read, and its buffer is small");
	server = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	sock = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	eag_need(server != -1 && sock != -1, "socket");
	eag_need(bind(server, &at.sa, at.length) == 0, "bind");
	eag_address_of(server, &at);
	eag_need(connect(sock, &at.sa, at.length) == 0, "connect");
	ret = setsockopt(server, SOL_SOCKET, SO_RCVBUF, &least, sizeof(least));
	eag_call("server", ret, "setsockopt(server, SO_RCVBUF, [1])");
	ret = setsockopt(sock, SOL_SOCKET, SO_SNDBUF, &least, sizeof(least));
	eag_call("client", ret, "setsockopt(sock, SO_SNDBUF, [1])");
	for (number = 0; number < MESSAGES; number++) {
		n = send(sock, &number, sizeof(number), 0);
		eag_call("client", n, "send(sock, %zu bytes)", sizeof(number));
		if (n == -1)
			break;
	}
	eag_claim("never-refused", number == MESSAGES,
	    "send() takes every one, as if somebody read them");
	told = eag_poll("client", sock, POLLOUT, "sock");
	eag_claim("poll-agrees", told == POLLOUT && eag_nonblocking(sock) == 1,
	    "poll() says POLLOUT");
	eag_buffer("client", sock, EAG_SEND);
	eag_buffer("server", server, EAG_RECEIVE);

	eag_step("lost", "now the receiver reads until EAGAIN");
	while ((n = recv(server, &number, sizeof(number), 0)) > 0) {
		eag_call(
		    "server", n, "recv(server, %zu bytes)", sizeof(number));
		last = number;
		arrived++;
	}
	eag_call("server", n, "recv(server, %zu bytes)", sizeof(number));
	eag_measure("sent", MESSAGES, "datagrams");
	eag_measure("arrived", arrived, "datagrams");
	eag_claim("few-arrived", errno == EAGAIN && arrived < MESSAGES,
	    "fewer have arrived than were sent, and there are no more");

	eag_step("next", "there is room, and one more is sent");
	number = MESSAGES;
	n = send(sock, &number, sizeof(number), 0);
	eag_call("client", n, "send(sock, %zu bytes)", sizeof(number));
	eag_wait("server", server, POLLIN, "server");
	n = recv(server, &number, sizeof(number), 0);
	eag_call("server", n, "recv(server, %zu bytes)", sizeof(number));
	eag_claim("gap", n > 0 && number == MESSAGES && last + 1 < number,
	    "it arrives: those before it are lost, and no call has said so");

	return eag_end();
}
