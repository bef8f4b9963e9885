/* SPDX-License-Identifier: MIT */
/*
 * system_calls.c: the system calls by name, and their numbers in each ABI.
 * Numbers of this build's own ABI are the header's; those of i386 are
 * arch/x86/entry/syscalls/syscall_32.tbl's, which never change.
 */
#define _GNU_SOURCE /* SYS_ names */
#include "system_calls.h"

#include <string.h>
#include <sys/syscall.h>

#include "memory.h"

/* Not every architecture has each call. */
enum { NONE = -1 };
#ifndef SYS_recv
#define SYS_recv NONE
#define SYS_send NONE
#endif
#ifndef SYS_socketcall
#define SYS_socketcall NONE
#endif
#ifndef SYS_recvmmsg
#define SYS_recvmmsg NONE
#endif
#ifndef SYS_sendfile
#define SYS_sendfile NONE
#endif
#ifndef SYS_sendfile64
#define SYS_sendfile64 NONE
#endif
#ifndef SYS_accept
#define SYS_accept NONE
#endif
#ifndef SYS_poll
#define SYS_poll NONE
#endif
#ifndef SYS_ppoll
#define SYS_ppoll NONE
#endif
#ifndef SYS_select
#define SYS_select NONE
#endif
#ifndef SYS__newselect
#define SYS__newselect NONE
#endif
#ifndef SYS_pselect6
#define SYS_pselect6 NONE
#endif
#ifndef SYS_epoll_wait
#define SYS_epoll_wait NONE
#endif
#ifndef SYS_io_getevents
#define SYS_io_getevents NONE
#endif
#ifndef SYS_pause
#define SYS_pause NONE
#endif
#ifndef SYS_rt_sigtimedwait
#define SYS_rt_sigtimedwait NONE
#endif
#ifndef SYS_nanosleep
#define SYS_nanosleep NONE
#endif
#ifndef SYS_clock_nanosleep
#define SYS_clock_nanosleep NONE
#endif
#ifndef SYS_dup2
#define SYS_dup2 NONE
#endif
#ifndef SYS_pipe
#define SYS_pipe NONE
#endif
#ifndef SYS_open
#define SYS_open NONE
#endif
#ifndef SYS_vfork
#define SYS_vfork NONE
#endif
#ifndef SYS_fcntl
#define SYS_fcntl NONE
#endif
#ifndef SYS_fcntl64
#define SYS_fcntl64 NONE
#endif
#ifndef SYS_futex
#define SYS_futex NONE
#endif
#ifndef SYS_semop
#define SYS_semop NONE
#endif
#ifndef SYS_semtimedop
#define SYS_semtimedop NONE
#endif
#ifndef SYS_msgrcv
#define SYS_msgrcv NONE
#define SYS_msgsnd NONE
#endif
#ifndef SYS_mq_timedreceive
#define SYS_mq_timedreceive NONE
#define SYS_mq_timedsend    NONE
#endif
#ifndef SYS_ppoll_time64 /* words of 32 bits have these */
#define SYS_ppoll_time64           NONE
#define SYS_pselect6_time64        NONE
#define SYS_recvmmsg_time64        NONE
#define SYS_rt_sigtimedwait_time64 NONE
#define SYS_clock_nanosleep_time64 NONE
#define SYS_futex_time64           NONE
#define SYS_semtimedop_time64      NONE
#define SYS_mq_timedreceive_time64 NONE
#define SYS_mq_timedsend_time64    NONE
#endif

/* clang-format off */
const struct call_type calls_known[] = {
	{ "read", CALL_READS, { SYS_read, 3 } },
	{ "readv", CALL_READS, { SYS_readv, 145 }, FORM_VECTOR },
	{ "recv", CALL_READS, { SYS_recv, NONE }, FORM_PLAIN, 3 },
	{ "recvfrom", CALL_READS, { SYS_recvfrom, 371 }, FORM_PLAIN, 3 },
	{ "recvmsg", CALL_READS, { SYS_recvmsg, 372 }, FORM_MESSAGE, 2 },
	{ "recvmmsg", CALL_READS, { SYS_recvmmsg, 337 }, FORM_MESSAGES, 3 },
	{ "recvmmsg", CALL_READS, { SYS_recvmmsg_time64, 417 },
		FORM_MESSAGES, 3 },
	{ "write", CALL_WRITES, { SYS_write, 4 } },
	{ "writev", CALL_WRITES, { SYS_writev, 146 }, FORM_VECTOR },
	{ "send", CALL_WRITES, { SYS_send, NONE }, FORM_PLAIN, 3 },
	{ "sendto", CALL_WRITES, { SYS_sendto, 369 }, FORM_PLAIN, 3 },
	{ "sendmsg", CALL_WRITES, { SYS_sendmsg, 370 }, FORM_MESSAGE, 2 },
	{ "sendmmsg", CALL_WRITES, { SYS_sendmmsg, 345 }, FORM_MESSAGES, 3 },
	{ "vmsplice", CALL_WRITES, { SYS_vmsplice, 316 }, FORM_VECTOR },
	{ "sendfile", CALL_MOVES, { SYS_sendfile, 187 } },
	{ "sendfile", CALL_MOVES, { SYS_sendfile64, 239 } },
	{ "splice", CALL_MOVES, { SYS_splice, 313 }, FORM_PLAIN, 2 },
	{ "tee", CALL_MOVES, { SYS_tee, 315 }, FORM_PLAIN, 1 },
	{ "accept", CALL_ACCEPTS, { SYS_accept, NONE } },
	{ "accept4", CALL_ACCEPTS, { SYS_accept4, 364 } },
	{ "connect", CALL_CONNECTS, { SYS_connect, 362 } },
	{ "getsockopt", CALL_OUTCOME, { SYS_getsockopt, 365 } },
	{ "getpeername", CALL_OUTCOME, { SYS_getpeername, 368 } },
	{ "poll", CALL_POLLS, { SYS_poll, 168 }, FORM_MS, 2 },
	{ "ppoll", CALL_POLLS, { SYS_ppoll, 309 }, FORM_TIME, 2 },
	{ "ppoll", CALL_POLLS, { SYS_ppoll_time64, 414 }, FORM_TIME64, 2 },
	{ "select", CALL_SELECTS, { SYS_select, NONE }, FORM_TIME, 4 },
	{ "select", CALL_SELECTS, { SYS__newselect, 142 }, FORM_TIME, 4 },
	{ "pselect6", CALL_SELECTS, { SYS_pselect6, 308 }, FORM_TIME, 4 },
	{ "pselect6", CALL_SELECTS, { SYS_pselect6_time64, 413 },
		FORM_TIME64, 4 },
	{ "epoll_wait", CALL_EPOLLS, { SYS_epoll_wait, 256 }, FORM_MS, 3 },
	{ "epoll_pwait", CALL_EPOLLS, { SYS_epoll_pwait, 319 }, FORM_MS, 3 },
	{ "epoll_pwait2", CALL_EPOLLS, { 441, 441 }, FORM_TIME64, 3 },
	{ "io_uring_enter", CALL_WAITS, { 426, 426 } },
	{ "io_getevents", CALL_WAITS, { SYS_io_getevents, 247 } },
	{ "pause", CALL_WAITS, { SYS_pause, 29 } },
	{ "rt_sigsuspend", CALL_WAITS, { SYS_rt_sigsuspend, 179 } },
	{ "rt_sigtimedwait", CALL_WAITS, { SYS_rt_sigtimedwait, 177 },
		FORM_TIME, 2 },
	{ "rt_sigtimedwait", CALL_WAITS, { SYS_rt_sigtimedwait_time64, 421 },
		FORM_TIME64, 2 },
	{ "nanosleep", CALL_NAPS, { SYS_nanosleep, 162 } },
	{ "clock_nanosleep", CALL_NAPS, { SYS_clock_nanosleep, 267 } },
	{ "clock_nanosleep", CALL_NAPS, { SYS_clock_nanosleep_time64, 407 } },
	{ "close", CALL_CLOSES, { SYS_close, 6 } },
	{ "close_range", CALL_CLOSES_RANGE, { 436, 436 } },
	{ "dup2", CALL_REPLACES, { SYS_dup2, 63 } },
	{ "dup3", CALL_REPLACES, { SYS_dup3, 330 } },
	{ "epoll_ctl", CALL_REGISTERS, { SYS_epoll_ctl, 255 } },
	{ "socket", CALL_SOCKET, { SYS_socket, 359 } },
	{ "socketpair", CALL_PAIR, { SYS_socketpair, 360 } },
	{ "pipe", CALL_PIPE, { SYS_pipe, 42 } },
	{ "pipe2", CALL_PIPE, { SYS_pipe2, 331 } },
	{ "socketcall", CALL_MUX, { SYS_socketcall, 102 } },
	{ "flock", CALL_LOCKS, { SYS_flock, 143 } },
	{ "fcntl", CALL_LOCKS, { SYS_fcntl, 55 } },
	{ "fcntl", CALL_LOCKS, { SYS_fcntl64, 221 } },
	{ "futex", CALL_NAMED, { SYS_futex, 240 } },
	{ "futex", CALL_NAMED, { SYS_futex_time64, 422 } },
	{ "wait4", CALL_NAMED, { SYS_wait4, 114 } },
	{ "waitid", CALL_NAMED, { SYS_waitid, 284 } },
	{ "vfork", CALL_NAMED, { SYS_vfork, 190 } },
	{ "open", CALL_NAMED, { SYS_open, 5 } },
	{ "openat", CALL_NAMED, { SYS_openat, 295 } },
	{ "msgrcv", CALL_NAMED, { SYS_msgrcv, 401 } },
	{ "msgsnd", CALL_NAMED, { SYS_msgsnd, 400 } },
	{ "semop", CALL_NAMED, { SYS_semop, NONE } },
	{ "semtimedop", CALL_NAMED, { SYS_semtimedop, NONE } },
	{ "semtimedop", CALL_NAMED, { SYS_semtimedop_time64, 420 } },
	{ "mq_timedreceive", CALL_NAMED, { SYS_mq_timedreceive, 280 } },
	{ "mq_timedreceive", CALL_NAMED, { SYS_mq_timedreceive_time64, 419 } },
	{ "mq_timedsend", CALL_NAMED, { SYS_mq_timedsend, 279 } },
	{ "mq_timedsend", CALL_NAMED, { SYS_mq_timedsend_time64, 418 } },
	{ "restart_syscall", CALL_NAMED, { SYS_restart_syscall, 0 } },
	{ "exit_group", CALL_NAMED, { SYS_exit_group, 252 } },
	{ NULL, CALL_NAMED, { NONE, NONE } },
};

/* linux/net.h: what the first argument of socketcall(2) says. */
static const char *const muxed[] = {
	[1] = "socket", [3] = "connect", [5] = "accept", [7] = "getpeername",
	[8] = "socketpair", [9] = "send", [10] = "recv", [11] = "sendto",
	[12] = "recvfrom", [15] = "getsockopt", [16] = "sendmsg",
	[17] = "recvmsg", [18] = "accept4", [19] = "recvmmsg",
	[20] = "sendmmsg",
};
/* clang-format on */
enum { MUXED = sizeof(muxed) / sizeof(muxed[0]) };

/* linux/audit.h: the machine, and bits for 64 bits, little endian. */
static const uint32_t arches[ABIS] = {
#if defined(__x86_64__)
	0xc000003e, 0x40000003
#elif defined(__i386__)
	0x40000003
#elif defined(__aarch64__)
	0xc00000b7
#elif defined(__arm__)
	0x40000028
#elif defined(__riscv) && __riscv_xlen == 64
	0xc00000f3
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
	0xc0000015
#elif defined(__s390x__)
	0x80000016
#elif defined(__loongarch64)
	0xc0000102
#endif
};

uint32_t
calls_arch(int abi)
{
	return arches[abi];
}

int
calls_narrow(int abi)
{
	return abi == 1 || sizeof(long) == 4;
}

const struct call_type *
calls_find(int abi, uint64_t number)
{
	const struct call_type *type = calls_known;

	for (; type->name != NULL; type++)
		if (type->numbers[abi] != NONE &&
		    (uint64_t)type->numbers[abi] == number)
			return type;
	return NULL;
}

const struct call_type *
calls_called(const char *name)
{
	const struct call_type *type = calls_known;

	while (strcmp(type->name, name) != 0)
		type++;
	return type;
}

const struct call_type *
calls_decode(pid_t pid, struct call *call)
{
	const uint64_t which = call->args[0];
	uint32_t words[6] = { 0 };

	if (call->type->does != CALL_MUX)
		return call->type;
	if (which >= MUXED || muxed[which] == NULL)
		return NULL;
	/* Fewer may be there than six, at the end of a page. */
	if (memory_read(pid, call->args[1], words, sizeof(words)) <
	    (ssize_t)sizeof(words[0]))
		return NULL;
	for (int i = 0; i < 6; i++)
		call->args[i] = words[i];
	return calls_called(muxed[which]);
}

int
call_int(const struct call *call, int which)
{
	return (int)(uint32_t)call->args[which];
}

int
call_to(const struct call *call)
{
	return call_int(
	    call, call->type->does == CALL_MOVES ? call->type->argument : 0);
}

/* sendfile(2) names the one to write to first, the others last. */
int
call_from(const struct call *call)
{
	return call_int(
	    call, call->type->does == CALL_MOVES && call->type->argument == 0);
}
