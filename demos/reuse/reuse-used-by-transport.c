/* SPDX-License-Identifier: MIT */
/*
 * reuse-used-by-transport: a transport's descriptor is closed behind its back,
 * and the transport lives on, in a graceful shutdown.  request() makes a
 * connection as asyncio does.
 */
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "arrange.h"
#include "connect_attempt.h"
#include "eagain.h"
#include "readable.h"
#include "same_number.h"

static const struct eag_demo demo = {
	.name = "reuse-used-by-transport",
	.title = "File descriptor N is used by transport",
	.class = "started",
	.calls = "close socket connect open poll epoll_ctl",
	.errnos = "EINPROGRESS EBADF",
	.poll = "POLLOUT: the number works, the loop refuses it",
	.belief =
	    "\"Is used by transport\" is a fault of the operating system.",
	.why =
	    "The kernel gives out the lowest free number, and that is the "
	    "ghost's. The loop refuses it, the caller closes it, and it is the "
	    "lowest free one again. The EINPROGRESS beside it is innocent.",
	.react = "Never close the socket of a transport: close or abort the "
		 "transport. Only the transport knows when its number is free.",
	.pages = "socket(2) open(2) close(2)",
	.next = "reuse-adopted reuse-cancelled-connect",
};

enum request { WORKS, REFUSED, FAILS };

/* A connection as asyncio makes it, on the number that it was given. */
static enum request
request(struct loop *loop, int listener, int *number)
{
	struct attempt a;
	enum request result = REFUSED;

	if (attempt_start(loop, &a, "client", listener, BY_OWNER)) {
		eag_need(eag_wait("client", a.number, POLLOUT, "N") == POLLOUT,
		    "poll");
		loop_turn(loop);
		loop_turn(loop); /* the clean-up runs */
		result = a.connected.called == 1 && a.error == 0 ? WORKS :
								   FAILS;
	}
	*number = a.number;
	attempt_close(&a, "client");
	return result;
}

int
main(int argc, char *argv[])
{
	struct handle reader = { .call = read_byte };
	struct transport ghost = { .name = "T", .reader = &reader };
	static struct loop loop;
	int listener, number, got, parked, refused = 0, same = 0;
	long before;

	eag_start(&demo, argc, argv);
	loop_open(&loop, ON_EPOLL);
	listener = eag_listener(0, 64);

	eag_step("behind", "a transport's socket is closed behind its back");
	number = eag_client(listener);
	eag_need(loop_adopt(&loop, &ghost, number, WITHOUT_ASKING) == 0,
	    "epoll_ctl");
	eag_call("app", close(number), "close(N)");
	loop_show(&loop, number);
	eag_claim("in-the-book",
	    loop_used_by(&loop, number) == &ghost &&
		loop_kernel_has(&loop, number) == 0,
	    "the kernel has forgotten it; the loop's book has the transport");

	eag_step("refused", "somebody connects, again and again");
	before = eag_descriptors(getpid());
	eag_need_proc(before != -1, "/proc/self/fd");
	for (int i = 0; i < 3; i++) {
		refused += request(&loop, listener, &got) == REFUSED;
		same += got == number;
	}
	eag_claim("all-refused", refused == 3 && same == 3,
	    "each gets the same lowest number, and each is refused");
	eag_claim("none-more", eag_descriptors(getpid()) == before,
	    "no descriptor is open that should not be");

	eag_step("parked", "a file is parked on the number");
	parked = open("/dev/null", O_RDONLY);
	eag_call("app", parked, "open(\"/dev/null\") = N");
	same_number(parked, number, "open");
	eag_claim("parked", request(&loop, listener, &got) == WORKS,
	    "the next one gets another number, and works");
	eag_call("app", close(parked), "close(N)");
	eag_claim("not-for-long",
	    request(&loop, listener, &got) == REFUSED && got == number,
	    "when the file is closed, the next one is refused again");

	eag_step("timer", "who ends the graceful shutdown?");
	eag_note("nobody in Python 3.10, from 3.11 on a timer; here main()");
	loop_tear_down(&loop, &ghost);
	eag_claim("healed",
	    request(&loop, listener, &got) == WORKS && got == number,
	    "the ghost is gone, and connections work on its number");

	return eag_end();
}
