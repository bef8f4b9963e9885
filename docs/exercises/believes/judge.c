/* SPDX-License-Identifier: MIT */
/* The arguments are ports: one refuses, one refuses late, two listen. */
#define _GNU_SOURCE /* accept4() */
#include <arrange.h>
#include <eagain.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../judge/judge.h"
#include "../judge/watch.h"

static void
port_of(const struct eag_address *address, char *text, size_t size)
{
	snprintf(text, size, "%d", ntohs(address->in.sin_port));
}

/* What a client in the accept queue has said; "" if nobody said anything. */
static void
heard(int listener, char *text, size_t size)
{
	struct pollfd called = { .fd = listener, .events = POLLIN };

	text[0] = '\0';
	while (text[0] == '\0' && poll(&called, 1, 300) == 1) {
		struct pollfd speaks = { .events = POLLIN };

		speaks.fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (speaks.fd != -1 && poll(&speaks, 1, 300) == 1)
			hear(speaks.fd, text, size);
	}
}

void
judge(const char *program)
{
	struct eag_address nobody, busy, third, fourth;
	char ports[4][16], said[64], wrong[64];
	struct watched watched;
	int full, good, other, sleeps, ended;

	eag_step(
	    "slow", "one port refuses at once, the next one takes its time");
	eag_refused(&nobody);
	full = eag_listener(SOCK_NONBLOCK, 0);
	eag_fill_queue(full);
	good = eag_listener(SOCK_NONBLOCK, 8);
	other = eag_listener(SOCK_NONBLOCK, 8);
	eag_address_of(full, &busy);
	eag_address_of(good, &third);
	eag_address_of(other, &fourth);
	port_of(&nobody, ports[0], sizeof(ports[0]));
	port_of(&busy, ports[1], sizeof(ports[1]));
	port_of(&third, ports[2], sizeof(ports[2]));
	port_of(&fourth, ports[3], sizeof(ports[3]));
	watch_start(&watched, program, watch_nothing(),
	    (const char *[]){ ports[0], ports[1], ports[2], ports[3], NULL });
	watch_until_asleep(&watched);
	eag_tick(50);
	sleeps = watch_sleeps(&watched, 300);
	eag_claim("sleeps", sleeps,
	    "it sleeps until it is known how the second one ends");

	eag_step("late", "the second one refuses too; the third one answers");
	/* The SYN that comes again after a second finds nobody there. */
	close(full);
	ended = watch_end(&watched, sleeps ? 4000 : 1500);
	heard(good, said, sizeof(said));
	heard(other, wrong, sizeof(wrong));
	eag_note(said[0] != '\0' ? said : "(the third one heard nothing)");
	if (wrong[0] != '\0')
		eag_note("the fourth one was spoken to");
	eag_claim("said", strcmp(said, "hello") == 0 && wrong[0] == '\0',
	    "the third one hears \"hello\", and nobody else does");
	if (ended == 128 + SIGPIPE)
		eag_note("your program was ended by SIGPIPE");
	eag_claim("ends", ended == 0, "it ends, with exit status 0");
}
