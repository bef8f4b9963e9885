/* SPDX-License-Identifier: MIT */
/*
 * udp-send-full: datagrams wait for the neighbour's address, which ARP does not
 * get, and a small send buffer is soon full.  All this happens in a network of
 * its own, where ARP asks once and waits a second.
 */
#define _GNU_SOURCE /* CLONE_NEWNET */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <time.h>

#include "arrange.h"
#include "eagain.h"
#include "neighbour/silent_neighbour.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "udp-send-full",
	.title = "UDP send() says EAGAIN when datagrams cannot leave",
	.class = "wait",
	.calls = "sendto setsockopt poll",
	.errnos = "EAGAIN",
	.poll = "nothing, until the datagrams have left or are thrown away",
	.belief = "UDP send() always succeeds at once.",
	.why = "A datagram counts against the sender's own buffer until it has "
	       "left. The neighbour (the next machine) does not answer ARP, so "
	       "they wait. ARP gives up after three seconds (here sooner). "
	       "Then the kernel throws them away, and there is room.",
	.react =
	    "Wait for POLLOUT, with a deadline; it may take seconds. Look at "
	    "the neighbour (ip neigh), the cable, the Wi-Fi. A larger "
	    "SO_SNDBUF only hides it. Room does not mean that they arrived.",
	.pages = "udp(7) socket(7) arp(7) sendto(2) poll(2)",
	.next = "udp-send-never send-stalled-peer",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const char *message = eag_bytes(0, 200);
	const int least = 1, patience = 1000;
	struct eag_address to;
	int sock, ret, told, sent = 0;
	long long since;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("full", "datagrams to a neighbour that does not answer");
	eag_private(CLONE_NEWNET);
	silent_neighbour(&to, 1, patience);
	eag_measure("ARP asks once, and waits", patience, "ms for an answer");
	sock = socket(AF_INET, SOCK_DGRAM | (blocking ? 0 : SOCK_NONBLOCK), 0);
	eag_need(sock != -1, "socket");
	ret = setsockopt(sock, SOL_SOCKET, SO_SNDBUF, &least, sizeof(least));
	eag_call("client", ret, "setsockopt(sock, SO_SNDBUF, [1])");
	since = eag_time(CLOCK_MONOTONIC);
	do {
		n = sendto(sock, message, 200, 0, &to.sa, to.length);
		eag_call("client", n, "sendto(sock, 200 bytes, neighbour)");
	} while (n != -1 && ++sent < 1000);
	eag_claim("full-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(sock) == 1,
	    "the send buffer is full: EAGAIN");
	told = eag_poll("client", sock, POLLOUT, "sock");
	eag_claim("poll-agrees", told == 0, "poll() agrees: no POLLOUT");
	eag_buffer("client", sock, EAG_SEND);

	eag_step("gives-up", "ARP gives up, and the send buffer is empty");
	told = eag_wait("client", sock, POLLOUT, "sock");
	eag_timing("ARP gave up after",
	    (long)((eag_time(CLOCK_MONOTONIC) - since) / 1000000), "ms");
	eag_buffer("client", sock, EAG_SEND);
	n = sendto(sock, message, 200, 0, &to.sa, to.length);
	eag_call("client", n, "sendto(sock, 200 bytes, neighbour)");
	eag_claim("then-room", told == POLLOUT && n == 200,
	    "now POLLOUT, and the very same sendto() succeeds");

	return eag_end();
}
