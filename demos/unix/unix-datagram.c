/* SPDX-License-Identifier: MIT */
/*
 * unix-datagram: a busy logger, and its queue is full.  sendto() says EAGAIN,
 * and poll() says POLLOUT all the same: a loop that waits for it spins.  Once
 * the socket is connected, poll() says when there is room.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "bound.h"
#include "datagram/fill_queue.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "unix-datagram",
	.title = "the queue of a busy AF_UNIX datagram receiver is full",
	.class = "wait",
	.calls = "sendto connect send poll recv",
	.errnos = "EAGAIN",
	.poll = "POLLOUT at once: a lie; once connected, nothing",
	.belief = "poll() knows whether my sendto() will be taken.",
	.why = "A datagram socket has a queue of a few messages, for all "
	       "senders (net.unix.max_dgram_qlen). An unconnected sender names "
	       "the receiver only in sendto(), so poll() cannot know whose "
	       "queue is meant. It looks at the sender's own buffer.",
	.react = "connect() the socket: then poll() tells when there is room. "
		 "Or drop the message, and count what is dropped.",
	.pages = "unix(7) sendto(2) connect(2) poll(2)",
	.next = "unix-connect-backlog udp-send-never",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct bound_name to;
	int logger, sock, ret, told;
	char byte;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("unconnected", "sendto(), and others have filled the queue");
	logger = bound_socket(SOCK_DGRAM, &to);
	fill_queue(&to);
	sock = socket(AF_UNIX, SOCK_DGRAM | (blocking ? 0 : SOCK_NONBLOCK), 0);
	eag_need(sock != -1, "socket");
	n = sendto(sock, "m", 1, 0, &to.sa, to.length);
	eag_call("sender", n, "sendto(sock, 1 byte, logger)");
	eag_claim("full-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(sock) == 1,
	    "a full queue answers EAGAIN, though this socket has sent nothing");
	told = eag_poll("sender", sock, POLLOUT, "sock");
	eag_claim("poll-lies", told == POLLOUT,
	    "poll() says POLLOUT at once: it looks at the own buffer alone");
	n = sendto(sock, "m", 1, 0, &to.sa, to.length);
	eag_call("sender", n, "sendto(sock, 1 byte, logger)");
	eag_claim("so-it-spins", n == -1 && errno == EAGAIN,
	    "the next sendto() is refused all the same");

	eag_step("connected", "the same socket, connected to the logger");
	ret = connect(sock, &to.sa, to.length);
	eag_call("sender", ret, "connect(sock, logger)");
	n = send(sock, "m", 1, 0);
	eag_call("sender", n, "send(sock, 1 byte)");
	eag_claim("still-full", n == -1 && errno == EAGAIN,
	    "send() answers EAGAIN as before");
	told = eag_poll("sender", sock, POLLOUT, "sock");
	eag_claim("poll-knows", told == 0,
	    "but now poll() knows the logger, and says nothing");

	eag_step("room", "the logger takes one; the very same send() again");
	n = recv(logger, &byte, 1, 0);
	eag_call("logger", n, "recv(logger, 1 byte)");
	told = eag_wait("sender", sock, POLLOUT, "sock");
	n = send(sock, "m", 1, 0);
	eag_call("sender", n, "send(sock, 1 byte)");
	eag_claim("then-room", told == POLLOUT && n == 1,
	    "poll() says POLLOUT, and the same send() succeeds");

	return eag_end();
}
