/* SPDX-License-Identifier: MIT */
/* connections.c: programs that make connections, and programs that serve. */
#define _GNU_SOURCE /* accept4() */
#include <arrange.h>
#include <eagain.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cases.h"
#include "watch.h"

static void
port_of(const struct eag_address *address, char *text, size_t size)
{
	snprintf(text, size, "%d", ntohs(address->in.sin_port));
}

/* What comes within 3 s, up to a newline, as a string. */
static void
hear(int conn, char *text, size_t size)
{
	struct pollfd readable = { .fd = conn, .events = POLLIN };
	size_t used = 0;
	ssize_t n = 1;

	while (n > 0 && used < size - 1 && memchr(text, '\n', used) == NULL &&
	    poll(&readable, 1, 3000) == 1) {
		n = recv(conn, text + used, size - 1 - used, 0);
		used += n > 0 ? (size_t)n : 0;
	}
	text[used] = '\0';
	text[strcspn(text, "\n")] = '\0';
}

/* Who is in its accept queue, and has said something: that; "" if nobody. */
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
judge_client(const char *program)
{
	struct eag_address nobody, busy, third, fourth;
	char ports[4][16], said[64], wrong[64];
	struct watched watched;
	int full, good, other, null, sleeps, ended;

	eag_step(
	    "slow", "one port refuses at once, the next one takes its time");
	eag_need(
	    fcntl(eag_refused(&nobody), F_SETFD, FD_CLOEXEC) == 0, "fcntl");
	full = eag_listener(SOCK_NONBLOCK, 0);
	eag_fill_queue(full);
	good = eag_listener(SOCK_NONBLOCK, 8);
	other = eag_listener(SOCK_NONBLOCK, 8);
	eag_address_of(full, &busy);
	eag_address_of(good, &third);
	eag_address_of(other, &fourth);
	for (int fd = 3; fd < 256; fd++) /* what is ours is not the student's */
		eag_need(fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 || errno == EBADF,
		    "fcntl");
	port_of(&nobody, ports[0], sizeof(ports[0]));
	port_of(&busy, ports[1], sizeof(ports[1]));
	port_of(&third, ports[2], sizeof(ports[2]));
	port_of(&fourth, ports[3], sizeof(ports[3]));
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	eag_need(null != -1, "open /dev/null");
	watch_start(&watched, program, null,
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

static int
client_of(const struct eag_address *address)
{
	int sock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	eag_need(sock != -1, "socket");
	eag_need(connect(sock, &address->sa, address->length) == 0, "connect");
	return sock;
}

static int
asked(int sock, const char *question, const char *answer)
{
	char said[64] = "";

	/* A server that is gone has closed it. */
	if (send(sock, question, strlen(question), MSG_NOSIGNAL) == -1)
		return 0;
	hear(sock, said, sizeof(said));
	return strcmp(said, answer) == 0;
}

void
judge_server(const char *program)
{
	struct eag_address address;
	struct watched watched;
	int listener, first, second, third, without;
	long naps;

	eag_step("serves", "a client asks, and says bye");
	listener = eag_listener(SOCK_NONBLOCK, 8);
	eag_address_of(listener, &address);
	watch_start(&watched, program, listener, (const char *[]){ NULL });
	watch_until_asleep(&watched);
	without = watch_descriptors(&watched);
	first = client_of(&address);
	eag_claim("answers", asked(first, "hello\n", "HELLO"),
	    "it answers in upper case");
	eag_claim("bye", asked(first, "bye\n", "BYE"), "also the last line");
	watch_until_asleep(&watched);
	eag_tick(50);
	eag_claim("closed", watch_descriptors(&watched) <= without + 1,
	    "no more than the copy is left open");

	eag_step("ghost", "that client speaks on, though it is closed there");
	naps = watch_naps(&watched);
	for (int i = 0; i < 5; i++) {
		eag_need(send(first, "anybody there?\n", 15, MSG_NOSIGNAL) != 0,
		    "send");
		eag_tick(40);
	}
	watch_until_asleep(&watched);
	eag_tick(50);
	eag_claim("sleeps", watch_sleeps(&watched, 300),
	    "the server sleeps: nobody is left");
	/* A deadline of its own may have passed meanwhile. */
	eag_claim("deaf", watch_naps(&watched) - naps < 3,
	    "and what that client said did not wake it");

	eag_step("next", "others come, and get the number");
	second = client_of(&address);
	third = client_of(&address);
	eag_claim("serves-on",
	    asked(second, "next\n", "NEXT") && asked(third, "one\n", "ONE") &&
		asked(second, "more\n", "MORE"),
	    "each gets its own answers");
	close(second); /* without a word */
	watch_until_asleep(&watched);
	eag_tick(50);
	eag_claim("still", watch_sleeps(&watched, 200),
	    "and when one has gone and the other is silent, it sleeps");
	watch_end(&watched, 0);
}
