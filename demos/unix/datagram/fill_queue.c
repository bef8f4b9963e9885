/* SPDX-License-Identifier: MIT */
/*
 * fill_queue.c: other senders, who leave no room.  A sender's own buffer may be
 * full before the queue is: so each sends what it can, until one cannot send
 * anything at all.
 */
#include "fill_queue.h"

#include <unistd.h>

#include "eagain.h"

void
fill_queue(const struct bound_name *to)
{
	int other, sent, total = 0;
	ssize_t n;

	do {
		other = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
		eag_need(other != -1, "socket");
		sent = 0;
		do {
			n = sendto(other, "m", 1, 0, &to->sa, to->length);
			eag_call("others", n, "sendto(other, 1 byte, logger)");
			sent += n == 1;
		} while (n == 1);
		eag_need(close(other) == 0, "close");
		total += sent;
		if (total > 100000)
			eag_skip("a small net.unix.max_dgram_qlen");
	} while (sent > 0);
	eag_measure("in the queue", total, "messages");
}
