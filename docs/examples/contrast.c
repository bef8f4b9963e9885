/* SPDX-License-Identifier: MIT */
/* contrast.c: what only looks like EAGAIN: three answers that are not in errno.
 */
#include <netdb.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "example.h"

/* What read() or recv() said.  errno has a meaning only if it returned -1. */
static const char *
what_it_said(ssize_t n)
{
	if (n > 0)
		return "bytes, perhaps fewer than asked for";
	if (n == 0)
		return "the end: no more will come";
	return errno == EAGAIN ? "nothing yet" : strerror(errno);
}

/* What getaddrinfo() said: EAI_AGAIN is -3, and it is not EAGAIN. */
static const char *
what_the_resolver_said(int answer)
{
	if (answer == EAI_AGAIN)
		return "the name server did not answer: try later";
	return answer == EAI_SYSTEM ? strerror(errno) : gai_strerror(answer);
}

/* pthread_create() and its family return the number, and leave errno alone. */
static const char *
what_the_thread_said(int answer)
{
	return answer == 0 ? "started" : strerror(answer);
}

static void *
nothing(void *unused)
{
	return unused;
}

int
main(void)
{
	const struct addrinfo numeric = { .ai_flags = AI_NUMERICHOST };
	struct addrinfo *found;
	pthread_t thread;
	int pair[2], answer;
	char byte;

	check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0,
	    "socketpair");
	check(strcmp(what_it_said(recv(pair[0], &byte, 1, 0)), "nothing yet") ==
		0,
	    "the first recv() says EAGAIN");
	/* errno is EAGAIN from here on, and nobody clears it. */
	close(pair[1]);
	check(strncmp(what_it_said(recv(pair[0], &byte, 1, 0)), "the end", 7) ==
		    0 &&
		errno == EAGAIN,
	    "the second is the end, with an old EAGAIN in errno");
	answer = getaddrinfo("no number", NULL, &numeric, &found);
	check(answer == EAI_NONAME &&
		strcmp(what_the_resolver_said(answer), gai_strerror(answer)) ==
		    0,
	    "getaddrinfo() says it in a number of its own");
	check(strncmp(what_the_resolver_said(EAI_AGAIN), "the name", 8) == 0,
	    "EAI_AGAIN has a text of its own");
	answer = pthread_create(&thread, NULL, nothing, NULL);
	check(strcmp(what_the_thread_said(answer), "started") == 0 &&
		pthread_join(thread, NULL) == 0,
	    "a thread is started, whatever errno says");
	puts("every reaction did what it should");
	return 0;
}
