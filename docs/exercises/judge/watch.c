/* SPDX-License-Identifier: MIT */
/* watch.c: a student's program, looked at from outside. */
#define _GNU_SOURCE /* pipe2() */
#include "watch.h"

#include <dirent.h>
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
#include <unistd.h>

void
watch_start(struct watched *watched, const char *program, int in,
    const char *const arguments[])
{
	char *argv[6] = { (char *)program };
	int out[2];
	pid_t judge;

	for (int i = 0; i < 4 && arguments[i] != NULL; i++)
		argv[i + 1] = (char *)arguments[i];

	eag_need(access(program, X_OK) == 0, "access --program");
	eag_need(pipe2(out, O_CLOEXEC | O_NONBLOCK) == 0, "pipe2");
	judge = getpid();
	watched->pid = fork();
	eag_need(watched->pid != -1, "fork");
	if (watched->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != judge)
			_exit(127);
		signal(SIGPIPE, SIG_DFL);
		setpgid(0, 0);
		dup2(in, STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		fcntl(STDOUT_FILENO, F_SETFL, 0);
		execv(program, argv);
		_exit(127);
	}
	setpgid(watched->pid, watched->pid);
	close(in);
	close(out[1]);
	watched->out = out[0];
}

/* What a look at the program, its children and their threads has shown. */
struct look {
	int running, sleeping; /* threads */
	long naps;             /* how often they went to sleep by themselves */
	long us;               /* processor time, in steps of a tick */
};

/* One thread: /proc/PID/task/TID/status, proc(5). */
static void
look_at_thread(const char *path, struct look *look)
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

/* A process, if it is of the program's group: /proc/PID/stat, proc(5). */
static void
look_at_process(const char *pid, pid_t group, struct look *look)
{
	char path[300], line[512];
	unsigned long user, system;
	const char *after;
	const struct dirent *entry;
	FILE *file;
	DIR *tasks;
	int of;

	snprintf(path, sizeof(path), "/proc/%s/stat", pid);
	file = fopen(path, "re");
	after = file != NULL && fgets(line, sizeof(line), file) != NULL ?
	    strrchr(line, ')') :
	    NULL;
	if (file != NULL)
		fclose(file);
	if (after == NULL ||
	    sscanf(after + 4, "%*d %d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
		&of, &user, &system) != 3 ||
	    of != group)
		return;
	look->us += (long)(user + system) * (1000000 / sysconf(_SC_CLK_TCK));
	snprintf(path, sizeof(path), "/proc/%s/task", pid);
	tasks = opendir(path);
	while (tasks != NULL && (entry = readdir(tasks)) != NULL) {
		char thread[600];

		snprintf(thread, sizeof(thread), "%s/%s/status", path,
		    entry->d_name);
		if (entry->d_name[0] != '.')
			look_at_thread(thread, look);
	}
	if (tasks != NULL)
		closedir(tasks);
}

static struct look
look_at(const struct watched *watched)
{
	struct look look = { 0 };
	const struct dirent *entry;
	DIR *processes = opendir("/proc");

	eag_need(processes != NULL, "opendir /proc");
	while ((entry = readdir(processes)) != NULL)
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			look_at_process(entry->d_name, watched->pid, &look);
	closedir(processes);
	return look;
}

void
watch_until_asleep(const struct watched *watched)
{
	/* One that never sleeps is known by the time it has burnt. */
	for (int ms = 0; ms < 5000; ms += 2) {
		struct look look = look_at(watched);

		if (look.running == 0 || look.us >= 200000)
			return;
		poll(NULL, 0, 2);
	}
}

long
watch_naps(const struct watched *watched)
{
	return look_at(watched).naps;
}

int
watch_sleeps(const struct watched *watched, int ms)
{
	const struct look before = look_at(watched);
	struct look now = before;
	int samples = 0, awake = 0;

	for (int passed = 0; passed < ms; passed += 10) {
		now = look_at(watched);
		samples++;
		awake += now.running > 0;
		poll(NULL, 0, 10);
	}
	now = look_at(watched);
	if (now.running + now.sleeping == 0) {
		eag_note("your program has ended already");
		return 0;
	}
	/* One wake may be a deadline of its own; asking on time is many. */
	if (awake > samples / 4 || now.us - before.us > ms * 100)
		eag_note("your program is busy, with nothing to do");
	else if (now.naps - before.naps > 1)
		eag_note("your program wakes up again and again, for nothing");
	else
		return 1;
	eag_timing("woke up", now.naps - before.naps, "times");
	eag_timing("processor time", now.us - before.us, "us");
	return 0;
}

int
watch_descriptors(const struct watched *watched)
{
	char path[32];
	int number = -2; /* . and .. */
	DIR *folder;

	snprintf(path, sizeof(path), "/proc/%ld/fd", (long)watched->pid);
	folder = opendir(path);
	while (folder != NULL && readdir(folder) != NULL)
		number++;
	if (folder != NULL)
		closedir(folder);
	return number;
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
