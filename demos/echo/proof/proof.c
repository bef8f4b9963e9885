/* SPDX-License-Identifier: MIT */
/* proof.c: a good client, and bad ones. */
#define _GNU_SOURCE /* prlimit() */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "arrange.h"
#include "client.h"
#include "eagain.h"
#include "fairness.h"
#include "owncalls.h"
#include "process.h"
#include "proof.h"
#include "roundtrip.h"
#include "serving.h"

/*
 * 600 clients are more than a server takes in a round.  Fair servers give
 * another client at most 3 answers while one waits: an answer that was on its
 * way already, one in the round that came too early for the other, one before
 * it in the next.
 */
enum { CLIENTS = 600, ROUNDS = 20, OVERTAKEN = 4 };

enum { QUEUED = 100 }; /* in the accept queue at once */

static int
sleeps(enum idle idle)
{
	return idle == ASLEEP || idle == THREADS;
}

static void
claim(const char *id, int ok, const char *text)
{
	if (!ok)
		serving_limit();
	eag_claim(id, ok, text);
}

static void
many_at_once(struct server *server)
{
	struct roundtrip all = { .sock = client_connect(server) };
	struct roundtrip bits = { .sock = client_connect(server) };
	int amy = client_connect(server), bob = client_connect(server),
	    cleo = client_connect(server), ok;

	eag_step("answers", "three clients ask, and hear in another order");
	client_ask("amy", amy, "hello");
	client_ask("bob", bob, "to all");
	client_ask("cleo", cleo, "of you 3");
	ok = client_answered("cleo", cleo, "OF YOU 3");
	ok = client_answered("amy", amy, "HELLO") && ok;
	ok = client_answered("bob", bob, "TO ALL") && ok;
	claim("answers", ok, "each gets its own answer, in upper case");
	claim("in-order", roundtrip_talk(&all, 200000, 5000),
	    "200000 bytes come back, each once and in its place");
	claim("one-byte-segments", roundtrip_talk(&bits, 100, 1),
	    "so do 100 that were sent one at a time");
	close(amy);
	close(bob);
	close(cleo);
	close(all.sock);
	close(bits.sock);
}

static int
size(int sock, int name)
{
	socklen_t length = sizeof(int);
	int bytes = 0;

	eag_need(getsockopt(sock, SOL_SOCKET, name, &bytes, &length) == 0,
	    "getsockopt");
	return bytes;
}

/*
 * Small questions, one at a time, until send() finds no room and no answer is
 * kept.
 */
static void
ask_in_small(const struct server *server, struct roundtrip *deaf)
{
	const struct counts *counts = server->counts;
	unsigned long calls;

	for (int i = 0; i < 64; i++) {
		calls = counts->calls;
		if (roundtrip_push(deaf, deaf->sent + 4000) == -1)
			return;
		for (int ms = 0; counts->calls < calls + 2; ms++) {
			if (ms == 10)
				return; /* it has stopped reading */
			eag_tick(1);
		}
	}
}

/* Send and send, and never read, until nothing goes any more. */
static void
never_reads(struct server *server, pid_t pid, enum idle idle)
{
	const size_t lots = 16 << 20;
	struct roundtrip deaf = { .sock = client_connect(server) };
	struct pollfd room = { .fd = deaf.sock, .events = POLLOUT };
	struct roundtrip amy = { .sock = client_connect(server) };
	struct process_idle seen;
	size_t between;
	int ok = 1, error;
	ssize_t n;

	eag_step(
	    "never-reads", "a client that sends on and on, and never reads");
	between = 2 *
	    (size_t)(size(deaf.sock, SO_SNDBUF) + size(deaf.sock, SO_RCVBUF) +
		size(server->listener, SO_SNDBUF) +
		size(server->listener, SO_RCVBUF));
	ask_in_small(server, &deaf);
	do {
		n = roundtrip_push(&deaf, lots);
		error = errno;
		ok = ok && (n != -1 || error == EAGAIN); /* still there */
		ok = roundtrip_talk(&amy, amy.right + 10, 10) && ok;
	} while (ok && deaf.sent < lots && poll(&room, 1, 20) != 0);
	errno = error;
	eag_call("deaf", n, "send(sock, 4096 bytes)");
	claim("bounded", deaf.sent <= between + 16384,
	    "the server stops reading: no more than the buffers hold went out");
	claim("not-held-up", ok, "meanwhile another client gets its answers");
	if (sleeps(idle)) {
		serving_quiet(server);
		process_idle(pid, server->counts, 50, 0, 0, &seen);
		/* A probe of the window may wake it, to wait and to send. */
		claim("asleep-meanwhile",
		    seen.calls <= 2 && seen.sleeps <= 2 &&
			20 * seen.cpu < seen.time,
		    "while the answer waits for room, the server sleeps");
	}
	ok = roundtrip_talk(&deaf, 100, 1);
	claim("slow-gets-all", ok && roundtrip_talk(&deaf, deaf.sent, 50000),
	    "when it reads at last, slowly, nothing is missing");
	eag_timing("sent before the end of room:", (long)deaf.sent, "bytes");
	close(deaf.sock);
	close(amy.sock);
}

static void
says_all_and_finishes(struct server *server, pid_t pid)
{
	const size_t all = 100000; /* more than one buffer, and than four */
	struct roundtrip last = { .sock = -1 }, urgent = { .sock = -1 };
	char byte;
	ssize_t n;
	int ok;

	eag_step(
	    "half-close", "a client that finishes before it has its answer");
	urgent.sock = client_connect(server);
	client_buffers(server->listener, 131072);
	last.sock = client_connect(server);
	client_buffers(last.sock, 131072);
	client_buffers(server->listener, CLIENT_BUFFER);
	ok = roundtrip_talk(&last, 10, 10) && roundtrip_talk(&urgent, 10, 10);
	/* It stands still meanwhile, so that it finds all of it at once. */
	eag_need(kill(pid, SIGSTOP) == 0, "kill");
	eag_need(waitpid(pid, NULL, WUNTRACED) == pid, "waitpid");
	roundtrip_push(&last, all);
	eag_call(
	    "client", shutdown(last.sock, SHUT_WR), "shutdown(sock, SHUT_WR)");
	roundtrip_push(&urgent, 20);
	eag_need(send(urgent.sock, "!", 1, MSG_OOB) == 1, "send MSG_OOB");
	roundtrip_push(&urgent, 30);
	eag_need(kill(pid, SIGCONT) == 0, "kill");
	ok = roundtrip_talk(&last, all, 50000) && ok;
	n = client_receive(last.sock, &byte, 1);
	eag_call("client", n, "recv(sock, 1 byte)");
	claim("half-close", ok && n == 0,
	    "it gets all of the answer, and then the end");
	claim("urgent-mark", roundtrip_talk(&urgent, 30, 30),
	    "bytes behind an urgent one, where recv() stops, are answered too");
	close(last.sock);
	close(urgent.sock);
}

static void
come_and_go(struct server *server, pid_t pid)
{
	struct roundtrip stays = { .sock = client_connect(server) },
			 goes = { .sock = -1 };
	unsigned long total;
	long before;
	int ok;

	eag_step("resets", "forty clients that reset the connection, or leave");
	ok = roundtrip_talk(&stays, 10, 10) && serving_left(server, 0, 1);
	total = serving_met(server);
	before = eag_descriptors(pid);
	eag_need(before != -1, "/proc/PID/fd");
	for (unsigned i = 0; i < 40; i++) {
		/* Not more at once than a small table of descriptors holds. */
		ok = ok && (i % 4 != 0 || serving_left(server, total + i, 1));
		goes.sent = goes.right = 0;
		goes.sock = client_connect(server);
		if (i % 4 == 1)
			roundtrip_push(&goes, 1);
		if (i % 4 == 2)
			roundtrip_push(&goes, 1 << 20);
		if (i % 4 == 3) {
			close(goes.sock);
			continue;
		}
		client_reset(goes.sock);
	}
	ok = roundtrip_talk(&stays, 20, 10) && ok;
	claim("resets", ok, "one that was there all the time is served on");
	claim("nothing-leaked",
	    serving_left(server, total + 40, 1) &&
		eag_descriptors(pid) == before,
	    "the server holds as many descriptors as before");
	close(stays.sock);
}

/* Connect until a client is turned away; up to 2 may still fit. */
static int
one_too_many(const struct server *server, int fits[], int most)
{
	const struct counts *counts = server->counts;
	const unsigned long before = counts->turned_away;
	unsigned long seen;
	long long deadline;
	int client;

	for (int n = 0; n < most; n++) {
		seen = serving_met(server);
		client = client_connect(server);
		deadline = eag_deadline(1500);
		while (serving_met(server) == seen && eag_time_left(deadline))
			continue;
		if (counts->turned_away > before)
			return client;
		fits[n] = client;
	}
	return -1;
}

static void
no_descriptor_left(struct server *server, pid_t pid)
{
	struct roundtrip stays = { .sock = client_connect(server) };
	struct rlimit before, none;
	int fits[3] = { -1, -1, -1 }, client, ok;
	char byte;
	ssize_t n;

	eag_step("full", "the server's table of descriptors is full");
	ok = roundtrip_talk(&stays, 10, 10) && serving_left(server, 0, 1);
	eag_need(prlimit(pid, RLIMIT_NOFILE, NULL, &before) == 0, "prlimit");
	none = before;
	none.rlim_cur = process_lowest_free(pid);
	eag_need(prlimit(pid, RLIMIT_NOFILE, &none, NULL) == 0, "prlimit");
	client = one_too_many(server, fits, 3);
	n = client_receive(client, &byte, 1);
	serving_turned_away();
	eag_call("client", n, "recv(sock, 1 byte)");
	ok = roundtrip_talk(&stays, 20, 10) && ok;
	eag_claim("full-table", ok && n == 0,
	    "it turns a client away, and serves the others on");
	close(client);
	eag_need(prlimit(pid, RLIMIT_NOFILE, &before, NULL) == 0, "prlimit");
	client = client_connect(server);
	client_ask("client", client, "again");
	claim("recovers", client_answered("client", client, "AGAIN"),
	    "with room in the table again, the next client is served");
	for (int i = 0; i < 3; i++)
		if (fits[i] != -1)
			close(fits[i]);
	close(client);
	close(stays.sock);
}

static void
nobody_speaks(struct server *server, pid_t pid, enum idle idle)
{
	struct roundtrip stays = { .sock = client_connect(server) };
	struct process_idle seen;
	long long nap = 0;
	int ok;

	eag_step("idle", "a client is there and says nothing, for 50 ms");
	ok = roundtrip_talk(&stays, 10, 10) && serving_left(server, 0, 1);
	if (sleeps(idle))
		serving_quiet(server);
	else if (process_is_traced(pid))
		eag_skip("a server that nobody traces: its stops are sleeps");
	/*
	 * Time stolen by a busy machine is not sleep.  The clock of a running
	 * process moves by ticks, so watch it longer.  Of ten naps it is seen
	 * how much is called in each.
	 */
	process_idle(pid, server->counts, 50,
	    idle == BUSY     ? 1000 :
		idle == NAPS ? 30 :
			       0,
	    idle == BUSY ? 50000000 : 0, &seen);
	if (idle == BUSY)
		eag_claim("idle", ok && seen.calls >= 1000 && seen.sleeps <= 1,
		    "it never sleeps: it asks a thousand times, for nothing");
	if (sleeps(idle))
		eag_claim("idle",
		    ok && seen.calls == 0 && seen.sleeps == 0 &&
			20 * seen.cpu < seen.time,
		    "it sleeps in the kernel: nothing is called, nothing runs");
	if (idle == NAPS) {
		nap = server->nap * 1000000LL;
		eag_claim("idle",
		    ok && seen.calls >= 3 && seen.sleeps > 0 &&
			(long)seen.calls >= 3 * (seen.sleeps - 2) &&
			(long)seen.calls <= 4 * (seen.sleeps + 1) &&
			seen.sleeps <= seen.time / nap + 3 &&
			(seen.asleep == -1 || seen.asleep > seen.cpu),
		    "it asks each of its descriptors once a nap, for nothing");
	}
	eag_timing("while nobody spoke:", (long)seen.calls, "calls");
	eag_timing("in", (long)(seen.time / 1000), "us");
	eag_timing("of its processor time:", (long)(seen.cpu / 1000), "us");
	close(stays.sock);
}

/* Connect, until the server takes no more: all of these are being served. */
static size_t
gather(const struct server *server, int socks[], size_t most)
{
	size_t number = 0, end = 0;
	char byte;

	while (number == end && number < most) {
		/* Not more at once than any queue of a listener holds. */
		end = number + QUEUED < most ? number + QUEUED : most;
		for (size_t i = number; i < end; i++) {
			socks[i] = client_connect(server);
			/* It fails if that was turned away; so does recv(). */
			if (send(socks[i], "a", 1, MSG_NOSIGNAL) == -1)
				continue;
		}
		for (size_t i = number; i < end; i++)
			if (client_receive(socks[i], &byte, 1) == 1)
				socks[number++] = socks[i];
			else
				close(socks[i]);
	}
	return number;
}

static void
all_ask(struct server *server, enum idle idle)
{
	const rlim_t lowest = process_lowest_free(getpid());
	struct rlimit files;
	size_t clients = CLIENTS;
	int socks[CLIENTS];
	long most;

	eag_step("fair", "many clients ask, again and again");
	eag_need(getrlimit(RLIMIT_NOFILE, &files) == 0, "getrlimit");
	serving_left(server, 0, 0);
	if (files.rlim_cur < lowest + CLIENTS + 4)
		clients = (size_t)(files.rlim_cur - lowest - 4);
	clients = gather(server, socks, clients);
	if (clients < CLIENTS)
		eag_note("a limit of descriptors: fewer than 600 can ask");
	most = fairness_worst(socks, clients, ROUNDS);
	if (idle != THREADS)
		claim("fair", most != -1 && most <= OVERTAKEN,
		    "while one waits, no other gets more than 4 answers");
	eag_timing("while one waited, another got at most:", most, "answers");
	for (size_t i = 0; i < clients; i++)
		client_reset(socks[i]);
}

void
prove(struct server *server, void (*serve)(struct server *), enum idle idle)
{
	struct rlimit files;
	pid_t pid;
	int listener;

	eag_need_proc(eag_asleep(getpid()) != -1, "/proc/PID/stat");
	if (eag_sysctl("net/core/somaxconn") != -1 &&
	    eag_sysctl("net/core/somaxconn") < QUEUED)
		eag_skip("an accept queue for a hundred: net.core.somaxconn");
	eag_need(getrlimit(RLIMIT_NOFILE, &files) == 0, "getrlimit");
	if (files.rlim_cur < process_lowest_free(getpid()) + 8)
		eag_skip("eight more descriptors: ulimit -n");
	if ((rlim_t)server->highest < process_lowest_free(getpid()) + 8)
		eag_skip("eight more descriptors below FD_SETSIZE");
	/* Loopback is up, or this ends it. */
	listener = eag_listener(0, 1);
	close(eag_client(listener));
	close(listener);
	owncalls_show(server, serve, idle);
	client_buffers(server->listener, CLIENT_BUFFER);
	pid = eag_child();
	if (pid == 0) {
		serve(server);
		_exit(1);
	}
	serving_start(server, pid);
	many_at_once(server);
	never_reads(server, pid, idle);
	says_all_and_finishes(server, pid);
	come_and_go(server, pid);
	no_descriptor_left(server, pid);
	nobody_speaks(server, pid, idle);
	all_ask(server, idle);
	eag_need(kill(pid, SIGKILL) == 0, "kill");
	waitpid(pid, NULL, 0);
}
