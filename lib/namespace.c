/* SPDX-License-Identifier: MIT */
/* namespace.c: a network, or System V and POSIX queues, of this process alone.
 */
#define _GNU_SOURCE /* unshare() */
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "internal.h"

static int
put(const char *name, const char *text, int length)
{
	int file = open(name, O_WRONLY | O_CLOEXEC), ok;

	ok = file != -1 && write(file, text, (size_t)length) == length;
	if (file != -1)
		close(file);
	return ok;
}

static int
keep(const char *name, unsigned id)
{
	char map[64];
	int length = snprintf(map, sizeof(map), "%u %u 1", id, id);

	return put(name, map, length);
}

/*
 * Its user and group stay who they are: user_namespaces(7).  A file that it
 * makes belongs to both.
 */
static void
keep_user(uid_t user, gid_t group)
{
	if (!keep("/proc/self/uid_map", user) ||
	    !put("/proc/self/setgroups", "deny", 4) ||
	    !keep("/proc/self/gid_map", group))
		eag_skip("a user in a namespace of its own: uid_map");
}

static void
bring_loopback_up(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	eag_need(sock != -1, "socket");
	eag_need(ioctl(sock, SIOCSIFFLAGS, &lo) == 0, "ioctl SIOCSIFFLAGS");
	close(sock);
}

void
eag_private(int flags)
{
	uid_t user = geteuid();
	gid_t group = getegid();

	if (unshare(flags) == -1) {
		if (unshare(CLONE_NEWUSER | flags) == -1)
			eag_skip("a namespace that this user may make");
		keep_user(user, group);
	}
	if (flags & CLONE_NEWNET)
		bring_loopback_up();
}
