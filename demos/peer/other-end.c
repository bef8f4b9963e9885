/* SPDX-License-Identifier: MIT */
/*
 * other-end: the other end of a connection, in a second terminal, for people
 * who have no nc.  It stalls (until Enter), reads, sends, closes or resets.
 */
#define _GNU_SOURCE /* POLLRDHUP */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static struct eag_address listen_at, connect_to;
static const char *verb = "stall", *message = "hello world!";

static const struct eag_demo demo = {
	.name = "other-end",
	.title = "the other end of a connection, for a second terminal",
	.class = "tool",
	.calls = "recv send close",
	.errnos = "",
	.why = "With --at a program plays one end; this plays the other.",
	.react = "Start the listening end first; end of input is not Enter.",
	.pages = "tcp(7)",
	.next = "send-stalled-peer recv-empty",
	.options = {
		{ .name = "listen", .kind = EAG_LISTEN, .address = &listen_at,
		    .value = "HOST:PORT", .text = "accept one client" },
		{ .name = "connect", .kind = EAG_CONNECT,
		    .address = &connect_to, .value = "HOST:PORT",
		    .text = "connect there" },
		{ .name = "do", .kind = EAG_WORD, .word = &verb,
		    .value = "stall|read|send|close|reset",
		    .text = "what to do then", .without = "stall" },
		{ .name = "message", .kind = EAG_TEXT, .word = &message,
		    .value = "TEXT", .text = "what to send",
		    .without = "hello world!" },
	},
};

/* Was Enter pressed?  At the end of input nobody can: stop looking. */
static int
enter(struct pollfd *input)
{
	char line[256];
	ssize_t n;

	if (input->revents == 0)
		return 0;
	n = read(input->fd, line, sizeof(line));
	if (n <= 0)
		input->fd = -1;
	return n > 0 && memchr(line, '\n', (size_t)n) != NULL;
}

/* Read what is there, and what comes soon after; 0 when that was the end. */
static int
drain(int conn)
{
	static char bytes[65536];
	struct pollfd more = { .fd = conn, .events = POLLIN };
	long total = 0;
	ssize_t n;
	int goes_on, rounds = 0;

	do {
		n = recv(conn, bytes, sizeof(bytes), MSG_DONTWAIT);
		goes_on = n > 0 || (n == -1 && errno == EAGAIN);
		total += n > 0 ? n : 0;
	} while (goes_on && ++rounds < 200 && poll(&more, 1, 200) == 1);
	if (total > 0 || goes_on)
		eag_measure("read", total, "bytes");
	if (!goes_on)
		eag_call("other", n, "recv(conn, %zu bytes)", sizeof(bytes));
	return goes_on;
}

int
main(int argc, char *argv[])
{
	const struct linger reset = { .l_onoff = 1, .l_linger = 0 };
	struct pollfd fds[2] = { { .fd = STDIN_FILENO, .events = POLLIN } };
	int conn, stalls, sends, stays, pressed, sent = 0;

	eag_start(&demo, argc, argv);
	stalls = strcmp(verb, "stall") == 0;
	sends = strcmp(verb, "send") == 0;
	stays = stalls || sends || strcmp(verb, "read") == 0;

	if (connect_to.length != 0)
		conn = eag_client_at(&connect_to);
	else
		conn = accept(eag_listener_at(&listen_at, 0, 1), NULL, NULL);
	eag_need(conn != -1, "accept");
	eag_note("connected");
	if (strcmp(verb, "reset") == 0)
		eag_need(setsockopt(conn, SOL_SOCKET, SO_LINGER, &reset,
			     sizeof(reset)) == 0,
		    "setsockopt");
	if (stalls || sends)
		eag_note(stalls ? "Enter reads what is there" : "Enter sends");

	fds[1].fd = conn;
	fds[1].events = stalls ? POLLRDHUP : POLLIN | POLLRDHUP;
	while (stays) {
		pressed = (stalls || sends) && enter(&fds[0]);
		/* At the end of input nobody presses Enter: send at once. */
		if (sends && (pressed || (fds[0].fd == -1 && !sent))) {
			eag_call("other",
			    send(conn, message, strlen(message), 0),
			    "send(conn, %zu bytes)", strlen(message));
			sent = 1;
		} else if (pressed)
			stays = drain(conn);
		if (fds[1].revents != 0)
			stays = drain(conn) && !stalls;
		if (poll(fds, 2, stays ? -1 : 0) == -1)
			fds[0].revents = fds[1].revents = 0;
	}
	eag_call("other", close(conn), "close(conn)");
	return eag_end();
}
