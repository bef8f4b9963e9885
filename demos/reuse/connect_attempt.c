/* SPDX-License-Identifier: MIT */
/* connect_attempt.c: sock_connect() and its _sock_write_done(). */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "connect_attempt.h"
#include "eagain.h"

static void
connected(struct loop *loop, void *argument)
{
	struct attempt *attempt = argument;
	socklen_t size = sizeof(attempt->error);

	if (attempt->done)
		return;
	if (getsockopt(attempt->sock, SOL_SOCKET, SO_ERROR, &attempt->error,
		&size) == -1) {
		eag_need(errno == EBADF, "getsockopt SO_ERROR");
		attempt->error = errno; /* it was closed */
	}
	attempt->done = 1;
	loop_soon(loop, &attempt->deferred);
}

/* By owner it stops if somebody else's registration has cancelled ours. */
static void
clean_up(struct loop *loop, void *argument)
{
	struct attempt *attempt = argument;

	if (attempt->clean_up == BY_OWNER && attempt->connected.cancelled)
		return;
	if (loop_used_by(loop, attempt->number) != NULL) {
		eag_note("RuntimeError in a callback, only logged: N is used "
			 "by transport");
		attempt->refused = 1;
		return;
	}
	loop_remove_writer(loop, attempt->number);
}

int
attempt_start(struct loop *loop, struct attempt *attempt, const char *who,
    int listener, enum clean_up how)
{
	struct eag_address address;
	int ret;

	memset(attempt, 0, sizeof(*attempt));
	attempt->clean_up = how;
	attempt->connected.call = connected;
	attempt->connected.argument = attempt;
	attempt->deferred.call = clean_up;
	attempt->deferred.argument = attempt;
	eag_address_of(listener, &address);
	attempt->number = socket(
	    address.sa.sa_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
	eag_call(who, attempt->number, "socket(SOCK_STREAM|SOCK_NONBLOCK) = N");
	eag_need(attempt->number != -1, "socket");
	attempt->sock = attempt->number;
	ret = connect(attempt->number, &address.sa, address.length);
	eag_call(who, ret, "connect(N)");
	eag_need(ret == 0 || errno == EINPROGRESS, "connect");
	if (loop_used_by(loop, attempt->number) != NULL) {
		eag_note(
		    "RuntimeError: File descriptor N is used by transport");
		return 0;
	}
	eag_need(
	    loop_add_writer(loop, attempt->number, &attempt->connected) == 0,
	    "epoll_ctl");
	return 1;
}

void
attempt_cancel(struct loop *loop, struct attempt *attempt)
{
	eag_note("cancelled: its clean-up waits for a turn of the loop");
	attempt->done = 1;
	loop_soon(loop, &attempt->deferred);
}

void
attempt_close(struct attempt *attempt, const char *who)
{
	eag_call(who, close(attempt->sock), "close(N)");
	attempt->sock = -1;
}
