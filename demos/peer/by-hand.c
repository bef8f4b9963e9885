/* SPDX-License-Identifier: MIT */
/*
 * by-hand: a socket in your hand.  Each line that you type makes one call, and
 * is answered by the line that a demonstration would print; Enter alone makes
 * the same call again.  The other end may be another by-hand, nc, a shell's
 * /dev/tcp, or a program of your own.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "hand.h"
#include "keyboard.h"
#include "tool_output.h"

static struct eag_address listen_at, connect_to;
static const char *connect_text;

static const struct eag_demo demo = {
	.name = "by-hand",
	.title = "a socket in your hand: each line that you type makes a call",
	.class = "tool",
	.calls = "accept4 close connect fcntl getsockopt poll recv send "
		 "setsockopt shutdown",
	.errnos = "",
	.why =
	    "What a call answers depends on what both ends did before: try it. "
	    "The socket is non-blocking from the start.",
	.react =
	    "Type help for the commands. Enter makes the same call again. "
	    "Ctrl-C interrupts a call that waits, and nothing else; quit or "
	    "the end of the input ends the program.",
	.pages = "accept(2) connect(2) poll(2) recv(2) send(2) tcp(7)",
	.next = "accept-empty recv-empty send-stalled-peer",
	.options = {
		{ .name = "listen",
		    .kind = EAG_LISTEN,
		    .address = &listen_at,
		    .value = "HOST:PORT",
		    .text = "accept who connects" },
		{ .name = "connect",
		    .kind = EAG_CONNECT,
		    .address = &connect_to,
		    .word = &connect_text,
		    .value = "HOST:PORT",
		    .text = "connect there" },
	},
};

enum { LINE = 4096 }; /* as long as a terminal's: termios(3) */

static int help(struct hand *hand, const char *none);
static int quit(struct hand *hand, const char *none);

static const struct command {
	const char *word, *takes, *what;
	int (*run)(struct hand *hand, const char *argument);
	long least, most; /* of the number that it takes */
} commands[] = {
	{ "accept", "", "take the oldest client out of the accept queue",
	    hand_accept },
	{ "recv", "[BYTES]", "receive 1024 bytes, or as many as you say",
	    hand_recv, 1, EAG_BYTES_MAX },
	{ "send", "[BYTES|\"TEXT\"]", "send 1000 bytes, or as many, or these",
	    hand_send, 1, EAG_BYTES_MAX },
	{ "fill", "", "send 1000 bytes again and again, until EAGAIN",
	    hand_fill },
	{ "drain", "", "receive again and again, until EAGAIN or 0",
	    hand_drain },
	{ "poll", "", "can it be read, can it be written?", hand_poll },
	{ "wait", "in|out", "wait until it can be read, or written",
	    hand_wait },
	{ "buffers", "", "what is in the send and the receive buffer",
	    hand_buffers },
	{ "state", "", "TCP's state; how many are in the accept queue",
	    hand_state },
	{ "nonblock", "on|off", "with off a call waits (Ctrl-C: EINTR)",
	    hand_nonblock },
	{ "sndbuf", "BYTES", "ask for a send buffer of that size", hand_sndbuf,
	    1, HAND_BUFFER },
	{ "rcvbuf", "BYTES", "ask for a receive buffer of that size",
	    hand_rcvbuf, 1, HAND_BUFFER },
	{ "timeout", "MS", "how long recv and accept wait at most; 0: no limit",
	    hand_timeout, 0, HAND_TIMEOUT },
	{ "error", "", "read SO_ERROR, which clears it", hand_error },
	{ "shutdown", "", "send no more: the other end reads 0",
	    hand_shutdown },
	{ "reset", "", "close with a reset: the other end reads ECONNRESET",
	    hand_reset },
	{ "close", "", "close the connection; without one, the listener",
	    hand_close },
	{ "help", "", "this list", help },
	{ "quit", "", "close what is open, and end", quit },
};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static int
help(struct hand *hand, const char *none)
{
	char line[80];

	(void)hand;
	(void)none;
	for (size_t i = 0; i < COMMANDS; i++) {
		snprintf(line, sizeof(line), "  %-9s%-15s%s\n",
		    commands[i].word, commands[i].takes, commands[i].what);
		eag_raw(line, strlen(line));
	}
	snprintf(line, sizeof(line),
	    "  Of recv and send, BYTES is 1 to %d.  Enter repeats the last.\n",
	    EAG_BYTES_MAX);
	eag_raw(line, strlen(line));
	return 1;
}

/* What is open is closed at the end of the input too. */
static int
quit(struct hand *hand, const char *none)
{
	(void)hand;
	(void)none;
	return 1;
}

/* What a pipe brings is shown as if it were typed, on one line. */
static int
echo(const char *line)
{
	char shown[LINE];

	strcpy(shown, line);
	for (char *c = shown; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == '\177')
			*c = '?';
	return eag_raw("> ", 2) && eag_raw(shown, strlen(shown)) &&
	    eag_raw("\n", 1);
}

static void
say_what_exists(void)
{
	char line[64] = "";

	eag_note("there is no such command; help explains these:");
	for (size_t i = 0; i < COMMANDS; i++) {
		size_t used = strlen(line);

		if (used + 1 + strlen(commands[i].word) >= sizeof(line)) {
			eag_note(line);
			used = 0;
		}
		snprintf(line + used, sizeof(line) - used, "%s%s",
		    used > 0 ? " " : "", commands[i].word);
	}
	eag_note(line);
}

static const struct command *
find(const char *line)
{
	size_t length = strcspn(line, " \t");

	for (size_t i = 0; i < COMMANDS; i++)
		if (strlen(commands[i].word) == length &&
		    memcmp(commands[i].word, line, length) == 0)
			return &commands[i];
	return NULL;
}

static void
say_usage(const struct command *command)
{
	char line[80];
	int used = snprintf(line, sizeof(line), "usage: %s%s%s", command->word,
	    command->takes[0] != '\0' ? " " : "", command->takes);

	if (command->most > 0)
		snprintf(line + used, sizeof(line) - (size_t)used,
		    ", from %ld to %ld", command->least, command->most);
	eag_note(line);
}

/* 0: that was not done. */
static int
obey(struct hand *hand, const struct command *command, const char *line)
{
	const char *argument = line + strlen(command->word);

	argument += strspn(argument, " \t");
	if (hand_is_empty(hand) && command->run != help &&
	    command->run != quit) {
		eag_note(
		    "nothing is open any more: type quit, and start again");
		return 0;
	}
	if ((command->takes[0] != '\0' || *argument == '\0') &&
	    command->run(hand, argument))
		return 1;
	say_usage(command);
	return 0;
}

static void
take_up(struct hand *hand)
{
	int ret;

	memset(hand, 0, sizeof(*hand));
	hand->listener = hand->conn = -1;
	if (listen_at.length != 0) {
		hand->actor = "server";
		hand->listener = eag_listener_at(&listen_at, SOCK_NONBLOCK, 8);
		return;
	}
	hand->actor = "client";
	hand->conn = socket(
	    connect_to.sa.sa_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
	eag_need(hand->conn != -1, "socket");
	ret = connect(hand->conn, &connect_to.sa, connect_to.length);
	eag_call("client", ret, "connect(sock, %s)", connect_text);
	eag_need_at(
	    ret == 0 || errno == EINPROGRESS, "connect to", &connect_to);
}

int
main(int argc, char *argv[])
{
	const struct command *command;
	char line[LINE], last[LINE] = "help";
	struct hand hand;
	int ends = 0;

	eag_start(&demo, argc, argv);
	take_up(&hand);
	keyboard_open();
	while (!ends && keyboard_line(line, sizeof(line))) {
		if (line[0] == '\0')
			strcpy(line, last);
		if (!keyboard_is_terminal() && !echo(line))
			break;
		command = find(line);
		if (command == NULL) {
			say_what_exists();
			continue;
		}
		if (obey(&hand, command, line)) {
			ends = command->run == quit;
			strcpy(last, line);
		}
	}
	hand_drop(&hand);
	return eag_end();
}
