/* SPDX-License-Identifier: MIT */
/* fairness.c: in which order many clients have their answers. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "eagain.h"
#include "fairness.h"

/*
 * As little as can be done between an answer and the next question: what the
 * order means is found out afterwards.
 */
struct crowd {
	const int *socks;
	size_t clients, all; /* questions to ask */
	size_t asked, answered;
	unsigned *order; /* whose each answer was */
	size_t *got;     /* bytes of the answer, of each client */
	char question[FAIRNESS_QUESTION];
};

static int
ask(struct crowd *crowd, size_t who)
{
	crowd->asked++;
	/* SIGPIPE is ignored.  write(), since send() is what is reported. */
	return write(crowd->socks[who], crowd->question,
		   sizeof(crowd->question)) == sizeof(crowd->question);
}

/* 0: there is something wrong with the answer. */
static int
hear(struct crowd *crowd, size_t who)
{
	char answer[FAIRNESS_QUESTION];
	ssize_t n = read(crowd->socks[who], answer,
	    sizeof(answer) - crowd->got[who]); /* there is something */

	if (n <= 0 || answer[0] != 'A' || answer[n - 1] != 'A')
		return 0;
	crowd->got[who] += (size_t)n;
	if (crowd->got[who] < sizeof(answer))
		return 1;
	crowd->got[who] = 0;
	crowd->order[crowd->answered++] = (unsigned)who;
	return crowd->asked == crowd->all || ask(crowd, who);
}

/* All answers that are there are heard in turn: nobody overtakes here. */
static int
talk(struct crowd *crowd, int epoll, struct epoll_event events[])
{
	int n, ok = 1;

	for (size_t i = 0; i < crowd->clients; i++) {
		events[0].events = EPOLLIN;
		events[0].data.u64 = i;
		eag_need(epoll_ctl(epoll, EPOLL_CTL_ADD, crowd->socks[i],
			     events) == 0,
		    "epoll_ctl");
	}
	for (size_t i = 0; i < crowd->clients; i++)
		ok = ask(crowd, i) && ok;
	while (ok && crowd->answered < crowd->all) {
		n = 0; /* a point in time, that signals cannot put off */
		if (eag_await(epoll, POLLIN, 5000) > 0)
			n = epoll_wait(epoll, events, (int)crowd->clients, 0);
		eag_need(n != -1, "epoll_wait");
		ok = n != 0;
		for (int i = 0; i < n; i++)
			ok = hear(crowd, (size_t)events[i].data.u64) && ok;
	}
	return ok;
}

/* The most answers that one other client got between two answers of `who`. */
static unsigned
most_while_waiting(const struct crowd *crowd, size_t who, unsigned answers[])
{
	const size_t size = crowd->clients * sizeof(*answers);
	unsigned most = 0, other;

	memset(answers, 0, size);
	for (size_t i = 0; i < crowd->answered; i++) {
		other = crowd->order[i];
		if (other == who)
			memset(answers, 0, size);
		else if (++answers[other] > most)
			most = answers[other];
	}
	return most;
}

long
fairness_worst(const int socks[], size_t clients, size_t rounds)
{
	struct crowd crowd = {
		.socks = socks, .clients = clients, .all = clients * rounds
	};
	struct epoll_event *events = calloc(clients, sizeof(*events));
	unsigned *answers = calloc(clients, sizeof(*answers)), most = 0, n;
	int epoll = epoll_create1(EPOLL_CLOEXEC), ok;

	memset(crowd.question, 'a', sizeof(crowd.question));
	crowd.order = calloc(crowd.all, sizeof(*crowd.order));
	crowd.got = calloc(clients, sizeof(*crowd.got));
	eag_need(events != NULL && answers != NULL && crowd.order != NULL &&
		crowd.got != NULL,
	    "calloc");
	eag_need(epoll != -1, "epoll_create1");
	ok = talk(&crowd, epoll, events);
	for (size_t who = 0; ok && who < clients; who++) {
		n = most_while_waiting(&crowd, who, answers);
		most = n > most ? n : most;
	}
	close(epoll);
	free(events);
	free(answers);
	free(crowd.order);
	free(crowd.got);
	return ok ? (long)most : -1;
}
