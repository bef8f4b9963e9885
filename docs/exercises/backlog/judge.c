/* SPDX-License-Identifier: MIT */
/* The argument is an AF_UNIX name; the server does not accept for a while. */
#define _GNU_SOURCE /* accept4() */
#include <arrange.h>
#include <eagain.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../judge/judge.h"
#include "../judge/watch.h"

/* A listener at a name that the kernel chooses: unix(7), "Autobind feature". */
static int
listen_somewhere(struct sockaddr_un *address, socklen_t *length)
{
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	struct sockaddr *name = (struct sockaddr *)address;

	eag_need(listener != -1, "socket");
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	eag_need(
	    bind(listener, name, sizeof(address->sun_family)) == 0, "bind");
	*length = sizeof(*address);
	eag_need(getsockname(listener, name, length) == 0, "getsockname");
	eag_need(listen(listener, 0) == 0, "listen");
	return listener;
}

/* Others call until the backlog is full.  Returns how many have called. */
static int
fill(const struct sockaddr_un *address, socklen_t length)
{
	for (int calls = 0; calls < 16; calls++) {
		int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

		eag_need(sock != -1, "socket");
		if (connect(sock, (const struct sockaddr *)address, length) ==
		    0)
			continue;
		eag_need(errno == EAGAIN, "connect");
		close(sock);
		return calls;
	}
	eag_skip("a backlog that gets full");
}

/* The next one who calls within `ms`, or -1. */
static int
next_call(int listener, int ms)
{
	struct pollfd called = { .fd = listener, .events = POLLIN };
	int conn = -1;

	if (poll(&called, 1, ms) == 1) {
		conn = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		eag_need(conn != -1, "accept4");
	}
	return conn;
}

void
judge(const char *program)
{
	static char said[64];
	char name[sizeof(((struct sockaddr_un *)0)->sun_path)];
	struct sockaddr_un address;
	struct watched watched;
	int listener, others, conn, ended;
	socklen_t length;

	eag_step("full", "the server does not accept; its backlog is full");
	listener = listen_somewhere(&address, &length);
	snprintf(name, sizeof(name), "%.*s",
	    (int)(length - offsetof(struct sockaddr_un, sun_path)) - 1,
	    address.sun_path + 1);
	others = fill(&address, length);
	watch_start(
	    &watched, program, watch_nothing(), (const char *[]){ name, NULL });
	watch_until_asleep(&watched);
	/* So long that one nap, or a few, are over. */
	eag_claim("rests", watch_rests(&watched, 2500),
	    "it leaves the processor alone, and goes on trying");

	eag_step("room", "the server accepts those who came before");
	for (int i = 0; i < others; i++)
		eag_need(next_call(listener, 0) != -1, "accept4");
	/* Who has come and gone is in the queue. */
	conn = next_call(listener, watch_has_ended(&watched) ? 0 : 5000);
	if (conn != -1)
		hear(conn, said, sizeof(said));
	if (conn == -1)
		eag_note("(your program did not come)");
	else
		eag_note(said[0] != '\0' ? said : "(it said nothing)");
	eag_claim("said", strcmp(said, "hello") == 0,
	    "then it comes, and says \"hello\"");
	ended = watch_end(&watched, 1500);
	if (ended == 128 + SIGPIPE)
		eag_note("your program was ended by SIGPIPE");
	eag_claim("ends", ended == 0, "it ends, with exit status 0");
}
