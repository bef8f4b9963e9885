/* SPDX-License-Identifier: MIT */
/* watch.c: a student's program, looked at from outside. */
#define _GNU_SOURCE /* pipe2() */
#include "watch.h"

#include <eagain.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void
watch_start(struct watched *watched, const char *program, int in,
    const char *first, const char *second)
{
	int out[2];

	eag_need(access(program, X_OK) == 0, "access --program");
	eag_need(pipe2(out, O_CLOEXEC | O_NONBLOCK) == 0, "pipe2");
	watched->pid = fork();
	eag_need(watched->pid != -1, "fork");
	if (watched->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGPIPE, SIG_DFL);
		setpgid(0, 0);
		dup2(in, STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		fcntl(STDOUT_FILENO, F_SETFL, 0);
		execl(program, program, first, second, (char *)NULL);
		_exit(127);
	}
	setpgid(watched->pid, watched->pid);
	close(in);
	close(out[1]);
	watched->out = out[0];
}

/* R, S, T, Z ... of /proc/PID/stat; 0 if it is gone. */
static char
state(pid_t pid)
{
	char path[32], line[512];
	const char *after;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd == -1 ? -1 : read(fd, line, sizeof(line) - 1);
	if (fd != -1)
		close(fd);
	if (n <= 0)
		return 0;
	line[n] = '\0';
	after = strrchr(line, ')');
	return after != NULL && after[1] == ' ' ? after[2] : '\0';
}

/* How often it went to sleep of its own accord: /proc/PID/status. */
static long
naps(pid_t pid)
{
	char path[32], line[128];
	long number = -1;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	file = fopen(path, "re");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (strncmp(line, "voluntary_ctxt_switches:", 24) == 0)
			number = strtol(line + 24, NULL, 10);
	if (file != NULL)
		fclose(file);
	return number;
}

static long
processor_us(pid_t pid)
{
	struct timespec time = { 0 };
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) == 0)
		clock_gettime(clock, &time);
	return (long)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

void
watch_until_asleep(const struct watched *watched)
{
	char now = 'R';

	/* One that never sleeps is known by the time it has burnt. */
	for (int ms = 0; ms < 5000 && (now == 'R' || now == 'D') &&
	     processor_us(watched->pid) < 200000;
	     ms++) {
		poll(NULL, 0, 1);
		now = state(watched->pid);
	}
}

int
watch_sleeps(const struct watched *watched, int ms)
{
	const long before = naps(watched->pid);
	const long burnt = processor_us(watched->pid);
	int samples = 0, awake = 0, gone = 0;
	long woke, used;

	for (int passed = 0; passed < ms; passed += 10) {
		char now = state(watched->pid);

		samples++;
		awake += now == 'R';
		gone += now == 'Z' || now == 0;
		poll(NULL, 0, 10);
	}
	woke = naps(watched->pid) - before;
	used = processor_us(watched->pid) - burnt;
	/* A wake or two may be its last work; asking on time is many. */
	if (gone > 0) {
		eag_note("your program has ended already");
		return 0;
	}
	if (awake > samples / 4 || used > ms * 100)
		eag_note("your program is busy, with nothing to do");
	else if (woke > 3)
		eag_note("your program wakes up again and again, for nothing");
	else
		return 1;
	eag_timing("woke up", woke, "times");
	eag_timing("processor time", used, "us");
	return 0;
}

void
watch_output(const struct watched *watched, char *text, size_t size)
{
	ssize_t n = read(watched->out, text, size - 1);

	text[n > 0 ? n : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
}

int
watch_end(const struct watched *watched, int ms)
{
	int status, ended = 0;

	for (int passed = 0; passed <= ms && !ended; passed += 5) {
		ended = waitpid(watched->pid, &status, WNOHANG) == watched->pid;
		if (!ended)
			poll(NULL, 0, 5);
	}
	kill(-watched->pid, SIGKILL);
	if (!ended) {
		waitpid(watched->pid, &status, 0);
		return -1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
