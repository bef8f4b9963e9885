/* SPDX-License-Identifier: MIT */
/* signaller.c: a signal that comes while a call waits. */
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "signaller.h"

volatile sig_atomic_t signals;

void
count(int number)
{
	signals += number == SIGUSR1;
}

/* It is asleep, and not only on its way there.  How often was it so far? */
static long
once_asleep(int process, long long deadline)
{
	long before;

	while (eag_asleep(process) != 1 && eag_time_left(deadline))
		continue;
	do {
		before = eag_sleeps_of(process);
		eag_tick(1);
	} while (eag_sleeps_of(process) != before && eag_time_left(deadline));
	return before;
}

int
signal_once_it_waits(int sock)
{
	const long long deadline = eag_deadline(5000);
	const int parent = getpid();
	long before;
	int child, gate[2];

	eag_need_proc(eag_asleep(parent) != -1, "/proc/PID/stat");
	eag_gate(gate);
	child = eag_child();
	if (child != 0) {
		eag_open_gate(gate[1]);
		return child;
	}
	eag_need(eag_pass_gate(gate[0]) == 1, "read from the parent");
	before = once_asleep(parent, deadline);
	eag_need(kill(parent, SIGUSR1) == 0, "kill");
	while (eag_sleeps_of(parent) == before && eag_time_left(deadline))
		continue;
	once_asleep(parent, deadline);
	eag_need(send(sock, "hello", 5, 0) == 5, "send");
	_exit(0);
}
