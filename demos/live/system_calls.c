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
	{ "read", CALL_READS, FORM_PLAIN, 0, { SYS_read, 3 } },
	{ "readv", CALL_READS, FORM_VECTOR, 0, { SYS_readv, 145 } },
	{ "recv", CALL_READS, FORM_PLAIN, 3, { SYS_recv, NONE } },
	{ "recvfrom", CALL_READS, FORM_PLAIN, 3, { SYS_recvfrom, 371 } },
	{ "recvmsg", CALL_READS, FORM_MESSAGE, 2, { SYS_recvmsg, 372 } },
	{ "recvmmsg", CALL_READS, FORM_MESSAGES, 3, { SYS_recvmmsg, 337 } },
	{ "recvmmsg", CALL_READS, FORM_MESSAGES, 3, { SYS_recvmmsg_time64, 417 } },
	{ "write", CALL_WRITES, FORM_PLAIN, 0, { SYS_write, 4 } },
	{ "writev", CALL_WRITES, FORM_VECTOR, 0, { SYS_writev, 146 } },
	{ "send", CALL_WRITES, FORM_PLAIN, 3, { SYS_send, NONE } },
	{ "sendto", CALL_WRITES, FORM_PLAIN, 3, { SYS_sendto, 369 } },
	{ "sendmsg", CALL_WRITES, FORM_MESSAGE, 2, { SYS_sendmsg, 370 } },
	{ "sendmmsg", CALL_WRITES, FORM_MESSAGES, 3, { SYS_sendmmsg, 345 } },
	{ "vmsplice", CALL_WRITES, FORM_VECTOR, 0, { SYS_vmsplice, 316 } },
	{ "sendfile", CALL_MOVES, FORM_PLAIN, 0, { SYS_sendfile, 187 } },
	{ "sendfile", CALL_MOVES, FORM_PLAIN, 0, { SYS_sendfile64, 239 } },
	{ "splice", CALL_MOVES, FORM_PLAIN, 2, { SYS_splice, 313 } },
	{ "tee", CALL_MOVES, FORM_PLAIN, 1, { SYS_tee, 315 } },
	{ "accept", CALL_ACCEPTS, FORM_PLAIN, 0, { SYS_accept, NONE } },
	{ "accept4", CALL_ACCEPTS, FORM_PLAIN, 0, { SYS_accept4, 364 } },
	{ "connect", CALL_CONNECTS, FORM_PLAIN, 0, { SYS_connect, 362 } },
	{ "getsockopt", CALL_OUTCOME, FORM_PLAIN, 0, { SYS_getsockopt, 365 } },
	{ "getpeername", CALL_OUTCOME, FORM_PLAIN, 0, { SYS_getpeername, 368 } },
	{ "poll", CALL_POLLS, FORM_MS, 2, { SYS_poll, 168 } },
	{ "ppoll", CALL_POLLS, FORM_TIME, 2, { SYS_ppoll, 309 } },
	{ "ppoll", CALL_POLLS, FORM_TIME64, 2, { SYS_ppoll_time64, 414 } },
	{ "select", CALL_SELECTS, FORM_TIME, 4, { SYS_select, NONE } },
	{ "select", CALL_SELECTS, FORM_TIME, 4, { SYS__newselect, 142 } },
	{ "pselect6", CALL_SELECTS, FORM_TIME, 4, { SYS_pselect6, 308 } },
	{ "pselect6", CALL_SELECTS, FORM_TIME64, 4, { SYS_pselect6_time64, 413 } },
	{ "epoll_wait", CALL_EPOLLS, FORM_MS, 3, { SYS_epoll_wait, 256 } },
	{ "epoll_pwait", CALL_EPOLLS, FORM_MS, 3, { SYS_epoll_pwait, 319 } },
	{ "epoll_pwait2", CALL_EPOLLS, FORM_TIME64, 3, { 441, 441 } },
	{ "io_uring_enter", CALL_WAITS, FORM_PLAIN, 0, { 426, 426 } },
	{ "io_getevents", CALL_WAITS, FORM_PLAIN, 0, { SYS_io_getevents, 247 } },
	{ "pause", CALL_WAITS, FORM_PLAIN, 0, { SYS_pause, 29 } },
	{ "rt_sigsuspend", CALL_WAITS, FORM_PLAIN, 0, { SYS_rt_sigsuspend, 179 } },
	{ "rt_sigtimedwait", CALL_WAITS, FORM_TIME, 2, { SYS_rt_sigtimedwait, 177 } },
	{ "rt_sigtimedwait", CALL_WAITS, FORM_TIME64, 2, { SYS_rt_sigtimedwait_time64, 421 } },
	{ "nanosleep", CALL_NAPS, FORM_PLAIN, 0, { SYS_nanosleep, 162 } },
	{ "clock_nanosleep", CALL_NAPS, FORM_PLAIN, 0, { SYS_clock_nanosleep, 267 } },
	{ "clock_nanosleep", CALL_NAPS, FORM_PLAIN, 0, { SYS_clock_nanosleep_time64, 407 } },
	{ "close", CALL_CLOSES, FORM_PLAIN, 0, { SYS_close, 6 } },
	{ "close_range", CALL_CLOSES_RANGE, FORM_PLAIN, 0, { 436, 436 } },
	{ "dup2", CALL_REPLACES, FORM_PLAIN, 0, { SYS_dup2, 63 } },
	{ "dup3", CALL_REPLACES, FORM_PLAIN, 0, { SYS_dup3, 330 } },
	{ "epoll_ctl", CALL_REGISTERS, FORM_PLAIN, 0, { SYS_epoll_ctl, 255 } },
	{ "socket", CALL_SOCKET, FORM_PLAIN, 0, { SYS_socket, 359 } },
	{ "socketpair", CALL_PAIR, FORM_PLAIN, 0, { SYS_socketpair, 360 } },
	{ "pipe", CALL_PIPE, FORM_PLAIN, 0, { SYS_pipe, 42 } },
	{ "pipe2", CALL_PIPE, FORM_PLAIN, 0, { SYS_pipe2, 331 } },
	{ "socketcall", CALL_MUX, FORM_PLAIN, 0, { SYS_socketcall, 102 } },
	{ "flock", CALL_LOCKS, FORM_PLAIN, 0, { SYS_flock, 143 } },
	{ "fcntl", CALL_LOCKS, FORM_PLAIN, 0, { SYS_fcntl, 55 } },
	{ "fcntl", CALL_LOCKS, FORM_PLAIN, 0, { SYS_fcntl64, 221 } },
	{ "futex", CALL_NAMED, FORM_PLAIN, 0, { SYS_futex, 240 } },
	{ "futex", CALL_NAMED, FORM_PLAIN, 0, { SYS_futex_time64, 422 } },
	{ "wait4", CALL_NAMED, FORM_PLAIN, 0, { SYS_wait4, 114 } },
	{ "waitid", CALL_NAMED, FORM_PLAIN, 0, { SYS_waitid, 284 } },
	{ "vfork", CALL_NAMED, FORM_PLAIN, 0, { SYS_vfork, 190 } },
	{ "open", CALL_NAMED, FORM_PLAIN, 0, { SYS_open, 5 } },
	{ "openat", CALL_NAMED, FORM_PLAIN, 0, { SYS_openat, 295 } },
	{ "msgrcv", CALL_NAMED, FORM_PLAIN, 0, { SYS_msgrcv, 401 } },
	{ "msgsnd", CALL_NAMED, FORM_PLAIN, 0, { SYS_msgsnd, 400 } },
	{ "semop", CALL_NAMED, FORM_PLAIN, 0, { SYS_semop, NONE } },
	{ "semtimedop", CALL_NAMED, FORM_PLAIN, 0, { SYS_semtimedop, NONE } },
	{ "semtimedop", CALL_NAMED, FORM_PLAIN, 0, { SYS_semtimedop_time64, 420 } },
	{ "mq_timedreceive", CALL_NAMED, FORM_PLAIN, 0, { SYS_mq_timedreceive, 280 } },
	{ "mq_timedreceive", CALL_NAMED, FORM_PLAIN, 0, { SYS_mq_timedreceive_time64, 419 } },
	{ "mq_timedsend", CALL_NAMED, FORM_PLAIN, 0, { SYS_mq_timedsend, 279 } },
	{ "mq_timedsend", CALL_NAMED, FORM_PLAIN, 0, { SYS_mq_timedsend_time64, 418 } },
	{ "restart_syscall", CALL_NAMED, FORM_PLAIN, 0, { SYS_restart_syscall, 0 } },
	{ "exit_group", CALL_NAMED, FORM_PLAIN, 0, { SYS_exit_group, 252 } },
	{ NULL, CALL_NAMED, FORM_PLAIN, 0, { NONE, NONE } },
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

static const struct call_type *
type_called(const char *name)
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
	return type_called(muxed[which]);
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
