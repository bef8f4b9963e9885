/* SPDX-License-Identifier: MIT */
/* port_range.c: which ports there are for those who do not care which. */
#include "port_range.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "eagain.h"

void
port_range(int first, int last)
{
	char range[32];
	const int length = snprintf(range, sizeof(range), "%d %d", first, last);
	int file = open("/proc/sys/net/ipv4/ip_local_port_range", O_WRONLY);
	ssize_t n;

	if (file == -1)
		eag_skip("net.ipv4.ip_local_port_range to write to");
	n = write(file, range, (size_t)length);
	eag_call("network", n, "write(ip_local_port_range, \"%s\")", range);
	eag_need(n == length, "write");
}
