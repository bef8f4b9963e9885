/* SPDX-License-Identifier: MIT */
/* tracees.c: threads are found by their number, processes by theirs. */
#include "tracees.h"

#include <stdlib.h>
#include <unistd.h>

#include "../proc_files.h"
#include "eagain.h"

enum { CHAINS = 256 };
static struct thread *chains[CHAINS];
static struct process *processes;
static int seen;

static struct thread **
chain_of(pid_t tid)
{
	return &chains[(unsigned)tid % CHAINS];
}

struct thread *
thread_find(pid_t tid)
{
	struct thread *thread = *chain_of(tid);

	while (thread != NULL && thread->tid != tid)
		thread = thread->next;
	return thread;
}

struct process *
process_find(pid_t pid)
{
	struct process *process = processes;

	while (process != NULL && process->pid != pid)
		process = process->next;
	return process;
}

/* The process that a thread belongs to: proc(5), Tgid in status.  0: gone. */
static pid_t
process_of(pid_t tid)
{
	char *text = proc_text(tid, "status");
	const long long pid = proc_number(text, "Tgid", 10);

	free(text);
	return pid > 0 ? (pid_t)pid : 0;
}

static struct process *
process_add(pid_t pid)
{
	struct process *process = calloc(1, sizeof(*process));

	eag_need(process != NULL, "calloc");
	process->pid = pid;
	process->pidfd = -1;
	process->next = processes;
	processes = process;
	seen++;
	return process;
}

struct thread *
thread_add(pid_t tid)
{
	pid_t pid = process_of(tid);
	struct thread *thread, **chain = chain_of(tid);

	if (pid == 0)
		return NULL;
	thread = calloc(1, sizeof(*thread));
	eag_need(thread != NULL, "calloc");
	thread->tid = tid;
	thread->process = process_find(pid);
	if (thread->process == NULL)
		thread->process = process_add(pid);
	thread->process->threads++;
	thread->next = *chain;
	*chain = thread;
	return thread;
}

struct process *
thread_remove(struct thread *thread)
{
	struct process *process = thread->process;
	struct thread **at = chain_of(thread->tid);

	while (*at != thread)
		at = &(*at)->next;
	*at = thread->next;
	free(thread);
	return --process->threads == 0 ? process : NULL;
}

void
process_remove(struct process *process)
{
	struct process **at = &processes;

	while (*at != process)
		at = &(*at)->next;
	*at = process->next;
	if (process->pidfd != -1)
		close(process->pidfd);
	free(process->histories);
	free(process);
}

void
thread_each(void (*look)(struct thread *thread, void *with), void *with)
{
	struct thread *thread, *next;

	for (int i = 0; i < CHAINS; i++)
		for (thread = chains[i]; thread != NULL; thread = next) {
			next = thread->next;
			look(thread, with);
		}
}

static void
remove_other(struct thread *thread, void *with)
{
	const struct thread *alone = with;

	if (thread != alone && thread->process == alone->process)
		thread_remove(thread);
}

void
thread_alone(struct thread *thread)
{
	thread_each(remove_other, thread);
}

int
process_seen(void)
{
	return seen;
}
