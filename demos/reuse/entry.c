/* SPDX-License-Identifier: MIT */
/* entry.c: epoll_ctl(), reported. */
#include <errno.h>
#include <sys/epoll.h>

#include "eagain.h"
#include "entry.h"

const char *
entry_operation(int how)
{
	static const char *const names[] = { [EPOLL_CTL_ADD] = "ADD",
		[EPOLL_CTL_DEL] = "DEL",
		[EPOLL_CTL_MOD] = "MOD" };

	return names[how];
}

int
entry(int epoll, int how, int fd, const char *role, uint64_t mark)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = mark };
	int ret = epoll_ctl(epoll, how, fd, &event);

	eag_call("loop", ret, "epoll_ctl(%s, %s)", entry_operation(how), role);
	return ret == 0 ? 0 : errno;
}
