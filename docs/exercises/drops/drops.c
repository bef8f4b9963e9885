/* SPDX-License-Identifier: MIT */
/*
 * exercise: drops
 *
 * Sends ten records of 30000 bytes on descriptor 0, a connected socket with
 * O_NONBLOCK, and ends.  All is well on a fast line.  When the peer stops
 * reading for a while, records are missing there.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>

int
main(void)
{
	unsigned char record[30000];
	size_t sent = 0;

	for (int number = 0; number < 10; number++) {
		for (size_t i = 0; i < sizeof(record); i++)
			record[i] = (unsigned char)((sent + i) % 251);
		sent += sizeof(record);
		if (send(0, record, sizeof(record), 0) == -1) {
			if (errno == EAGAIN)
				continue; /* not now */
			perror("send");
			return 1;
		}
	}
	return 0;
}
