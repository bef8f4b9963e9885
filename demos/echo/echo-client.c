/* SPDX-License-Identifier: MIT */
/*
 * echo-client: the tutorial's interactive client, for any echo server.  Unlike
 * that one it waits for the keyboard and the server at the same time, so that
 * it notices when the server goes away, and reads while it writes, so that more
 * than the buffers hold does not stop both ends for ever.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "tool_output.h"

static struct eag_address server;

static const struct eag_demo demo = {
	.name = "echo-client",
	.title = "asks an echo server what you type, or what a pipe brings",
	.class = "tool",
	.calls = "send recv",
	.errnos = "",
	.why = "The other half of the echo servers: it ends with the input.",
	.react = "Start a server first: echo-epoll --listen=127.0.0.1:8080.",
	.pages = "poll(2) shutdown(2)",
	.next = "echo-epoll echo-spin",
	.options = { { .name = "connect",
	    .kind = EAG_CONNECT,
	    .address = &server,
	    .value = "HOST:PORT",
	    .text = "the server" } },
};

struct question {
	char bytes[16384];
	size_t start, end;
	size_t sent, answered;
	int last; /* the input has ended */
};

/* An empty line is not sent. */
static void
read_input(struct question *q, int interactive)
{
	ssize_t n = read(STDIN_FILENO, q->bytes, sizeof(q->bytes));

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	eag_need(n != -1, "read");
	q->last = n == 0;
	q->start = 0;
	q->end = !(interactive && q->bytes[0] == '\n') ? (size_t)n : 0;
}

static void
send_more(struct question *q, int sock)
{
	size_t length = q->end - q->start;
	ssize_t n = send(sock, q->bytes + q->start, length, MSG_DONTWAIT);

	if (!eag_takes_raw())
		eag_call("client", n, "send(sock, %zu bytes)", length);
	if (n > 0) {
		q->start += (size_t)n;
		q->sent += (size_t)n;
	}
}

/* 0: nothing more will come. */
static int
show_answer(struct question *q, int sock)
{
	char bytes[16384];
	ssize_t n = recv(sock, bytes, sizeof(bytes), MSG_DONTWAIT);

	if (!eag_takes_raw())
		eag_call("client", n, "recv(sock, %zu bytes)", sizeof(bytes));
	if (n == -1)
		return errno == EAGAIN || errno == EINTR;
	q->answered += (size_t)n;
	if (!eag_raw(bytes, (size_t)n))
		exit(eag_end());
	return n > 0;
}

int
main(int argc, char *argv[])
{
	static struct question q;
	struct pollfd in = { .events = POLLIN }, fds[2] = { { .fd = -1 } };
	int sock, interactive, asked = 0;

	eag_start(&demo, argc, argv);
	sock = socket(server.sa.sa_family, SOCK_STREAM, 0);
	eag_need(sock != -1, "socket");
	eag_need_at(connect(sock, &server.sa, server.length) == 0, "connect to",
	    &server);
	interactive = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	do {
		in.fd = q.start == q.end && !q.last ? STDIN_FILENO : -1;
		if (interactive && in.fd != -1 && q.answered == q.sent &&
		    !asked++)
			eag_raw("Please enter information: ", 26);
		fds[0] = in;
		fds[1].fd = sock;
		fds[1].events = q.start < q.end ? POLLIN | POLLOUT : POLLIN;
		fds[1].revents = 0;
		if (poll(fds, 2, -1) == -1) {
			eag_need(errno == EINTR, "poll");
			continue;
		}
		if (in.fd != -1 && fds[0].revents != 0) {
			read_input(&q, interactive);
			asked = 0;
			if (q.last)
				eag_need(shutdown(sock, SHUT_WR) == 0 ||
					errno == ENOTCONN,
				    "shutdown");
		}
		if ((fds[1].revents & POLLOUT) != 0)
			send_more(&q, sock);
	} while ((fds[1].revents & ~POLLOUT) == 0 || show_answer(&q, sock));

	if (q.last && q.answered == q.sent)
		return eag_end();
	if (interactive)
		eag_raw("\n", 1);
	eag_give_up(q.answered == q.sent ?
		"the server closed; all was answered" :
		"the server closed before the last answer");
}
