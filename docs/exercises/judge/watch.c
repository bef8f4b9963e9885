/* SPDX-License-Identifier: MIT */
/* watch.c: a student's program, looked at from outside. */
#define _GNU_SOURCE /* memfd_create() */
#include "watch.h"

#include <arrange.h>
#include <dirent.h>
#include <eagain.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The student's program, in a child; what the judge has open stays here. */
static _Noreturn void
become(const char *program, int in, int out, const char *const arguments[])
{
	char *argv[6] = { (char *)program };

	for (int i = 0; i < 4 && arguments[i] != NULL; i++)
		argv[i + 1] = (char *)arguments[i];
	signal(SIGPIPE, SIG_DFL);
	setpgid(0, 0);
	if (dup2(in, STDIN_FILENO) == -1 || dup2(out, STDOUT_FILENO) == -1)
		_exit(127);
	for (int fd = 3; fd < 256; fd++)
		if (fcntl(fd, F_SETFD, FD_CLOEXEC) == -1 && errno != EBADF)
			_exit(127);
	execv(program, argv);
	_exit(127);
}

void
watch_start_to(struct watched *watched, const char *program, int in, int out,
    const char *const arguments[])
{
	const pid_t judge = getpid();

	eag_need(access(program, X_OK) == 0, "access --program");
	/* A process whose parent has ended becomes our child. */
	eag_need(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0, "prctl");
	watched->pid = fork();
	eag_need(watched->pid != -1, "fork");
	if (watched->pid == 0) {
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 ||
		    getppid() != judge)
			_exit(127);
		become(program, in, out, arguments);
	}
	setpgid(watched->pid, watched->pid);
	close(in);
	close(out);
	watched->out = -1;
}

void
watch_start(struct watched *watched, const char *program, int in,
    const char *const arguments[])
{
	/* A file, not a pipe: a program that writes a lot need not wait. */
	int file = memfd_create("output", MFD_CLOEXEC), copy;

	eag_need(file != -1, "memfd_create");
	copy = dup(file);
	eag_need(copy != -1, "dup");
	watch_start_to(watched, program, in, copy, arguments);
	watched->out = file;
}

int
watch_nothing(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	eag_need(null != -1, "open /dev/null");
	return null;
}

/* What a look at the program, its children and their threads has shown. */
struct look {
	int running, sleeping; /* threads */
	long naps;             /* how often they went to sleep by themselves */
	long us;               /* processor time, in steps of a tick */
};

/* What a thread's status says: /proc/PID/task/TID/status, proc(5). */
static void
look_at_status(const char *path, struct look *look)
{
	char line[128];
	FILE *file = fopen(path, "re");

	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		if (strncmp(line, "State:", 6) == 0) {
			look->running += strchr("RD", line[7]) != NULL;
			look->sleeping += line[7] == 'S';
		} else if (strncmp(line, "voluntary_ctxt_switches:", 24) == 0)
			look->naps += strtol(line + 24, NULL, 10);
	}
	if (file != NULL)
		fclose(file);
}

/* Its processor time, of all threads: /proc/PID/stat. */
static long
us_of(long pid)
{
	char path[64], line[512] = "";
	unsigned long user = 0, system = 0;
	const char *after;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	file = fopen(path, "re");
	if (file == NULL)
		return 0;
	after = fgets(line, sizeof(line), file) != NULL ? strrchr(line, ')') :
							  NULL;
	fclose(file);
	if (after != NULL)
		sscanf(after + 4,
		    "%*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
		    &system);
	return (long)(user + system) * (1000000 / sysconf(_SC_CLK_TCK));
}

/*
 * A process and what it has started, or only the latter; with `look` NULL they
 * are killed.  Children are those of each thread: /proc/PID/task/TID/children.
 */
static void
go_through(long pid, int itself, struct look *look)
{
	const struct dirent *entry;
	char path[64], task[400];
	DIR *tasks;
	long child;

	if (itself && look != NULL)
		look->us += us_of(pid);
	if (itself && look == NULL)
		kill((pid_t)pid, SIGKILL);
	snprintf(path, sizeof(path), "/proc/%ld/task", pid);
	tasks = opendir(path);
	while (tasks != NULL && (entry = readdir(tasks)) != NULL) {
		FILE *children;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(
		    task, sizeof(task), "%s/%s/status", path, entry->d_name);
		if (itself && look != NULL)
			look_at_status(task, look);
		snprintf(
		    task, sizeof(task), "%s/%s/children", path, entry->d_name);
		children = fopen(task, "re");
		while (children != NULL && fscanf(children, "%ld", &child) == 1)
			go_through(child, 1, look);
		if (children != NULL)
			fclose(children);
	}
	if (tasks != NULL)
		closedir(tasks);
}

/* The program is our only child, but for those whose parents have ended. */
static struct look
look_at(const struct watched *watched)
{
	struct look look = { 0 };

	go_through(getpid(), 0, &look);
	if (look.running + look.sleeping == 0) {
		/* A kernel without "children", or it has ended. */
		look = (struct look){ 0 };
		go_through(watched->pid, 1, &look);
	}
	return look;
}

void
watch_until_asleep(const struct watched *watched)
{
	/* Who never sleeps is known by the processor time. */
	for (int ms = 0; ms < 5000; ms += 2) {
		struct look look = look_at(watched);

		if (look.running == 0 || look.us >= 100000)
			return;
		eag_tick(2);
	}
}

long
watch_naps(const struct watched *watched)
{
	return look_at(watched).naps;
}

/* What it did while it was looked at again and again, and for how long. */
struct span {
	int samples, awake;
	long naps, us, ms;
};

/*
 * Look at it for `ms` milliseconds, or until it has used up a tenth of that
 * time: then enough is known.  Returns 0, and says so, if it has ended.
 */
static int
look_for(const struct watched *watched, int ms, struct span *span)
{
	const long long began = eag_time(CLOCK_MONOTONIC);
	const struct look before = look_at(watched);
	struct look now = before;

	*span = (struct span){ 0 };
	for (int passed = 0; passed < ms && now.us - before.us <= ms * 100;
	     passed += 10) {
		now = look_at(watched);
		span->samples++;
		span->awake += now.running > 0;
		eag_tick(10);
	}
	now = look_at(watched);
	span->naps = now.naps - before.naps;
	span->us = now.us - before.us;
	span->ms = (long)((eag_time(CLOCK_MONOTONIC) - began) / 1000000);
	if (now.running + now.sleeping == 0)
		eag_note("your program has ended already");
	return now.running + now.sleeping > 0;
}

/* "woke up 4 times in 312 ms; at most 2 here": what it did, and what it may. */
static void
too_often(const struct span *span, const char *did, long number,
    const char *unit, long most)
{
	char limit[64];

	snprintf(limit, sizeof(limit), "%s in %ld ms; at most %ld here", unit,
	    span->ms, most);
	eag_timing(did, number, limit);
}

/*
 * Has it used more than `most` microseconds of the processor, or did it never
 * nap?  Whoever naps may have to wait for the processor each time, and looks
 * awake.  Whoever never naps may get little of the processor.
 */
static int
is_busy(const struct span *span, long most)
{
	const int hungry = span->us > most, looks = span->samples;
	const int awake = span->naps == 0 && span->awake > looks / 4;

	if (hungry || awake)
		eag_note("your program is busy, with nothing to do");
	if (hungry)
		too_often(span, "processor time", span->us, "us", most);
	else if (awake)
		too_often(span, "awake at", span->awake, "looks", looks / 4);
	return hungry || awake;
}

/*
 * One wake-up may be a deadline; a nap loop wakes many times.  Whoever naps for
 * 100 ms is refused, whoever asks after 200 ms is not, however long this look
 * has taken.
 */
static int
is_restless(const struct span *span)
{
	const long fit = span->ms / 135, most = fit > 1 ? fit : 1;

	if (span->naps <= most)
		return 0;
	eag_note("your program wakes up again and again, for nothing");
	too_often(span, "woke up", span->naps, "times", most);
	return 1;
}

int
watch_sleeps(const struct watched *watched, int ms)
{
	struct span span;

	return look_for(watched, ms, &span) && !is_busy(&span, ms * 100) &&
	    !is_restless(&span);
}

int
watch_rests(const struct watched *watched, int ms)
{
	struct span span;

	return look_for(watched, ms, &span) && !is_busy(&span, ms * 50);
}

int
watch_wakes(const struct watched *watched, void (*give)(int conn), int conn)
{
	int woke = 0;

	for (int i = 0; i < 5; i++) {
		const long before = watch_naps(watched);
		long now = before;

		give(conn);
		for (int ms = 0; ms < 150 && now == before; ms += 5) {
			eag_tick(5);
			now = watch_naps(watched);
		}
		woke += now > before;
	}
	return woke >= 4;
}

int
watch_sleeps_on(const struct watched *watched)
{
	const long long began = eag_time(CLOCK_MONOTONIC);
	struct look first = look_at(watched), now = first;
	long long since = began, passed = began;

	/* Whoever has not gone to sleep anew has slept all the time. */
	while (now.running + now.sleeping > 0 && passed - began < 2000000000 &&
	    passed - since < 100000000) {
		eag_tick(2);
		now = look_at(watched);
		passed = eag_time(CLOCK_MONOTONIC);
		if (now.running > 0 || now.naps != first.naps) {
			first = now;
			since = passed;
		}
	}
	return now.sleeping > 0 && passed - since >= 100000000;
}

int
watch_descriptors(const struct watched *watched)
{
	return (int)eag_descriptors((int)watched->pid);
}

int
watch_has_ended(const struct watched *watched)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)watched->pid, &info,
		   WEXITED | WNOHANG | WNOWAIT) == 0 &&
	    info.si_pid != 0;
}

void
watch_output(const struct watched *watched, char *text, size_t size)
{
	ssize_t n = pread(watched->out, text, size - 1, 0);

	eag_need(n != -1, "pread");
	text[n] = '\0';
}

long
watch_number(const struct watched *watched)
{
	char text[4096];
	off_t length = lseek(watched->out, 0, SEEK_END);
	off_t from = length > (off_t)sizeof(text) ?
	    length - (off_t)sizeof(text) :
	    0;
	ssize_t n = pread(watched->out, text, sizeof(text), from);
	long number = -1, digit = 1;

	/* The last digits, from their end to their beginning. */
	while (n > 0 && (text[n - 1] < '0' || text[n - 1] > '9'))
		n--;
	for (; n > 0 && text[n - 1] >= '0' && text[n - 1] <= '9' &&
	     digit < 1000000000;
	     n--, digit *= 10)
		number = (number == -1 ? 0 : number) +
		    digit * (text[n - 1] - '0');
	return number;
}

int
watch_end(const struct watched *watched, int ms)
{
	const long before = look_at(watched).us;
	struct look now;
	int status, ended = 0, left;

	/* A program that burns the processor is not going to end. */
	for (int passed = 0;
	     passed <= ms && !ended && look_at(watched).us - before < 100000;
	     passed += 5) {
		ended = waitpid(watched->pid, &status, WNOHANG) == watched->pid;
		if (!ended)
			eag_tick(5);
	}
	now = look_at(watched);
	left = ended && now.running + now.sleeping > 0;
	if (left)
		eag_note("a child of your program has not ended");
	if (ended && WIFEXITED(status) && WEXITSTATUS(status) != 0)
		eag_measure(
		    "exit status", WEXITSTATUS(status), "of your program");
	if (ended && WIFSIGNALED(status))
		eag_measure("signal", WTERMSIG(status), "ended your program");
	if (!ended && ms > 0)
		eag_note("your program has not ended");
	kill(-watched->pid, SIGKILL);
	do
		go_through(getpid(), 0, NULL);
	while (waitpid(-1, NULL, 0) > 0);
	if (!ended || left)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
