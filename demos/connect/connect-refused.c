/* SPDX-License-Identifier: MIT */
/*
 * connect-refused: eag_refused() holds a port that nobody can listen at.
 * SO_ERROR is read twice, because reading clears it: include/net/sock.h
 * sock_error().
 */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "connect-refused",
	.title = "connect() that is refused: POLLOUT is not connected",
	.class = "started",
	.calls = "connect socket poll getsockopt getpeername",
	.errnos = "EINPROGRESS ECONNREFUSED ENOTCONN",
	.poll = "POLLOUT, POLLERR and POLLHUP: decided, not connected",
	.belief = "POLLOUT after connect() means connected.",
	.why =
	    "EINPROGRESS means that the outcome comes later. Here the peer's "
	    "kernel answers with a reset. The attempt is over, so the socket "
	    "is writable; the reason is in SO_ERROR until somebody reads it.",
	.react =
	    "After POLLOUT always read SO_ERROR, once, and keep what it said. "
	    "If it is not 0, close the socket; try again with a new one.",
	.pages = "connect(2) getsockopt(2) poll(2) socket(7)",
	.next = "connect-in-progress connect-already",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct eag_address to, peer;
	int sock, type, ret, revents, error = -1, cleared = -1;
	socklen_t size = sizeof(error), length = sizeof(peer.in6);

	eag_start(&demo, argc, argv);

	eag_step("start", "connect() to a port where nobody listens");
	eag_refused(&to);
	type = SOCK_STREAM | (blocking ? 0 : SOCK_NONBLOCK);
	sock = socket(to.sa.sa_family, type, 0);
	eag_call("client", sock, "socket(AF_INET, SOCK_STREAM%s) = sock",
	    blocking ? "" : "|SOCK_NONBLOCK");
	eag_need(sock != -1, "socket");
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, nobody)");
	eag_need_at(ret == 0 || errno == EINPROGRESS || errno == ECONNREFUSED,
	    "connect to", &to);
	eag_claim("in-progress", ret == -1 && errno == EINPROGRESS,
	    "connect() answers EINPROGRESS here too");

	eag_step("outcome", "the socket is writable, and not connected");
	revents = eag_wait("client", sock, POLLOUT, "sock");
	eag_claim("writable-and-error",
	    revents > 0 &&
		(revents & (POLLOUT | POLLERR)) == (POLLOUT | POLLERR),
	    "POLLOUT is not \"connected\": POLLERR stands beside it");
	ret = getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size);
	eag_call("client", ret, "getsockopt(sock, SO_ERROR, [%s])",
	    eag_errno_name(error));
	eag_need(ret == 0, "getsockopt SO_ERROR");
	eag_claim("so-error-says-why", ret == 0 && error == ECONNREFUSED,
	    "SO_ERROR says why: ECONNREFUSED");
	ret = getpeername(sock, &peer.sa, &length);
	eag_call("client", ret, "getpeername(sock)");
	eag_claim("no-peer", ret == -1 && errno == ENOTCONN,
	    "getpeername() agrees: there is no peer");

	eag_step("once", "SO_ERROR reads once");
	ret = getsockopt(sock, SOL_SOCKET, SO_ERROR, &cleared, &size);
	eag_call("client", ret, "getsockopt(sock, SO_ERROR, [%s])",
	    eag_errno_name(cleared));
	eag_claim("reads-once", ret == 0 && cleared == 0,
	    "the second time it is 0: whoever reads it must keep it");

	return eag_end();
}
