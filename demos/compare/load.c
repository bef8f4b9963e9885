/* SPDX-License-Identifier: MIT */
/* load.c: a closed loop: one question under way on each active connection. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "eagain.h"
#include "load.h"

#define MOST 1000000 /* latencies that are kept */

/* A client that talks: what it waits for, and since when. */
struct talker {
	int sock;
	size_t got;
	long long since;
	char answer[LOAD_MESSAGE];
};

const char load_question[LOAD_MESSAGE +
    1] = "the quick brown fox jumps over the lazy dog, and asks once more";
static const char right[LOAD_MESSAGE +
    1] = "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG, AND ASKS ONCE MORE";

void
load_start(struct load *load, const struct eag_address *server)
{
	memset(load, 0, sizeof(*load));
	load->server = *server;
	load->latencies = malloc(MOST * sizeof(*load->latencies));
	eag_need(load->latencies != NULL, "malloc");
}

void
load_stop(struct load *load)
{
	for (size_t i = 0; i < load->open; i++)
		close(load->socks[i]);
	free(load->socks);
	free(load->latencies);
}

void
load_open(struct load *load, size_t connections)
{
	int sock;

	if (connections > load->room) {
		load->room = connections;
		load->socks = realloc(
		    load->socks, load->room * sizeof(*load->socks));
		eag_need(load->socks != NULL, "realloc");
	}
	while (load->open < connections) {
		sock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		eag_need(sock != -1, "socket");
		eag_need_at(
		    connect(sock, &load->server.sa, load->server.length) == 0,
		    "connect to", &load->server);
		load->socks[load->open++] = sock;
	}
}

static void
ask(struct talker *talker)
{
	ssize_t n;

	talker->got = 0;
	talker->since = eag_time(CLOCK_MONOTONIC);
	n = write(talker->sock, load_question, LOAD_MESSAGE);
	/* It fails for a client that was turned away; recv() then fails too. */
	eag_need(n == LOAD_MESSAGE || n == -1, "send");
}

/*
 * 1: the answer is whole; -1: there will be none.  read() and write(), since
 * send() and recv() are what is reported.  SIGPIPE is ignored.
 */
static int
hear(struct talker *talker)
{
	ssize_t n = read(talker->sock, talker->answer + talker->got,
	    LOAD_MESSAGE - talker->got);

	if (n == 0 || (n == -1 && errno != EAGAIN))
		return -1;
	talker->got += n > 0 ? (size_t)n : 0;
	return talker->got == LOAD_MESSAGE;
}

static int
by_size(const void *a, const void *b)
{
	long left = *(const long *)a, right_one = *(const long *)b;

	return (left > right_one) - (left < right_one);
}

void
load_sort(long *values, size_t number)
{
	qsort(values, number, sizeof(*values), by_size);
}

void
load_answered(struct load *load, struct load_result *result, const char *answer,
    long long since, long long now)
{
	result->wrong += memcmp(answer, right, LOAD_MESSAGE) != 0;
	if (result->requests < MOST)
		load->latencies[result->requests] = (long)(now - since);
	result->requests++;
}

void
load_sum_up(struct load *load, struct load_result *result)
{
	size_t n = (size_t)result->requests < MOST ? (size_t)result->requests :
						     MOST;

	if (n == 0)
		return;
	load_sort(load->latencies, n);
	result->p50 = load->latencies[n / 2];
	result->p99 = load->latencies[n * 99 / 100];
	result->max = load->latencies[n - 1];
}

void
load_run(struct load *load, size_t active, long milliseconds,
    struct load_result *result)
{
	struct talker *talkers = calloc(active, sizeof(*talkers)), *talker;
	struct epoll_event events[256], event = { .events = EPOLLIN };
	int epoll = epoll_create1(EPOLL_CLOEXEC), n;
	long long start, end, now;
	long under_way = (long)active;
	int heard;

	eag_need(talkers != NULL && epoll != -1, "epoll_create1");
	memset(result, 0, sizeof(*result));
	for (size_t i = 0; i < active; i++) {
		talkers[i].sock = load->socks[i];
		event.data.ptr = &talkers[i];
		eag_need(epoll_ctl(
			     epoll, EPOLL_CTL_ADD, load->socks[i], &event) == 0,
		    "epoll_ctl");
	}
	start = now = eag_time(CLOCK_MONOTONIC);
	end = start + milliseconds * 1000000LL;
	for (size_t i = 0; i < active; i++)
		ask(&talkers[i]);
	while (under_way > 0) {
		n = 0; /* a point in time, that signals cannot put off */
		if (eag_await(epoll, POLLIN, 20000) > 0)
			n = epoll_wait(epoll, events, 256, 0);
		eag_need(n != -1, "epoll_wait");
		if (n == 0) { /* it answers no more */
			result->lost += under_way;
			break;
		}
		for (int i = 0; i < n; i++) {
			talker = events[i].data.ptr;
			heard = hear(talker);
			if (heard == -1) {
				eag_need(epoll_ctl(epoll, EPOLL_CTL_DEL,
					     talker->sock, &event) == 0,
				    "epoll_ctl");
				result->lost++;
				under_way--;
			}
			if (heard != 1)
				continue;
			now = eag_time(CLOCK_MONOTONIC);
			load_answered(
			    load, result, talker->answer, talker->since, now);
			if (now < end)
				ask(talker);
			else
				under_way--;
		}
	}
	result->nanoseconds = now - start;
	load_sum_up(load, result);
	close(epoll);
	free(talkers);
}
