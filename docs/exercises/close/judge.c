/* SPDX-License-Identifier: MIT */
/* Descriptor 0 is a listener; it answers lines, and "bye" ends a client. */
#include <arrange.h>
#include <eagain.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../judge/judge.h"
#include "../judge/watch.h"

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
judge(const char *program)
{
	const struct linger reset = { .l_onoff = 1 }; /* socket(7), tcp(7) */
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
	eag_claim("still", watch_sleeps(&watched, 300),
	    "and when one has gone and the other is silent, it sleeps");

	eag_step("reset", "the one that said bye is broken off");
	eag_need(setsockopt(
		     first, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) == 0,
	    "setsockopt SO_LINGER");
	close(first);
	watch_until_asleep(&watched);
	eag_tick(50);
	eag_claim("forgotten", watch_sleeps(&watched, 300),
	    "the server knows nothing of it any more, and sleeps");
	watch_end(&watched, 0);
}
