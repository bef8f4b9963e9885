/* SPDX-License-Identifier: MIT */
/*
 * connect-in-progress: connect(), POLLOUT, SO_ERROR, and connect() again.  The
 * TCP state is printed and not claimed: on loopback the peer's answer comes
 * while connect() still holds the socket, and is processed when connect() lets
 * go, after it has decided on EINPROGRESS (net/ipv4/af_inet.c
 * __inet_stream_connect(), release_sock()).
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "connect-in-progress",
	.title = "connect() that does not wait for the handshake",
	.class = "started",
	.calls = "connect socket poll getsockopt",
	.errnos = "EINPROGRESS EISCONN",
	.poll = "POLLOUT once it is decided",
	.belief = "EINPROGRESS means that connect() has failed.",
	.why =
	    "A handshake takes a round trip. With O_NONBLOCK connect() sends "
	    "the SYN and answers EINPROGRESS: it has begun. On loopback the "
	    "reply is processed before connect() returns, so the state may "
	    "already be ESTABLISHED.",
	.react =
	    "Wait for POLLOUT, then read SO_ERROR once: 0 means connected, "
	    "anything else says why not. Do not repeat connect() to find out.",
	.pages = "connect(2) poll(2) socket(7) tcp(7)",
	.next = "connect-refused connect-already",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct eag_address to;
	int sock, type, ret, revents, error = -1;
	socklen_t size = sizeof(error);

	eag_start(&demo, argc, argv);

	eag_step("start", "connect() to a listener");
	eag_address_of(eag_listener(0, 8), &to);
	type = SOCK_STREAM | (blocking ? 0 : SOCK_NONBLOCK);
	sock = socket(to.sa.sa_family, type, 0);
	eag_call("client", sock, "socket(AF_INET, SOCK_STREAM%s) = sock",
	    blocking ? "" : "|SOCK_NONBLOCK");
	eag_need(sock != -1, "socket");
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_need_at(ret == 0 || errno == EINPROGRESS, "connect to", &to);
	eag_state(sock);
	eag_claim("in-progress",
	    ret == -1 && errno == EINPROGRESS && eag_nonblocking(sock) == 1,
	    "connect() has begun: it answers EINPROGRESS and does not wait");

	eag_step("outcome", "wait for POLLOUT, then ask how it ended");
	revents = eag_wait("client", sock, POLLOUT, "sock");
	ret = getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size);
	eag_call("client", ret, "getsockopt(sock, SO_ERROR, [%s])",
	    eag_errno_name(error));
	eag_need(ret == 0, "getsockopt SO_ERROR");
	eag_claim("writable", revents > 0 && (revents & POLLOUT) != 0,
	    "POLLOUT: the attempt is over, one way or the other");
	eag_claim("no-error", ret == 0 && error == 0,
	    "SO_ERROR is 0: it is connected");

	eag_step("again", "connect() again tells nothing new");
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("again-is-connected", ret == 0,
	    "connect() again answers 0: it is connected");
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("then-eisconn", ret == -1 && errno == EISCONN,
	    "but only once: from then on it is EISCONN");

	return eag_end();
}
