/* SPDX-License-Identifier: MIT */
/* serving.c: how far the server under proof has come, by its own counts. */
#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>

#include "arrange.h"
#include "eagain.h"
#include "process.h"
#include "serving.h"

static pid_t serving;
static const struct counts *counts_of_it;
static unsigned long expected;

void
serving_start(const struct server *server, pid_t pid)
{
	serving = pid;
	counts_of_it = server->counts;
}

void
serving_turned_away(void)
{
	expected = counts_of_it->limited;
}

/* Its complaint is on stderr, or in its counts: server_skip(). */
static void
must_live(void)
{
	char text[64];
	int status;

	if (serving == 0 || waitpid(serving, &status, WNOHANG) != serving)
		return;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		eag_skip(counts_of_it->limit);
	snprintf(text, sizeof(text), "the server has ended: %s %d",
	    WIFEXITED(status) ? "status" : "signal",
	    WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	errno = ECHILD;
	eag_need(0, text);
}

void
serving_limit(void)
{
	/* One that ends closes its sockets before it can be waited for. */
	const long long deadline = eag_deadline(100);

	if (counts_of_it != NULL && counts_of_it->limited > expected)
		eag_skip(counts_of_it->limit);
	do
		must_live();
	while (eag_time_left(deadline));
}

int
serving_await(int sock, short events)
{
	int revents = 0;

	for (int tenths = 0; tenths < 50 && revents == 0; tenths++) {
		revents = eag_await(sock, events, 100);
		if (revents == 0)
			must_live();
	}
	return revents;
}

unsigned long
serving_met(const struct server *server)
{
	return server->counts->accepted + server->counts->turned_away;
}

int
serving_left(
    const struct server *server, unsigned long total, unsigned long clients)
{
	const struct counts *counts = server->counts;
	const long long deadline = eag_deadline(5000);

	do {
		if (serving_met(server) >= total &&
		    counts->accepted - counts->closed == clients)
			return 1;
		must_live();
	} while (eag_time_left(deadline));
	return 0;
}

void
serving_quiet(const struct server *server)
{
	unsigned long calls;
	int rounds = 0;

	do {
		calls = server->counts->calls;
		eag_tick(5);
	} while ((server->counts->calls != calls || process_runs(serving)) &&
	    ++rounds < 100);
}
