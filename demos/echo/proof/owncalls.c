/* SPDX-License-Identifier: MIT */
/* owncalls.c: a client that reads late, and what the server calls meanwhile. */
#define _GNU_SOURCE /* pipe2(), POLLRDHUP */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "client.h"
#include "eagain.h"
#include "owncalls.h"
#include "roundtrip.h"

/* A question that fills the server's buffer; its answer fills both others. */
enum { QUESTION = 16384, SMALL = 4096, LARGE = 131072 };

enum move { CONNECT = 'c', ASK = 'a', READ = 'r', FINISH = 'f' };

static struct {
	enum idle idle;
	pthread_t main;
	int orders, answers; /* pipes to the client, and from it */
	enum { ALONE, AWAY, HERE, ASKED, FINISHED } client;
	int conn;
	unsigned long refused, done; /* calls, when the client last moved */
	unsigned long most;          /* refused from one wait to the next */
	int kept;                    /* a part of the answer */
	int waited;                  /* in send(), for the client to read */
	pthread_mutex_t lock;        /* of what threads have called: */
	size_t told;
	struct {
		char call[64];
		long ret;
		int error;
	} tell[16];
} show = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* The client.  After each order it tells whether all has come back. */
static _Noreturn void
obey(int sock, const struct eag_address *server, int orders, int answers)
{
	struct roundtrip client = { .sock = sock };
	char order, all;
	int ok = 1;

	while (ok && read(orders, &order, 1) == 1) {
		if (order == CONNECT)
			eag_need_at(
			    connect(sock, &server->sa, server->length) == 0,
			    "connect to", server);
		if (order == ASK)
			ok = send(sock, eag_bytes(0, QUESTION), QUESTION, 0) ==
			    QUESTION;
		if (order == READ)
			ok = roundtrip_pull(&client);
		if (order == FINISH)
			ok = shutdown(sock, SHUT_WR) == 0;
		all = client.right == QUESTION;
		ok = write(answers, &all, 1) == 1 && ok;
	}
	_exit(ok && client.right == QUESTION ? 0 : 1);
}

/* Let the client move, and wait until it has. */
static int
order(enum move move)
{
	char byte = (char)move;
	ssize_t n = write(show.orders, &byte, 1);

	if (n == 1)
		do
			n = read(show.answers, &byte, 1);
		while (n == -1 && errno == EINTR);
	if (n == 0)
		errno = ECHILD;
	eag_need(n == 1, "the client's process");
	return byte;
}

static int
asks(void)
{
	return show.idle == BUSY || show.idle == NAPS;
}

static long
data(enum eag_side side)
{
	struct eag_fill fill;

	eag_need(eag_fill(show.conn, side, &fill) == 0, "a buffer's fill");
	return fill.data;
}

static size_t
told(void)
{
	size_t number;

	pthread_mutex_lock(&show.lock);
	number = show.told;
	pthread_mutex_unlock(&show.lock);
	return number;
}

/* Read all that was sent.  1: the answer is whole. */
static int
read_all(void)
{
	const long long deadline = eag_deadline(5000);
	int all;

	do
		all = order(READ);
	while ((data(EAG_SEND) > 0 || (!all && show.idle == THREADS)) &&
	    eag_time_left(deadline));
	return all;
}

/* The question is there; or a thread has it, and its send() is under way. */
static void
await_question(void)
{
	const long long deadline = eag_deadline(5000);

	if (show.idle != THREADS) {
		while (data(EAG_RECEIVE) < QUESTION && eag_time_left(deadline))
			continue;
		return;
	}
	while (data(EAG_SEND) == 0 && eag_time_left(deadline))
		continue;
	eag_settle(show.conn);
	show.waited = told() == 0; /* its step is not over */
}

/* The client reads.  Is there more to come? */
static int
more(const struct server *server)
{
	const struct connection *c;

	eag_note("the client reads what is there");
	if (show.idle == THREADS)
		return !read_all(); /* it waits for all of it */
	c = server->clients[0];
	show.kept = show.kept || (c->start > 0 && connection_keeps(c));
	return !read_all() && (connection_keeps(c) || data(EAG_RECEIVE) > 0);
}

/* Has the server closed its end?  A thread may take a moment. */
static int
has_closed(struct server *server)
{
	const long long deadline = eag_deadline(5000);

	while (show.idle == THREADS &&
	    (server_clients(server) > 0 ||
		server->counts->closed < server->counts->accepted) &&
	    eag_time_left(deadline))
		continue;
	return server_clients(server) == 0;
}

/* A polling server is busy while a round moves something. */
static int
is_busy(const struct server *server)
{
	const unsigned long refused = server->counts->refused - show.refused,
			    done = server->counts->calls -
	    server->counts->refused - show.done;

	if (refused > show.most)
		show.most = refused;
	show.refused += refused;
	show.done += done;
	/* A nap is a call that is not refused. */
	return asks() && done > (show.idle == NAPS);
}

/* The server is about to wait: the client's next move.  0: it was the last. */
static int
next(struct server *server)
{
	const int there = server_clients(server) > 0;

	if (server->counts->limited > 0) /* it could not have its client */
		eag_skip(server->counts->limit);
	if (is_busy(server)) {
		if (show.client == ASKED && there)
			eag_settle(show.conn);
		return 1;
	}
	switch (show.client) {
	case ALONE: /* a polling server shows one round without a client */
		show.client = AWAY;
		if (asks())
			return 1;
		/* fall through */
	case AWAY:
		eag_note("the client connects");
		order(CONNECT);
		eag_need(eag_await(server->listener, POLLIN, 5000) > 0,
		    "poll the listener");
		show.client = HERE;
		return 1;
	case HERE:
		if (!there) /* it is not accepted yet */
			return 1;
		show.conn = server->clients[0]->sock;
		eag_note("the client sends its question");
		order(ASK);
		await_question();
		show.client = ASKED;
		if (show.idle != THREADS)
			return 1;
		/* fall through */
	case ASKED:
		if (there && more(server))
			return 1;
		eag_note("the client has it all, and finishes");
		order(FINISH);
		if (there && show.idle != THREADS)
			eag_await(show.conn, POLLRDHUP, 5000);
		show.client = FINISHED;
		/* fall through */
	case FINISHED:
		return !has_closed(server);
	}
	return 0;
}

/* Reports come from the main thread: what another one called is kept. */
static void
tell(long ret, const char *call)
{
	const int error = errno;

	if (pthread_equal(pthread_self(), show.main)) {
		eag_call("server", ret, "%s", call);
		return;
	}
	pthread_mutex_lock(&show.lock);
	if (show.told < sizeof(show.tell) / sizeof(show.tell[0])) {
		snprintf(show.tell[show.told].call, sizeof(show.tell[0].call),
		    "%s", call);
		show.tell[show.told].ret = ret;
		show.tell[show.told++].error = error;
	}
	pthread_mutex_unlock(&show.lock);
}

static void
claim_wait(void)
{
	const int waits = show.waited && show.told > 1 &&
	    show.tell[1].ret == QUESTION;

	/* What went out is counted then, and the rest does not wait. */
	if (!waits && eag_stops() > 0)
		eag_skip("a run that is not stopped in send(): signal(7)");
	eag_claim("send-waits", waits,
	    "send() waits in the kernel until all of the answer fits");
}

static void
make_claims(int right)
{
	if (show.idle == THREADS)
		claim_wait();
	else
		eag_claim("no-room", show.kept,
		    "there is no room for all of the answer: the rest is kept");
	if (show.idle == ASLEEP && show.most > 0)
		eag_claim("refused-once", show.most == 1,
		    "after EAGAIN it waits to be told, and does not try again");
	eag_claim("rest-later", right,
	    "with room again the rest goes out: all comes back, in order");
}

void
owncalls_show(
    struct server *server, void (*serve)(struct server *), enum idle idle)
{
	const int small = SMALL;
	struct eag_address address;
	int sock = socket(AF_INET, SOCK_STREAM, 0), orders[2], answers[2];
	pid_t client;

	eag_step("own-calls", "the server's own calls: one client reads late");
	eag_need(sock != -1, "socket");
	client_buffers(server->listener, LARGE);
	/* What the server accepts inherits it: socket(7). */
	eag_call("server",
	    setsockopt(
		server->listener, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small)),
	    "setsockopt(listener, SO_SNDBUF, %d)", small);
	eag_call("client",
	    setsockopt(sock, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small)),
	    "setsockopt(sock, SO_RCVBUF, %d)", small);
	eag_address_of(server->listener, &address);
	eag_need(pipe2(orders, O_CLOEXEC) == 0, "pipe2");
	eag_need(pipe2(answers, O_CLOEXEC) == 0, "pipe2");
	client = eag_child();
	if (client == 0) {
		close(orders[1]);
		obey(sock, &address, orders[0], answers[1]);
	}
	close(sock);
	close(orders[0]);
	close(answers[1]);
	show.idle = idle;
	show.main = pthread_self();
	show.orders = orders[1];
	show.answers = answers[0];
	server->next = next;
	server->tell = tell;
	serve(server);
	server->next = NULL;
	server->tell = NULL;
	server_forget(server);
	close(orders[1]);
	close(answers[0]);
	for (size_t i = 0; i < show.told; i++) {
		errno = show.tell[i].error;
		eag_call("thread", show.tell[i].ret, "%s", show.tell[i].call);
	}
	make_claims(eag_reader_done(client));
}
