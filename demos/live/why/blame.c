/* SPDX-License-Identifier: MIT */
/* blame.c: which process has the other end, in words. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../proc_files.h"
#include "cgroup.h"
#include "look.h"

/* "stopped", "in read()", or nothing worth a word. */
static void
doing(const struct look *look, int pid, const struct process *process,
    char *text, size_t size)
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
	else if (calls_waits_for(pid, look->pid))
		snprintf(text, size, ", which waits for this process to end");
	else if (calls_doing(pid, call, sizeof(call)))
		snprintf(text, size, ", in %s()", call);
}

struct who
look_who(const struct look *look, int pid)
{
	struct who who = { pid, "a process that cannot be seen" };
	struct process process;
	char does[48];

	if (pid == 0)
		return who;
	if (pid == look->pid) {
		snprintf(who.text, sizeof(who.text), "%s (PID %d) itself",
		    look->process.name, pid);
	} else if (process_read(pid, &process) == -1) {
		snprintf(who.text, sizeof(who.text),
		    "a process that has ended (PID %d)", pid);
	} else {
		doing(look, pid, &process, does, sizeof(does));
		snprintf(who.text, sizeof(who.text), "%s (PID %d%s)",
		    process.name, pid, does);
	}
	return who;
}

void
look_and_more(struct who *who, int others)
{
	const size_t length = strlen(who->text);

	if (others > 0 && who->text[length - 1] == ')')
		snprintf(who->text + length - 1, sizeof(who->text) - length + 1,
		    ", and %d more)", others);
}

/* Another process than this one rather than itself. */
static int
holder_of(const struct look *look, unsigned long long key)
{
	const struct holder *holder = holders_first(&look->holders, key);
	int pid = 0;

	for (; holder != NULL && (pid == 0 || pid == look->pid);
	     holder = holders_next(&look->holders, holder))
		pid = holder->pid;
	return pid;
}

struct who
look_owner(const struct look *look, const struct socket *socket)
{
	struct who who = look_who(
	    look, holder_of(look, descriptors_socket_key(socket->inode)));

	if (who.pid == 0 && socket->uid >= 0)
		snprintf(who.text, sizeof(who.text),
		    "a process that cannot be seen (its socket was made by "
		    "uid %ld)",
		    socket->uid);
	return who;
}

/* The other end is not on this machine, or it is not told. */
static struct who
far_peer(const struct look *look, const struct socket *socket)
{
	struct who who = look_who(look, socket->peer_pid);
	char there[80];

	socket_there(socket, there, sizeof(there));
	if (who.pid == 0)
		snprintf(who.text, sizeof(who.text), "%s%s",
		    socket->family == AF_UNIX ? "whoever has the other end" :
			socket->to_port == 0  ? "whoever may send to it" :
						"the program at ",
		    socket->family != AF_UNIX && socket->to_port != 0 ? there :
									"");
	return who;
}

struct who
look_peer(const struct look *look, const struct socket *socket)
{
	struct socket *peer = NULL, *listener = NULL;
	struct who who;

	for (size_t i = 0; i < look->descriptors.count; i++)
		if (look->descriptors.all[i].socket == socket)
			peer = look->descriptors.all[i].peer;
	if (peer != NULL && peer->inode != 0)
		return look_owner(look, peer);
	if (socket->queued_at != 0)
		listener = diag_socket(&look->diag, socket->queued_at);
	else if (socket_is_tcp(socket) && peer != NULL)
		listener = diag_listener(&look->diag, socket);
	if (listener == NULL)
		return far_peer(look, socket);
	who = look_owner(look, listener);
	strncat(who.text, " has not accepted the connection, and",
	    sizeof(who.text) - strlen(who.text) - 1);
	return who;
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

struct who
look_pipe(const struct look *look, const struct descriptor *pipe, int writers)
{
	const struct holder *holder = holders_first(&look->holders, pipe->key);
	const int unwanted = writers ? O_RDONLY : O_WRONLY;
	int first = 0, last = 0, others = -1;
	struct who who;

	for (; holder != NULL; holder = holders_next(&look->holders, holder)) {
		if (mode_of(holder) == unwanted || holder->pid == last)
			continue;
		last = holder->pid;
		others++;
		if (first == 0 || first == look->pid)
			first = last;
	}
	who = look_who(look, first);
	if (first == 0)
		snprintf(who.text, sizeof(who.text), "nobody who can be seen");
	look_and_more(&who, others);
	return who;
}
