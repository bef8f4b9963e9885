/* SPDX-License-Identifier: MIT */
/* child_process.c: a process of its own, and a peer in it that reads slowly. */
#define _GNU_SOURCE /* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "internal.h"

static _Noreturn void
read_stream(int conn, size_t total, size_t part)
{
	static char bytes[65536];
	size_t done = 0, left;
	ssize_t n = 1;

	while (done < total && n > 0) {
		left = total - done;
		if (left > part)
			left = part;
		if (left > sizeof(bytes))
			left = sizeof(bytes);
		n = recv(conn, bytes, left, 0);
		if (n == -1 && errno != ECONNRESET) {
			eag__complain("recv in a reader: %s: %s",
			    eag_errno_name(errno), strerror(errno));
			_exit(EXIT_ERROR);
		}
		if (n > 0 && eag_first_wrong(bytes, (size_t)n, done) != -1)
			_exit(EXIT_FAIL);
		done += n > 0 ? (size_t)n : 0;
	}
	_exit(done == total ? EXIT_PASS : EXIT_FAIL);
}

int
eag_child(void)
{
	pid_t parent = getpid(), child;
	ssize_t n;
	int tell[2], error = EPIPE;

	/* The child reports prctl()'s errno. */
	eag_need(pipe2(tell, O_CLOEXEC) == 0, "pipe2");
	eag__write_out(); /* the child has nothing to say */
	child = fork();
	eag_need(child != -1, "fork");
	if (child == 0) {
		signal(SIGINT, SIG_DFL);
		signal(SIGTERM, SIG_DFL);
		error = prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 ? errno : 0;
		if (write(tell[1], &error, sizeof(error)) != sizeof(error) ||
		    error != 0 || getppid() != parent)
			_exit(EXIT_ERROR);
		close(tell[0]);
		close(tell[1]);
		eag__run.text.fd = eag__run.events.fd = -1;
		eag__run.silent = 1;
		return 0;
	}
	close(tell[1]);
	do
		n = read(tell[0], &error, sizeof(error));
	while (n == -1 && errno == EINTR);
	close(tell[0]);
	errno = error;
	eag_need(error == 0, "prctl in a child");
	return child;
}

int
eag_reader(int conn, size_t total, size_t part)
{
	int child = eag_child();

	if (child == 0)
		read_stream(conn, total, part);
	close(conn);
	return child;
}

int
eag_wait_child(int child)
{
	int status;
	pid_t ended;

	do
		ended = waitpid(child, &status, 0);
	while (ended == -1 && errno == EINTR);
	eag_need(ended == child, "waitpid");
	return status;
}

int
eag_reader_done(int reader)
{
	int status = eag_wait_child(reader);

	errno = ECHILD;
	eag_need(!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_ERROR,
	    "a reader has failed, as it says");
	return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_PASS;
}

void
eag_answer(struct eag_answer *answer, long ret)
{
	answer->error = ret == -1 ? errno : 0;
	answer->ret = ret;
}

long
eag_answered(const struct eag_answer *answer)
{
	errno = answer->error;
	return answer->ret;
}

void
eag_ask_child(void (*ask)(struct eag_answer *answers),
    struct eag_answer *answers, int count)
{
	const size_t size = sizeof(*answers) * (size_t)count;
	struct eag_answer noted[EAG_ANSWERS] = { { 0, 0 } };
	int way[2], child, status;
	ssize_t n;

	eag_need(count <= EAG_ANSWERS && pipe2(way, O_CLOEXEC) == 0, "pipe2");
	child = eag_child();
	if (child == 0) {
		ask(noted);
		_exit(write(way[1], noted, size) == (ssize_t)size ? EXIT_PASS :
								    EXIT_FAIL);
	}
	close(way[1]);
	do
		n = read(way[0], answers, size);
	while (n == -1 && errno == EINTR);
	close(way[0]);
	status = eag_wait_child(child);
	errno = ECHILD;
	eag_need(n == (ssize_t)size && WIFEXITED(status) &&
		WEXITSTATUS(status) == EXIT_PASS,
	    "a child has failed, and left no answer");
}

void
eag_gate(int gate[2])
{
	eag_need(pipe2(gate, O_CLOEXEC) == 0, "pipe2");
}

void
eag_open_gate(int gate)
{
	eag_need(write(gate, "", 1) == 1, "write to another process");
}

int
eag_pass_gate(int gate)
{
	char byte;
	ssize_t n;

	do
		n = read(gate, &byte, 1);
	while (n == -1 && errno == EINTR);
	eag_need(n != -1, "read from another process");
	return (int)n;
}
