/* SPDX-License-Identifier: MIT */
/* reader.c: another process, in a read() that waits. */
#include <signal.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "reader.h"

int
reader_asleep(int fd)
{
	const long long deadline = eag_deadline(2000);
	int reader = eag_child(), asleep;
	char byte;

	if (reader == 0)
		_exit(read(fd, &byte, 1) != 1);
	do
		asleep = eag_asleep(reader);
	while (asleep == 0 && eag_time_left(deadline));
	eag_need_proc(asleep != -1, "open /proc/PID/stat");
	if (asleep)
		return reader;
	kill(reader, SIGKILL);
	eag_wait_child(reader);
	return 0;
}

int
reader_has_read(int reader, const char *role)
{
	if (eag_wait_child(reader) != 0)
		return 0;
	eag_call("child", 1, "read(%s, 1 byte)", role);
	return 1;
}
