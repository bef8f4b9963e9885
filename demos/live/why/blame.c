/* SPDX-License-Identifier: MIT */
/* blame.c: which process has the other end, in words. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "cgroup.h"
#include "look.h"
#include "proc.h"

/* "stopped", "in read()", or nothing worth a word. */
static void
doing(int pid, const struct process *process, char *text, size_t size)
{
	char call[32];

	text[0] = '\0';
	if (process->state == 'T')
		snprintf(text, size, ", stopped");
	else if (process->state == 't')
		snprintf(text, size, ", held by its tracer");
	else if (process->state == 'Z')
		snprintf(text, size, ", which has ended");
	else if (cgroup_is_frozen(pid))
		snprintf(text, size, ", frozen");
	else if (calls_doing(pid, call, sizeof(call)))
		snprintf(text, size, ", in %s()", call);
}

void
look_who(const struct look *look, int pid, char *text, size_t size)
{
	struct process process;
	char does[48];

	if (pid == look->pid) {
		snprintf(
		    text, size, "%s (PID %d) itself", look->process.name, pid);
		return;
	}
	if (process_read(pid, &process) == -1) {
		snprintf(text, size, "a process that has ended (PID %d)", pid);
		return;
	}
	doing(pid, &process, does, sizeof(does));
	snprintf(text, size, "%s (PID %d%s)", process.name, pid, does);
}

void
look_and_more(char *text, size_t size, int others)
{
	const size_t length = strlen(text);

	if (others > 0 && length > 0 && text[length - 1] == ')')
		snprintf(text + length - 1, size - length + 1, ", and %d more)",
		    others);
}

/* Another process than this one rather than itself. */
static int
holder_of(const struct look *look, unsigned long long key)
{
	const struct holder *holder = holders_find(&look->holders, key);
	int pid = 0;

	for (; holder != NULL && holder != holders_end(&look->holders) &&
	     holder->key == key;
	     holder++) {
		pid = holder->pid;
		if (pid != look->pid)
			return pid;
	}
	return pid;
}

int
look_owner(const struct look *look, const struct socket *socket, char *text,
    size_t size)
{
	const int pid = holder_of(look, descriptors_socket_key(socket->inode));

	if (pid != 0)
		look_who(look, pid, text, size);
	else if (socket->uid >= 0)
		snprintf(text, size,
		    "a process that cannot be seen (its socket was made by "
		    "uid %ld)",
		    socket->uid);
	else
		snprintf(text, size, "a process that cannot be seen");
	return pid;
}

int
look_peer(const struct look *look, const struct socket *socket, char *text,
    size_t size)
{
	struct socket *peer = NULL, *listener = NULL;
	char there[80];
	int pid;

	for (size_t i = 0; i < look->descriptors.count; i++)
		if (look->descriptors.all[i].socket == socket)
			peer = look->descriptors.all[i].peer;
	if (peer != NULL && peer->inode != 0)
		return look_owner(look, peer, text, size);
	if (socket->queued_at != 0)
		listener = diag_socket(&look->diag, socket->queued_at);
	else if (socket_is_tcp(socket))
		listener = diag_listener(&look->diag, socket);
	if (listener != NULL && (peer != NULL || socket->queued_at != 0)) {
		pid = look_owner(look, listener, text, size);
		strncat(text, " has not accepted the connection, and",
		    size - strlen(text) - 1);
		return pid;
	}
	if (socket->peer_pid != 0) {
		look_who(look, socket->peer_pid, text, size);
		return socket->peer_pid;
	}
	if (socket->family == AF_UNIX) {
		snprintf(text, size, "whoever has the other end");
	} else if (socket->to_port == 0) {
		snprintf(text, size, "nobody");
	} else {
		socket_there(socket, there, sizeof(there));
		snprintf(text, size, "the program at %s", there);
	}
	return 0;
}

/* The access mode that another process has it open with; -1: unseen. */
static int
mode_of(const struct holder *holder)
{
	char file[32], *text;
	int flags;

	snprintf(file, sizeof(file), "fdinfo/%d", holder->fd);
	text = proc_text(holder->pid, file);
	flags = (int)proc_number(text, "flags", 8);
	free(text);
	return flags == -1 ? -1 : flags & O_ACCMODE;
}

int
look_pipe(const struct look *look, const struct descriptor *pipe, int writers,
    char *text, size_t size)
{
	const struct holder *holder = holders_find(&look->holders, pipe->key);
	const int unwanted = writers ? O_RDONLY : O_WRONLY;
	int first = 0, last = 0, others = -1;

	for (; holder != NULL && holder != holders_end(&look->holders) &&
	     holder->key == pipe->key;
	     holder++) {
		if (mode_of(holder) == unwanted || holder->pid == last)
			continue;
		last = holder->pid;
		others++;
		if (first == 0 || first == look->pid)
			first = last;
	}
	if (first == 0) {
		snprintf(text, size, "nobody who can be seen");
		return 0;
	}
	look_who(look, first, text, size);
	look_and_more(text, size, others);
	return first;
}
