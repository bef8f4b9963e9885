/* SPDX-License-Identifier: MIT */
/* surroundings.c: does a process have /proc, and loopback? */
#define _GNU_SOURCE /* IFF_UP */
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "internal.h"

int
eag__proc(void)
{
	char self[16];
	ssize_t n = readlink("/proc/self", self, sizeof(self) - 1);

	if (n == -1)
		return -1;
	self[n] = '\0';
	if (strtol(self, NULL, 10) == getpid())
		return 0;
	errno = ENODATA;
	return -1;
}

int
eag__loopback_is_down(void)
{
	struct ifreq lo = { .ifr_name = "lo" };
	int sock = socket(AF_INET, SOCK_DGRAM, 0), down;

	down = sock != -1 && ioctl(sock, SIOCGIFFLAGS, &lo) == 0 &&
	    (lo.ifr_flags & IFF_UP) == 0;
	if (sock != -1)
		close(sock);
	return down;
}
