/* SPDX-License-Identifier: MIT */
/*
 * reuse-double-close: an application and a library hold one number, and both
 * close it.  This process plays both of them, the victim and the stranger who
 * get the number, and their peers.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "same_number.h"

static const struct eag_demo demo = {
	.name = "reuse-double-close",
	.title = "a second close() closes a stranger's connection",
	.class = "contrast",
	.calls = "close send recv poll",
	.errnos = "EBADF",
	.poll = "POLLIN and POLLHUP: the stranger is told an end",
	.belief = "A second close() does no harm: it says EBADF.",
	.why = "A number is not a name: it means what is open under it now. As "
	       "long as it is free, close() answers EBADF. The next socket() "
	       "takes it, and then close() closes that socket.",
	.react =
	    "One owner for each number. Hand it over, and forget it: set it to "
	    "-1 (Python: detach()), before anybody else may close it.",
	.pages = "close(2) dup(2)",
	.next = "reuse-threads reuse-cancelled-connect",
};

int
main(int argc, char *argv[])
{
	static const char secret[] = "SECRET-OF-VICTIM";
	char bytes[64] = "";
	int first, library, peer[3], victim, stranger, ret;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("two-owners", "an application and a library hold one number");
	eag_pair(0, &first, SOCK_NONBLOCK, &peer[0]);
	library = first; /* it was told the number, and closes it when done */
	eag_call("library", close(library), "close(N)");
	ret = close(first);
	eag_call("app", ret, "close(N)");
	eag_claim("ebadf", ret == -1 && errno == EBADF,
	    "while nobody has the number, a second close() only gets EBADF");

	eag_step("victim", "the same, but a victim gets the number in between");
	eag_pair(0, &first, SOCK_NONBLOCK, &peer[0]);
	library = first;
	eag_call("library", close(library), "close(N)");
	eag_pair(0, &victim, SOCK_NONBLOCK, &peer[1]);
	same_number(victim, first, "connect");
	ret = close(first);
	eag_call("app", ret, "close(N)");
	eag_claim("closes-victim",
	    ret == 0 && fcntl(victim, F_GETFD) == -1 && errno == EBADF,
	    "the second close() succeeds: it closes the victim's connection");

	eag_step("leak", "a stranger gets the number, and the victim goes on");
	eag_pair(0, &stranger, SOCK_NONBLOCK, &peer[2]);
	same_number(stranger, victim, "connect");
	n = send(victim, secret, strlen(secret), 0);
	eag_call("victim", n, "send(N, %zu bytes)", strlen(secret));
	eag_wait("v-peer", peer[1], POLLIN, "peer");
	n = recv(peer[1], bytes, sizeof(bytes) - 1, 0);
	eag_call("v-peer", n, "recv(peer, %zu bytes)", sizeof(bytes) - 1);
	eag_claim("victim-gone", n == 0,
	    "the victim's own peer has seen the end of the stream");
	eag_wait("s-peer", peer[2], POLLIN, "peer");
	n = recv(peer[2], bytes, sizeof(bytes) - 1, 0);
	eag_call("s-peer", n, "recv(peer, \"%s\")", bytes);
	eag_claim("leak",
	    n == (ssize_t)strlen(secret) &&
		memcmp(bytes, secret, strlen(secret)) == 0,
	    "the stranger's peer has the victim's bytes");
	close(stranger);

	eag_step("one-owner", "the number is handed over, and forgotten");
	eag_pair(0, &first, SOCK_NONBLOCK, &peer[0]);
	library = first;
	first = -1;
	eag_call("library", close(library), "close(N)");
	eag_pair(0, &victim, SOCK_NONBLOCK, &peer[1]);
	eag_claim("number-again", victim == library,
	    "the victim has the number that the library closed");
	ret = close(first);
	eag_call("app", ret, "close(-1)");
	n = send(victim, secret, strlen(secret), 0);
	eag_call("victim", n, "send(N, %zu bytes)", strlen(secret));
	eag_wait("v-peer", peer[1], POLLIN, "peer");
	n = recv(peer[1], bytes, sizeof(bytes) - 1, 0);
	eag_call("v-peer", n, "recv(peer, %zu bytes)", sizeof(bytes) - 1);
	eag_claim("cured", ret == -1 && n == (ssize_t)strlen(secret),
	    "the bytes arrive where they should");

	return eag_end();
}
