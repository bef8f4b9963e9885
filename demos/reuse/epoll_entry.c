/* SPDX-License-Identifier: MIT */
/* epoll_entry.c: epoll_ctl(), reported. */
#include <errno.h>
#include <sys/epoll.h>

#include "eagain.h"
#include "epoll_entry.h"

const char *
epoll_entry_operation(int how)
{
	return how == EPOLL_CTL_ADD ? "ADD" :
	    how == EPOLL_CTL_DEL    ? "DEL" :
				      "MOD";
}

int
epoll_entry(int epoll, int how, int fd, const char *role, uint64_t mark)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = mark };
	int ret = epoll_ctl(epoll, how, fd, &event);

	eag_call("loop", ret, "epoll_ctl(%s, %s%s)", epoll_entry_operation(how),
	    role, how == EPOLL_CTL_DEL ? "" : ", EPOLLIN");
	return ret == 0 ? 0 : errno;
}
