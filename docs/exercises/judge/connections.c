/* SPDX-License-Identifier: MIT */
/* connections.c: programs that make connections, and programs that serve. */
#define _GNU_SOURCE /* accept4() */
#include <arrange.h>
#include <eagain.h>
#include <fcntl.h>
#include <poll.h>
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

void
judge_client(const char *program)
{
	struct eag_address nobody, busy;
	char first[16], second[16], said[64] = "";
	struct watched watched;
	int listener, conn, ended;
	struct pollfd called;

	eag_step("slow", "one port refuses, the other takes its time");
	eag_need(
	    fcntl(eag_refused(&nobody), F_SETFD, FD_CLOEXEC) == 0, "fcntl");
	listener = eag_listener(SOCK_NONBLOCK, 0);
	eag_need(fcntl(listener, F_SETFD, FD_CLOEXEC) == 0, "fcntl");
	eag_fill_queue(listener);
	eag_address_of(listener, &busy);
	port_of(&nobody, first, sizeof(first));
	port_of(&busy, second, sizeof(second));
	watch_start(&watched, program, open("/dev/null", O_RDWR | O_CLOEXEC),
	    first, second);
	watch_until_asleep(&watched);
	poll(NULL, 0, 50);
	eag_claim("sleeps", watch_sleeps(&watched, 300),
	    "it sleeps until it is known how the second one ends");

	eag_step("connected", "now the second port has room");
	/* Those that fill the queue are ours, and say nothing. */
	called = (struct pollfd){ .fd = listener, .events = POLLIN };
	while (said[0] == '\0' && poll(&called, 1, 2500) == 1) {
		struct pollfd speaks = { .events = POLLIN };

		conn = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		speaks.fd = conn;
		if (conn != -1 && poll(&speaks, 1, 300) == 1)
			hear(conn, said, sizeof(said));
	}
	eag_note(said[0] != '\0' ? said : "(nothing was said)");
	eag_claim("said", strcmp(said, "hello") == 0,
	    "the second one hears \"hello\"");
	ended = watch_end(&watched, 3000);
	if (ended == 128 + 13)
		eag_note("your program was ended by SIGPIPE");
	eag_claim("ends", ended == 0, "then it ends, with exit status 0");
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
	int listener, first, second, third;

	eag_step("serves", "a client asks, and says bye");
	listener = eag_listener(SOCK_NONBLOCK, 8);
	eag_address_of(listener, &address);
	first = client_of(&address);
	watch_start(&watched, program, listener, NULL, NULL);
	eag_claim("answers", asked(first, "hello\n", "HELLO"),
	    "it answers in upper case");
	eag_claim("bye", asked(first, "bye\n", "BYE"), "also the last line");

	eag_step("ghost", "that client speaks on, though it is closed there");
	eag_need(
	    send(first, "anybody there?\n", 15, MSG_NOSIGNAL) != 0, "send");
	watch_until_asleep(&watched);
	poll(NULL, 0, 50);
	eag_claim("sleeps", watch_sleeps(&watched, 300),
	    "the server sleeps: nobody is left");

	eag_step("next", "others come, and get the number");
	second = client_of(&address);
	third = client_of(&address);
	eag_claim("serves-on",
	    asked(second, "next\n", "NEXT") && asked(third, "one\n", "ONE") &&
		asked(second, "more\n", "MORE"),
	    "each gets its own answers");
	eag_claim("still", watch_sleeps(&watched, 200),
	    "and when they are silent, it sleeps");
	watch_end(&watched, 0);
}
