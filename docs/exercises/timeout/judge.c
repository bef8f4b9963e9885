/* SPDX-License-Identifier: MIT */
/* The argument is a port; two of the answers come after the time limit. */
#include <arrange.h>
#include <eagain.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../judge/judge.h"
#include "../judge/watch.h"

enum { THINGS = 5, CLIENTS = 8 };

/* What goes over the line: an int, and this. */
struct answer {
	int thing, price;
};

struct server {
	struct pollfd polled[1 + CLIENTS]; /* the listener, and who called */
	nfds_t count;
	int late, late_for; /* a thing whose answer is held back, and to whom */
	int was_late[1 + THINGS], price[1 + THINGS];
};

static void
answer(const struct server *server, int conn, int thing)
{
	struct answer answer = { .thing = thing,
		.price = server->price[thing] };

	if (send(conn, &answer, sizeof(answer), MSG_NOSIGNAL) == -1)
		eag_note("a connection was closed before its answer came");
}

static void
answer_late(struct server *server)
{
	if (server->late != 0)
		answer(server, server->late_for, server->late);
	server->late = 0;
}

static void
hang_up(struct server *server, nfds_t i)
{
	if (server->late != 0 && server->late_for == server->polled[i].fd)
		server->late = 0; /* nobody is there to hear it */
	close(server->polled[i].fd);
	server->polled[i] = server->polled[--server->count];
}

/* A question: the late answer goes first, as the server takes its time. */
static void
hear_question(struct server *server, nfds_t i)
{
	const int conn = server->polled[i].fd;
	int thing = 0;
	const ssize_t n = recv(conn, &thing, sizeof(thing), MSG_DONTWAIT);

	if (n != sizeof(thing) || thing < 1 || thing > THINGS) {
		if (n > 0)
			eag_note("your program asked what is no question");
		hang_up(server, i);
		return;
	}
	answer_late(server);
	if (thing % 2 == 0 && !server->was_late[thing]) {
		server->was_late[thing] = 1;
		server->late = thing;
		server->late_for = conn;
	} else
		answer(server, conn, thing);
}

static void
take_call(struct server *server)
{
	int conn = accept(server->polled[0].fd, NULL, NULL);

	eag_need(conn != -1, "accept");
	if (server->count == 1 + CLIENTS)
		close(conn);
	else
		server->polled[server->count++] = (struct pollfd){ .fd = conn,
			.events = POLLIN };
}

/*
 * Wait, at most `ms`, until the program asks, calls or closes, and serve it.
 * Returns 0 if it does nothing, or has ended.
 */
static int
serve(struct server *server, const struct watched *watched, int ms)
{
	int ready = 0;

	for (int passed = 0; ready == 0 && passed < ms; passed += 20) {
		ready = poll(server->polled, server->count, 20);
		if (ready == 0 && watch_has_ended(watched))
			return 0;
	}
	if (ready <= 0)
		return 0;
	/* From the last one: who hangs up is replaced by that. */
	for (nfds_t i = server->count - 1; i > 0; i--)
		if (server->polled[i].revents != 0)
			hear_question(server, i);
	if (server->polled[0].revents != 0)
		take_call(server);
	return 1;
}

/* "3: 417": compare the prices that it wrote with the right ones. */
static void
judge_prices(const struct server *server, const struct watched *watched)
{
	static char notes[1 + THINGS][64];
	int thing, price, wrong = 0, right[1 + THINGS] = { 0 };
	char text[4096], *rest = NULL;

	watch_output(watched, text, sizeof(text));
	for (const char *line = strtok_r(text, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		line += strcspn(line, "0123456789");
		if (sscanf(line, "%d%*[^0-9]%d", &thing, &price) != 2)
			continue;
		if (thing < 1 || thing > THINGS) {
			wrong++;
			continue;
		}
		if (price == server->price[thing]) {
			right[thing] = 1;
			continue;
		}
		wrong++;
		snprintf(notes[thing], sizeof(notes[thing]),
		    "thing %d has a price that the server never named", thing);
		for (int other = 1; other <= THINGS; other++)
			if (price == server->price[other])
				snprintf(notes[thing], sizeof(notes[thing]),
				    "thing %d has the price of thing %d", thing,
				    other);
		eag_note(notes[thing]);
	}
	eag_claim("right", wrong == 0, "no price is that of another thing");
	eag_claim("on-time", right[1] && right[3] && right[5],
	    "what was answered in time has its price");
}

void
judge(const char *program)
{
	struct server server = { .count = 1 };
	struct eag_address address;
	struct watched watched;
	int goes_on;
	char port[16];

	for (int thing = 1; thing <= THINGS; thing++) /* not to be guessed */
		server.price[thing] = 1000 * thing + (int)getpid() % 1000;

	eag_step("late", "the second answer does not come");
	server.polled[0].fd = eag_listener(SOCK_NONBLOCK, 8);
	server.polled[0].events = POLLIN;
	eag_address_of(server.polled[0].fd, &address);
	snprintf(port, sizeof(port), "%d", ntohs(address.in.sin_port));
	watch_start(
	    &watched, program, watch_nothing(), (const char *[]){ port, NULL });
	while (server.late == 0 && serve(&server, &watched, 3000))
		;
	watch_until_asleep(&watched);
	eag_claim("sleeps", watch_sleeps(&watched, 300),
	    "it sleeps while it waits for the answer");
	goes_on = serve(&server, &watched, 4000);
	eag_claim("goes-on", goes_on, "and after its time limit it goes on");
	server.was_late[4] = !goes_on; /* one such wait is enough */

	eag_step(
	    "busy", "that answer comes after all; the fourth is late, too");
	answer_late(&server); /* unless it was given when the program went on */
	while (serve(&server, &watched, 4000))
		;
	judge_prices(&server, &watched);
	eag_claim("ends", watch_end(&watched, 1000) == 0,
	    "it ends, with exit status 0");
}
