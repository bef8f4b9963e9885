/* SPDX-License-Identifier: MIT */
/* late_sender.c: a peer that sends once its reader waits. */
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "late_sender.h"

int
late_sender(int sock, const char *bytes, size_t length, int *gate)
{
	const int reader = getpid();
	long long deadline;
	int ends[2], child;

	eag_need_proc(eag_asleep(reader) != -1, "/proc/PID/stat");
	eag_gate(ends);
	*gate = ends[1];
	child = eag_child();
	if (child != 0) {
		close(ends[0]);
		return child;
	}
	close(ends[1]);
	if (eag_pass_gate(ends[0]) == 0)
		_exit(1);
	deadline = eag_deadline(5000);
	while (eag_asleep(reader) != 1 && eag_time_left(deadline))
		continue;
	_exit(send(sock, bytes, length, 0) != (ssize_t)length);
}
