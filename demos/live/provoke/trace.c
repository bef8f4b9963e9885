/* SPDX-License-Identifier: MIT */
/*
 * trace.c: ptrace(2) with PTRACE_SEIZE, so that a stopped program can be
 * continued by SIGCONT as always; with PTRACE_O_EXITKILL, so that nothing stays
 * behind, stopped or traced, however this program ends.  The filter stops the
 * calls that are watched and no other; what they are is told by the kernel
 * (PTRACE_GET_SYSCALL_INFO), not by registers.
 */
#define _GNU_SOURCE /* pipe2(), __WALL */
#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arrange.h"
#include "descriptor.h"
#include "eagain.h"
#include "filter.h"
#include "reaction.h"
#include "squeeze.h"
#include "stuck.h"
#include "tracees.h"

/* linux/ptrace.h; not every libc has these. */
enum {
	SEIZE = 0x4206,
	LISTEN = 0x4208,
	SYSCALL_INFO = 0x420e,
	OPTIONS = 1 | 2 | 4 | 8 | 16 | 128 | 1 << 20, /* SYSGOOD, FORK, VFORK,
		CLONE, EXEC, SECCOMP, EXITKILL */
	EVENT_EXEC = 4,
	EVENT_SECCOMP = 7,
	EVENT_STOP = 128,
	INFO_EXIT = 2,
	INFO_SECCOMP = 3
};

struct told { /* struct ptrace_syscall_info */
	uint8_t what, pad[3];
	uint32_t arch;
	uint64_t instruction, stack;
	union {
		struct {
			uint64_t number, args[6];
			uint32_t data;
		} entry;
		struct {
			int64_t value;
			uint8_t is_error;
		} exit;
	} is;
};

enum { TICK = 100 }; /* ms: how often it is looked whether all is quiet */

static pid_t command_pid;
static int command_status = -1;
static unsigned long stops;        /* so far */
static int foreign, uring, set_id; /* there were such programs */
static volatile sig_atomic_t forward, ticked;
static struct stat only; /* st_ino is 0: all programs are judged */

/* Not ptrace() itself, whose first argument has another type in each libc. */
static long
request(int what, pid_t tid, uintptr_t address, uintptr_t data)
{
	return syscall(SYS_ptrace, what, tid, address, data);
}

/* Goes on until its next call that is watched, or the end of this one. */
static void
resume(struct thread *thread, int signal_number)
{
	thread->stopped = 0;
	/* ESRCH: it was killed meanwhile, and its end will be told. */
	if (request(thread->in_call ? PTRACE_SYSCALL : PTRACE_CONT, thread->tid,
		0, (uintptr_t)signal_number) == -1 &&
	    errno != ESRCH)
		eag_need(0, "ptrace PTRACE_CONT");
}

static int
tell(const struct thread *thread, struct told *told)
{
	memset(told, 0, sizeof(*told));
	return request(SYSCALL_INFO, thread->tid, sizeof(*told),
		   (uintptr_t)told) > 0;
}

/* -1: the filter does not know it. */
static int
abi_of(uint32_t arch)
{
	for (int abi = 0; abi < ABIS; abi++)
		if (arch != 0 && calls_arch(abi) == arch)
			return abi;
	return -1;
}

/* A call that is watched begins. */
static void
call_begins(struct thread *thread)
{
	struct call *call = &thread->call;
	struct told told;
	int abi;

	thread->in_call = 0;
	if (!tell(thread, &told) || told.what != INFO_SECCOMP)
		return;
	abi = abi_of(told.arch);
	if (abi == -1)
		return;
	call->type = calls_find(abi, told.is.entry.number);
	call->narrow = calls_narrow(abi);
	memcpy(call->args, told.is.entry.args, sizeof(call->args));
	call->instruction = told.instruction;
	call->stack = told.stack;
	if (call->type != NULL)
		call->type = calls_decode(thread->tid, call);
	if (call->type == NULL)
		return;
	uring = uring || strcmp(call->type->name, "io_uring_enter") == 0;
	if (thread->process->started && !thread->process->left_out)
		thread->in_call = reaction_begin(thread);
}

/* And ends.  -512 and below: it will begin again, after a signal. */
static void
call_ends(struct thread *thread, int squeeze)
{
	struct call *call = &thread->call;
	struct told told;

	thread->in_call = 0;
	if (!tell(thread, &told) || told.what != INFO_EXIT)
		return;
	call->ret = (long)told.is.exit.value;
	call->error = 0;
	if (told.is.exit.is_error) {
		call->error = (int)-told.is.exit.value;
		call->ret = -1;
	}
	if (call->error >= 512)
		return;
	if (squeeze)
		squeeze_made(thread);
	reaction_end(thread);
}

/* Would it have another user or group if it were not watched?  execve(2) */
static int
is_set_id(pid_t pid)
{
	struct stat program;
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	return stat(path, &program) == 0 &&
	    ((program.st_mode & S_ISUID && program.st_uid != geteuid()) ||
		(program.st_mode & S_ISGID && program.st_gid != getegid()));
}

static int
is_left_out(pid_t pid)
{
	struct stat program;
	char path[32];

	if (only.st_ino == 0)
		return 0;
	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	return stat(path, &program) == -1 || program.st_ino != only.st_ino ||
	    program.st_dev != only.st_dev;
}

/* exec(): a thread that called it has its process's number from now on. */
static void
executes(struct thread *thread)
{
	struct told told;

	foreign = foreign || (tell(thread, &told) && abi_of(told.arch) == -1);
	set_id = set_id || is_set_id(thread->tid);
	thread_alone(thread);
	thread->in_call = 0;
	if (thread->process->started)
		reaction_exec(thread->process);
	thread->process->started = 1;
	thread->process->left_out = is_left_out(thread->tid);
}

/* A signal from outside that ends most programs. */
static int
ends_programs(int number)
{
	return number == SIGTERM || number == SIGINT || number == SIGHUP ||
	    number == SIGQUIT;
}

static void
stopped(struct thread *thread, int status, int squeeze)
{
	const int event = status >> 16, number = WSTOPSIG(status);

	thread->stops++;
	if (number == (SIGTRAP | 0x80)) {
		call_ends(thread, squeeze);
	} else if (event == EVENT_SECCOMP) {
		call_begins(thread);
	} else if (event == EVENT_EXEC) {
		executes(thread);
	} else if (event == EVENT_STOP && number != SIGTRAP) {
		thread->stopped = 1;
		request(LISTEN, thread->tid, 0, 0);
		return;
	} else if (event == 0) {
		if (ends_programs(number))
			thread->process->asked_to_end = number;
		resume(thread, number);
		return;
	}
	resume(thread, 0);
}

/* A process inherits what its parent runs. */
static struct thread *
newcomer(pid_t tid)
{
	struct thread *thread = thread_add(tid);

	if (thread != NULL) {
		thread->process->started = 1;
		thread->process->left_out = is_left_out(thread->process->pid);
	}
	return thread;
}

static void
ended(struct thread *thread, int status)
{
	const pid_t tid = thread->tid;
	struct process *process = thread_remove(thread);

	if (tid == command_pid)
		command_status = status;
	if (process == NULL)
		return;
	reaction_exit(process, status);
	process_remove(process);
}

static void
kill_one(struct thread *thread, void *with)
{
	(void)with;
	kill(thread->process->pid, SIGKILL);
}

/* Once, whatever its threads are. */
static void
ask_one(struct thread *thread, void *with)
{
	const int *number = with;
	struct process *process = thread->process;

	/* A terminal's Ctrl-C has come to all of them already. */
	if (process->asked_to_end != *number)
		kill(process->pid, *number);
	process->asked_to_end = *number;
}

/*
 * Somebody wants this program to end: so does the command, and if that has gone
 * already, what it has left.  Whoever asks again after a second (timeout(1)
 * says it twice at once) wants no more asking.
 */
static void
pass_on(void)
{
	struct thread *command = thread_find(command_pid);
	static int since; /* so many ticks ago */
	int number = forward;

	forward = 0;
	since += since > 0;
	if (number == 0)
		return;
	if (since > 1000 / TICK) {
		thread_each(kill_one, NULL);
	} else if (since == 0) {
		since = 1;
		if (command != NULL)
			ask_one(command, &number);
		else
			thread_each(ask_one, &number);
	}
}

/*
 * For this time nothing was called, and nothing returned: is anybody stuck?  It
 * is looked at, too, before the command is asked to end.
 */
static void
tick(void)
{
	static unsigned long before;
	static int looked;

	if (stops != before && forward == 0)
		looked = 0;
	else if (!looked) {
		looked = 1;
		if (stuck_look())
			thread_each(kill_one, NULL);
	}
	before = stops;
	pass_on();
}

int
trace_run(int squeeze)
{
	struct thread *thread;
	int status;
	pid_t tid;

	/*
	 * Until no child is left: a process that has forked may end before the
	 * new one's first stop is told.
	 */
	for (;;) {
		if (ticked) {
			ticked = 0;
			tick();
		}
		tid = waitpid(-1, &status, __WALL);
		if (tid == -1 && errno == EINTR)
			continue;
		eag_need(tid != -1 || errno == ECHILD, "waitpid");
		if (tid == -1)
			break;
		thread = thread_find(tid);
		/* Who drives it may ask the clock, while it is stuck. */
		stops += thread == NULL || !thread->process->left_out;
		if (WIFSTOPPED(status)) {
			if (thread == NULL)
				thread = newcomer(tid);
			if (thread != NULL)
				stopped(thread, status, squeeze);
		} else if (thread != NULL) {
			ended(thread, status);
		}
	}
	return command_status;
}

void
trace_say_unseen(void)
{
	if (foreign)
		eag_note("programs of another word size were not seen");
	if (set_id)
		eag_note("set-user-ID programs ran without their privilege");
	if (uring)
		eag_note("what io_uring did for it was not seen");
}

static void
interrupt(int number)
{
	if (number == SIGALRM)
		ticked = 1;
	else
		forward = number;
}

/*
 * Without SA_RESTART: waitpid() ends, and it is looked at what came.  A signal
 * just before waitpid() is seen a tick later.
 */
static void
catch_signals(void)
{
	const struct itimerval every = {
		.it_interval = { .tv_usec = TICK * 1000 },
		.it_value = { .tv_usec = TICK * 1000 },
	};
	const struct sigaction action = { .sa_handler = interrupt };
	const int numbers[] = { SIGALRM, SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction before;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		eag_need(
		    sigaction(numbers[i], NULL, &before) == 0, "sigaction");
		if (before.sa_handler != SIG_IGN || numbers[i] == SIGALRM)
			eag_need(sigaction(numbers[i], &action, NULL) == 0,
			    "sigaction");
	}
	eag_need(setitimer(ITIMER_REAL, &every, NULL) == 0, "setitimer");
}

/* In the child: wait until it is watched, and become the command. */
static _Noreturn void
become(char *command[], int out, int gate, int failed)
{
	int error = 0;

	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	if (eag_pass_gate(gate) == 1 && dup2(out, STDOUT_FILENO) != -1 &&
	    filter_install() == 0)
		execvp(command[0], command);
	error = errno;
	if (write(failed, &error, sizeof(error)) == -1)
		_exit(126);
	_exit(127);
}

/* Its first step: the exec(), or the errno that came instead. */
static void
until_exec(int failed, const char *name)
{
	char text[128];
	int error = 0;
	ssize_t n;

	/* Until one of the two has happened it does not end by itself. */
	while (!process_find(command_pid)->started) {
		int status;
		pid_t tid = waitpid(command_pid, &status, __WALL);

		if (tid == -1 && errno == EINTR)
			continue;
		eag_need(tid == command_pid, "waitpid");
		if (!WIFSTOPPED(status))
			break;
		stopped(thread_find(command_pid), status, 0);
	}
	n = read(failed, &error, sizeof(error));
	errno = error;
	snprintf(text, sizeof(text), "cannot run %.90s", name);
	eag_need(n == 0, text);
}

void
trace_only(const char *program)
{
	eag_need(stat(program, &only) == 0, program);
}

void
trace_start(char *command[], int out)
{
	struct thread *thread;
	int gate[2], failed[2];

	eag_gate(gate);
	eag_gate(failed);
	/* What loses its parent becomes our child, and stays in sight. */
	eag_need(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0, "prctl");
	command_pid = eag_child();
	if (command_pid == 0) {
		close(gate[1]);
		become(command, out, gate[0], failed[1]);
	}
	close(gate[0]);
	close(failed[1]);
	eag_need(request(SEIZE, command_pid, 0, OPTIONS) != -1,
	    "ptrace PTRACE_SEIZE");
	thread = thread_add(command_pid);
	eag_need(thread != NULL, "read /proc");
	catch_signals();
	eag_open_gate(gate[1]);
	close(gate[1]);
	until_exec(failed[0], command[0]);
	close(failed[0]);
}

/* A child stops at a call that is watched, and the kernel says which. */
static const char *
try_out(pid_t child)
{
	struct told told;
	int status;

	for (;;) {
		if (waitpid(child, &status, __WALL) != child ||
		    !WIFSTOPPED(status))
			return "a seccomp filter is refused here; it needs "
			       "Linux 4.8";
		if (status >> 16 == EVENT_SECCOMP)
			break;
		if (request(PTRACE_CONT, child, 0, 0) == -1)
			return "ptrace() is refused here";
	}
	if (request(SYSCALL_INFO, child, sizeof(told), (uintptr_t)&told) <= 0)
		return "PTRACE_GET_SYSCALL_INFO, which Linux has since 5.3";
	return NULL;
}

const char *
trace_missing(void)
{
	const char *missing;
	int gate[2];
	pid_t child;

	if (calls_arch(0) == 0)
		return "the numbers of this architecture's system calls";
	missing = descriptor_missing();
	if (missing != NULL)
		return missing;
	eag_gate(gate);
	child = eag_child();
	if (child == 0) {
		/* The filter stops the read() or the close() after it. */
		if (eag_pass_gate(gate[0]) == 1 && filter_install() == 0)
			close(gate[0]);
		_exit(0);
	}
	close(gate[0]);
	/* It waits at the gate until it is seized. */
	missing = request(SEIZE, child, 0, OPTIONS) == -1 ?
	    "ptrace() is refused here" :
	    NULL;
	eag_open_gate(gate[1]);
	if (missing == NULL)
		missing = try_out(child);
	close(gate[1]);
	kill(child, SIGKILL);
	while (waitpid(child, NULL, __WALL) == -1 && errno == EINTR)
		;
	return missing;
}
