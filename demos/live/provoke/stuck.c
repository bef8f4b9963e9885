/* SPDX-License-Identifier: MIT */
/*
 * stuck.c: who waits for room in a pipe is stuck if all who could make room are
 * stuck as well: they hold its other end, and wait themselves.  At first all
 * who wait without a limit are suspects.  Whoever may be released by somebody
 * who is none is one no longer, until nothing changes.
 *
 * A program that is told of edges alone, epoll(7), is stuck if it waits for the
 * next one while what it was told of is still there, unread.
 */
#define _GNU_SOURCE /* O_ access modes of struct dirent's links */
#include "stuck.h"

#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../proc_files.h"
#include "../wait_arguments.h"
#include "eagain.h"
#include "history.h"
#include "place.h"
#include "tally.h"

enum { MOST = 512, PIPE_NAME = 40 };

enum waits_for { SOMETHING, ROOM, BYTES, A_CHILD, A_THREAD };

static struct waiter {
	const struct thread *thread;
	enum waits_for what;
	char pipe[PIPE_NAME]; /* "pipe:[INODE]", of ROOM and BYTES */
	int suspect;
} waiters[MOST];
static int count, edges, done;

/* The pipe that a descriptor is open on; 0: it is none. */
static int
pipe_of(pid_t pid, const char *fd, char name[PIPE_NAME])
{
	char path[320];

	snprintf(path, sizeof(path), "/proc/%d/fd/%s", (int)pid, fd);
	return proc_link(path, name, PIPE_NAME) == 0 &&
	    strncmp(name, "pipe:", 5) == 0;
}

/* The number of the call that a thread waits in, proc(5); -1: none. */
static long
call_of(pid_t tid)
{
	char *text = proc_text(tid, "syscall");
	const long number = text != NULL && text[0] >= '0' && text[0] <= '9' ?
	    strtol(text, NULL, 10) :
	    -1;

	free(text);
	return number;
}

static enum waits_for
waits_for(const struct thread *thread, char pipe[PIPE_NAME])
{
	const enum call_does does = thread->in_call ? thread->call.type->does :
						      CALL_WAITS;
	char fd[16];
	long number;

	if (does == CALL_READS || does == CALL_WRITES) {
		snprintf(fd, sizeof(fd), "%d", call_int(&thread->call, 0));
		if (!pipe_of(thread->process->pid, fd, pipe))
			return SOMETHING;
		return does == CALL_READS ? BYTES : ROOM;
	}
	if (thread->in_call)
		return SOMETHING;
	number = call_of(thread->tid);
	return number == SYS_wait4 || number == SYS_waitid ? A_CHILD :
	    number == SYS_futex                            ? A_THREAD :
							     SOMETHING;
}

static void
add_waiter(struct thread *thread, void *with)
{
	struct waiter *waiter = &waiters[count];

	(void)with;
	if (count == MOST)
		return;
	count++;
	waiter->thread = thread;
	waiter->what = thread->stopped || eag_asleep(thread->tid) != 1 ?
	    SOMETHING :
	    waits_for(thread, waiter->pipe);
	waiter->suspect = waiter->what != SOMETHING;
}

/* Does one of a process's threads get on, as far as we know? */
static int
gets_on(const struct process *process)
{
	for (int i = 0; i < count; i++)
		if (waiters[i].thread->process == process &&
		    !waiters[i].suspect)
			return 1;
	return 0;
}

/* Does the process have that end of the pipe?  proc(5): the link's mode. */
static int
has_end(pid_t pid, const char *pipe, mode_t access)
{
	char path[64], name[PIPE_NAME], link[320];
	const struct dirent *entry;
	struct stat status;
	int has = 0;
	DIR *fds;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	fds = opendir(path);
	while (fds != NULL && !has && (entry = readdir(fds)) != NULL) {
		if (!pipe_of(pid, entry->d_name, name) ||
		    strcmp(name, pipe) != 0)
			continue;
		snprintf(link, sizeof(link), "%s/%s", path, entry->d_name);
		has = lstat(link, &status) == 0 && status.st_mode & access;
	}
	if (fds != NULL)
		closedir(fds);
	return has;
}

struct end {
	const struct waiter *waiter;
	int served;
};

static int
serves(int pid, void *with)
{
	struct end *end = with;
	const struct process *process = process_find(pid);

	if (process == NULL || gets_on(process))
		end->served = has_end(pid, end->waiter->pipe,
		    end->waiter->what == ROOM ? S_IRUSR : S_IWUSR);
	return !end->served;
}

/* Somebody who gets on, or whom we do not watch, has the pipe's other end. */
static int
end_is_served(const struct waiter *waiter)
{
	struct end end = { waiter, 0 };

	return proc_each(serves, &end) == -1 || end.served;
}

static int
may_be_released(const struct waiter *waiter)
{
	switch (waiter->what) {
	case ROOM:
	case BYTES:
		return end_is_served(waiter);
	case A_THREAD:
		return gets_on(waiter->thread->process);
	case A_CHILD: /* by any other process: its children's may be its own */
		for (int i = 0; i < count; i++)
			if (waiters[i].thread->process !=
				waiter->thread->process &&
			    !waiters[i].suspect)
				return 1;
		return 0;
	case SOMETHING:
		break;
	}
	return 1;
}

static int
waits_for_room(void)
{
	for (int i = 0; i < count; i++)
		if (waiters[i].suspect && waiters[i].what == ROOM)
			return 1;
	return 0;
}

/* All who wait are looked at until nobody is cleared any more. */
static void
clear_suspects(void)
{
	int changed = 1;

	while (changed && waits_for_room()) {
		changed = 0;
		for (int i = 0; i < count; i++)
			if (waiters[i].suspect &&
			    may_be_released(&waiters[i])) {
				waiters[i].suspect = 0;
				changed = 1;
			}
	}
}

/* Unread, and the edge that told of it is over; nothing else can come. */
static int
has_missed_edge(struct process *process, int fd)
{
	const unsigned edge = EPOLLET | EPOLLIN;
	const struct history *history = process->histories[fd];
	short events;

	if (history == NULL || (history->registered & edge) != edge ||
	    !history->unread)
		return 0;
	events = descriptor_events(process, fd, POLLIN | POLLRDHUP);
	if ((events & POLLIN) == 0)
		return 0;
	done = (events & (POLLRDHUP | POLLHUP)) != 0;
	return 1;
}

static void
look_for_edges(struct thread *thread, void *with)
{
	struct process *process = thread->process;
	struct history *set, *history;

	(void)with;
	if (thread->in_call || thread->call.type == NULL ||
	    thread->call.type->does != CALL_EPOLLS ||
	    waited_limit(thread->tid, &thread->call) != -1 ||
	    eag_asleep(thread->tid) != 1)
		return;
	set = history_find(process, call_int(&thread->call, 0));
	if (set == NULL || set->members != 1)
		return;
	for (int fd = 0; fd < process->room; fd++)
		if (has_missed_edge(process, fd) &&
		    eag_asleep(thread->tid) == 1) {
			history = process->histories[fd];
			history_learn(process, fd, history);
			tally((struct answered){ history->in.call,
				  kind_name(history->kind), "more was there" },
			    STUCK, 1);
			history->unread = 0;
			edges++;
		}
}

static void
say_stuck(const struct waiter *waiter)
{
	const struct answered answered = { waiter->thread->call.type->name,
		kind_name(KIND_PIPE), "no answer yet" };
	char place[96];

	tally(answered, STUCK, 1);
	place_of(waiter->thread, place, sizeof(place));
	tally_place(answered, place);
}

int
stuck_look(void)
{
	int all = 1;

	count = edges = done = 0;
	thread_each(add_waiter, NULL);
	if (count == MOST)
		return 0;
	clear_suspects();
	for (int i = 0; i < count; i++) {
		all = all && waiters[i].suspect;
		if (waiters[i].suspect && waiters[i].what == ROOM)
			say_stuck(&waiters[i]);
	}
	if (count > 0 && all && waits_for_room())
		return 1;
	thread_each(look_for_edges, NULL);
	return edges > 0 && done && count == 1;
}
