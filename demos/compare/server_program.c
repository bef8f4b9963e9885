/* SPDX-License-Identifier: MIT */
/* server_program.c: start a server's program; where it listens; its counts. */
#define _GNU_SOURCE /* memfd_create(), sched_setaffinity() */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "eagain.h"
#include "server_program.h"

/* The programs lie side by side: in build/bin, or where they were installed. */
static void
program_path(const char *name, char *path, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", path, size - 1);
	size_t length;

	eag_need(n != -1, "readlink /proc/self/exe");
	path[n] = '\0';
	length = (size_t)(strrchr(path, '/') + 1 - path);
	snprintf(path + length, size - length, "echo-%s", name);
}

/* The first processor of those, or the last. */
static void
pin(const cpu_set_t *processors, int last)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	for (unsigned cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, processors)) {
			if (!last && CPU_COUNT(&one) > 0)
				break;
			CPU_ZERO(&one);
			CPU_SET(cpu, &one);
		}
	eag_need(
	    sched_setaffinity(0, sizeof(one), &one) == 0, "sched_setaffinity");
}

int
program_processors(cpu_set_t *processors)
{
	CPU_ZERO(processors);
	/* It fails if there are more than the set has room for. */
	if (sched_getaffinity(0, sizeof(*processors), processors) == -1)
		return 0;
	if (CPU_COUNT(processors) > 1)
		pin(processors, 0);
	return CPU_COUNT(processors);
}

static _Noreturn void
run(const struct program *program, int counts, int out)
{
	char path[4096], option[64];

	program_path(program->name, path, sizeof(path));
	snprintf(option, sizeof(option), "--counts=/proc/self/fd/%d", counts);
	if (fcntl(counts, F_SETFD, 0) == -1)
		_exit(127);
	if (program->processors != NULL && CPU_COUNT(program->processors) > 1)
		pin(program->processors, 1);
	if (dup2(out, STDOUT_FILENO) == -1)
		_exit(127);
	while (
	    program->crowd_to > 0 && dup(STDOUT_FILENO) < program->crowd_to - 1)
		;
	execl(path, path, "--listen=127.0.0.1:0", "--json", option,
	    program->option, (char *)NULL);
	_exit(127);
}

/* The port in {"event":"listen","at":"127.0.0.1:PORT"}; 0: it never came. */
static unsigned
port_in(int in)
{
	static const char before[] = "\"listen\",\"at\":\"127.0.0.1:";
	char text[4096];
	size_t used = 0;
	const char *at;
	ssize_t n;
	unsigned port;

	while (used < sizeof(text) - 1) {
		n = read(in, text + used, sizeof(text) - 1 - used);
		if (n <= 0 && !(n == -1 && errno == EINTR))
			return 0;
		used += n > 0 ? (size_t)n : 0;
		text[used] = '\0';
		at = strstr(text, before);
		if (at != NULL && strchr(at, '}') != NULL &&
		    sscanf(at + strlen(before), "%u", &port) == 1)
			return port;
	}
	return 0;
}

int
program_start(struct program *program)
{
	int counts = memfd_create("counts", MFD_CLOEXEC), out[2], status = 0;
	unsigned port;
	char text[64];
	void *map;

	eag_need_proc(eag_asleep(getpid()) != -1, "/proc/PID/stat");
	eag_need(counts != -1, "memfd_create");
	eag_need(ftruncate(counts, sizeof(struct counts)) == 0, "ftruncate");
	map = mmap(
	    NULL, sizeof(struct counts), PROT_READ, MAP_SHARED, counts, 0);
	eag_need(map != MAP_FAILED, "mmap");
	eag_need(pipe2(out, O_CLOEXEC) == 0, "pipe2");
	program->pid = eag_child();
	if (program->pid == 0)
		run(program, counts, out[1]);
	close(counts);
	close(out[1]);
	port = port_in(out[0]);
	close(out[0]);
	program->counts = map;
	if (port == 0) {
		waitpid(program->pid, &status, 0);
		munmap(map, sizeof(struct counts));
		snprintf(text, sizeof(text),
		    "start echo-%s beside this program", program->name);
		errno = ENOENT;
		eag_need(WIFEXITED(status) && WEXITSTATUS(status) == 77, text);
		return 0;
	}
	memset(&program->address, 0, sizeof(program->address));
	program->address.in.sin_family = AF_INET;
	program->address.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	program->address.in.sin_port = htons((in_port_t)port);
	program->address.length = sizeof(program->address.in);
	return 1;
}

void
program_stop(struct program *program)
{
	eag_need(kill(program->pid, SIGKILL) == 0, "kill");
	waitpid(program->pid, NULL, 0);
	munmap((void *)(uintptr_t)program->counts, sizeof(struct counts));
}
