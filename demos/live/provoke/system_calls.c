/* SPDX-License-Identifier: MIT */
/*
 * system_calls.c: the system calls that are watched, by name, and their numbers
 * in each ABI.  Numbers of this build's own ABI are the header's; those of i386
 * are arch/x86/entry/syscalls/syscall_32.tbl's, which never change.
 */
#define _GNU_SOURCE /* SYS_ names */
#include "system_calls.h"

#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>

#include "memory.h"

enum { /* linux/audit.h: the machine, and bits for 64 bits, little endian */
	ARCH_I386 = 0x40000003
};
#if defined(__x86_64__)
static const uint32_t own_arch = 0xc000003e;
#elif defined(__i386__)
static const uint32_t own_arch = ARCH_I386;
#elif defined(__aarch64__)
static const uint32_t own_arch = 0xc00000b7;
#elif defined(__arm__)
static const uint32_t own_arch = 0x40000028;
#elif defined(__riscv) && __riscv_xlen == 64
static const uint32_t own_arch = 0xc00000f3;
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
static const uint32_t own_arch = 0xc0000015;
#elif defined(__s390x__)
static const uint32_t own_arch = 0x80000016;
#elif defined(__loongarch64)
static const uint32_t own_arch = 0xc0000102;
#else
static const uint32_t own_arch = 0; /* nothing is watched: it is said */
#endif

/* clang-format off */
static const struct call_type types[] = {
	{ "read", CALL_READS, FORM_PLAIN, 0 },
	{ "readv", CALL_READS, FORM_VECTOR, 0 },
	{ "recv", CALL_READS, FORM_PLAIN, 4 },
	{ "recvfrom", CALL_READS, FORM_PLAIN, 4 },
	{ "recvmsg", CALL_READS, FORM_MESSAGE, 3 },
	{ "recvmmsg", CALL_READS, FORM_MESSAGES, 4 },
	{ "write", CALL_WRITES, FORM_PLAIN, 0 },
	{ "writev", CALL_WRITES, FORM_VECTOR, 0 },
	{ "send", CALL_WRITES, FORM_PLAIN, 4 },
	{ "sendto", CALL_WRITES, FORM_PLAIN, 4 },
	{ "sendmsg", CALL_WRITES, FORM_MESSAGE, 3 },
	{ "sendmmsg", CALL_WRITES, FORM_MESSAGES, 4 },
	{ "sendfile", CALL_MOVES, FORM_PLAIN, 0 },
	{ "splice", CALL_MOVES, FORM_PLAIN, 0 },
	{ "tee", CALL_MOVES, FORM_PLAIN, 0 },
	{ "vmsplice", CALL_WRITES, FORM_VECTOR, 0 },
	{ "accept", CALL_ACCEPTS, FORM_PLAIN, 0 },
	{ "accept4", CALL_ACCEPTS, FORM_PLAIN, 0 },
	{ "connect", CALL_CONNECTS, FORM_PLAIN, 0 },
	{ "getsockopt", CALL_OUTCOME, FORM_PLAIN, 0 },
	{ "getpeername", CALL_OUTCOME, FORM_PLAIN, 0 },
	{ "poll", CALL_POLLS, FORM_PLAIN, 0 },
	{ "ppoll", CALL_POLLS, FORM_PLAIN, 0 },
	{ "ppoll_time64", CALL_POLLS, FORM_PLAIN, 0 },
	{ "select", CALL_SELECTS, FORM_PLAIN, 0 },
	{ "pselect6", CALL_SELECTS, FORM_PLAIN, 0 },
	{ "pselect6_time64", CALL_SELECTS, FORM_PLAIN, 0 },
	{ "epoll_wait", CALL_EPOLLS, FORM_PLAIN, 0 },
	{ "epoll_pwait", CALL_EPOLLS, FORM_PLAIN, 0 },
	{ "epoll_pwait2", CALL_EPOLLS, FORM_PLAIN, 0 },
	{ "io_uring_enter", CALL_WAITS, FORM_PLAIN, 0 },
	{ "io_getevents", CALL_WAITS, FORM_PLAIN, 0 },
	{ "pause", CALL_WAITS, FORM_PLAIN, 0 },
	{ "rt_sigsuspend", CALL_WAITS, FORM_PLAIN, 0 },
	{ "rt_sigtimedwait", CALL_WAITS, FORM_PLAIN, 0 },
	{ "nanosleep", CALL_NAPS, FORM_PLAIN, 0 },
	{ "clock_nanosleep", CALL_NAPS, FORM_PLAIN, 0 },
	{ "close", CALL_CLOSES, FORM_PLAIN, 0 },
	{ "close_range", CALL_CLOSES_RANGE, FORM_PLAIN, 0 },
	{ "dup2", CALL_REPLACES, FORM_PLAIN, 0 },
	{ "dup3", CALL_REPLACES, FORM_PLAIN, 0 },
	{ "epoll_ctl", CALL_REGISTERS, FORM_PLAIN, 0 },
	{ "socket", CALL_SOCKET, FORM_PLAIN, 0 },
	{ "socketpair", CALL_PAIR, FORM_PLAIN, 0 },
	{ "pipe", CALL_PIPE, FORM_PLAIN, 0 },
	{ "pipe2", CALL_PIPE, FORM_PLAIN, 0 },
	{ "socketcall", CALL_MUX, FORM_PLAIN, 0 },
};
enum { TYPES = sizeof(types) / sizeof(types[0]) };

static const struct call_number own[] = {
	{ "read", SYS_read }, { "readv", SYS_readv },
	{ "recvfrom", SYS_recvfrom }, { "recvmsg", SYS_recvmsg },
	{ "write", SYS_write }, { "writev", SYS_writev },
	{ "sendto", SYS_sendto }, { "sendmsg", SYS_sendmsg },
	{ "sendmmsg", SYS_sendmmsg }, { "splice", SYS_splice },
	{ "tee", SYS_tee }, { "vmsplice", SYS_vmsplice },
	{ "accept4", SYS_accept4 }, { "connect", SYS_connect },
	{ "getsockopt", SYS_getsockopt }, { "getpeername", SYS_getpeername },
	{ "epoll_pwait", SYS_epoll_pwait }, { "close", SYS_close },
	{ "dup3", SYS_dup3 }, { "epoll_ctl", SYS_epoll_ctl },
	{ "socket", SYS_socket }, { "socketpair", SYS_socketpair },
	{ "pipe2", SYS_pipe2 }, { "epoll_pwait2", 441 },
	{ "io_uring_enter", 426 }, { "close_range", 436 },
#ifdef SYS_recv
	{ "recv", SYS_recv }, { "send", SYS_send },
#endif
#ifdef SYS_socketcall
	{ "socketcall", SYS_socketcall },
#endif
#ifdef SYS_recvmmsg
	{ "recvmmsg", SYS_recvmmsg },
#endif
#ifdef SYS_recvmmsg_time64
	{ "recvmmsg", SYS_recvmmsg_time64 },
#endif
#ifdef SYS_sendfile
	{ "sendfile", SYS_sendfile },
#endif
#ifdef SYS_sendfile64
	{ "sendfile", SYS_sendfile64 },
#endif
#ifdef SYS_accept
	{ "accept", SYS_accept },
#endif
#ifdef SYS_poll
	{ "poll", SYS_poll },
#endif
#ifdef SYS_ppoll
	{ "ppoll", SYS_ppoll },
#endif
#ifdef SYS_ppoll_time64
	{ "ppoll_time64", SYS_ppoll_time64 },
#endif
#ifdef SYS_select
	{ "select", SYS_select },
#endif
#ifdef SYS__newselect
	{ "select", SYS__newselect },
#endif
#ifdef SYS_pselect6
	{ "pselect6", SYS_pselect6 },
#endif
#ifdef SYS_pselect6_time64
	{ "pselect6_time64", SYS_pselect6_time64 },
#endif
#ifdef SYS_epoll_wait
	{ "epoll_wait", SYS_epoll_wait },
#endif
#ifdef SYS_io_getevents
	{ "io_getevents", SYS_io_getevents },
#endif
#ifdef SYS_pause
	{ "pause", SYS_pause },
#endif
	{ "rt_sigsuspend", SYS_rt_sigsuspend },
#ifdef SYS_rt_sigtimedwait
	{ "rt_sigtimedwait", SYS_rt_sigtimedwait },
#endif
#ifdef SYS_rt_sigtimedwait_time64
	{ "rt_sigtimedwait", SYS_rt_sigtimedwait_time64 },
#endif
#ifdef SYS_nanosleep
	{ "nanosleep", SYS_nanosleep },
#endif
#ifdef SYS_clock_nanosleep
	{ "clock_nanosleep", SYS_clock_nanosleep },
#endif
#ifdef SYS_clock_nanosleep_time64
	{ "clock_nanosleep", SYS_clock_nanosleep_time64 },
#endif
#ifdef SYS_dup2
	{ "dup2", SYS_dup2 },
#endif
#ifdef SYS_pipe
	{ "pipe", SYS_pipe },
#endif
	{ NULL, 0 }
};

#if defined(__x86_64__)
static const struct call_number i386[] = {
	{ "read", 3 }, { "write", 4 }, { "close", 6 }, { "pause", 29 },
	{ "pipe", 42 }, { "dup2", 63 }, { "socketcall", 102 },
	{ "select", 142 }, { "readv", 145 }, { "writev", 146 },
	{ "nanosleep", 162 }, { "poll", 168 }, { "rt_sigtimedwait", 177 },
	{ "rt_sigsuspend", 179 }, { "sendfile", 187 }, { "sendfile", 239 },
	{ "io_getevents", 247 }, { "epoll_ctl", 255 }, { "epoll_wait", 256 },
	{ "clock_nanosleep", 267 }, { "pselect6", 308 }, { "ppoll", 309 },
	{ "splice", 313 }, { "tee", 315 }, { "vmsplice", 316 },
	{ "epoll_pwait", 319 }, { "dup3", 330 }, { "pipe2", 331 },
	{ "recvmmsg", 337 }, { "sendmmsg", 345 }, { "socket", 359 },
	{ "socketpair", 360 }, { "connect", 362 }, { "accept4", 364 },
	{ "getsockopt", 365 }, { "getpeername", 368 }, { "sendto", 369 },
	{ "sendmsg", 370 }, { "recvfrom", 371 }, { "recvmsg", 372 },
	{ "clock_nanosleep", 407 }, { "pselect6_time64", 413 },
	{ "ppoll_time64", 414 },
	{ "recvmmsg", 417 }, { "rt_sigtimedwait", 421 },
	{ "io_uring_enter", 426 }, { "close_range", 436 },
	{ "epoll_pwait2", 441 }, { NULL, 0 }
};
#endif

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

static const struct call_type *
type_called(const char *name)
{
	for (size_t i = 0; i < TYPES; i++)
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	return NULL;
}

enum { NUMBERS = 512 }; /* the highest that is watched is below that */
static const struct call_type *by_number[ABIS][NUMBERS];
static struct call_abi known[ABIS];
static int abis;

static void
add(uint32_t arch, int narrow, const struct call_number *numbers)
{
	known[abis] = (struct call_abi){ arch, narrow, numbers };
	for (; numbers->name != NULL; numbers++)
		by_number[abis][numbers->number % NUMBERS] = type_called(
		    numbers->name);
	abis++;
}

int
calls_abis(struct call_abi result[ABIS])
{
	if (abis == 0 && own_arch != 0) {
		add(own_arch, sizeof(long) == 4, own);
#if defined(__x86_64__)
		add(ARCH_I386, 1, i386);
#endif
	}
	memcpy(result, known, sizeof(known));
	return abis;
}

const struct call_type *
calls_find(uint32_t arch, uint64_t number, int *narrow)
{
	for (int i = 0; i < abis; i++)
		if (known[i].arch == arch) {
			*narrow = known[i].narrow;
			return number < NUMBERS ? by_number[i][number] : NULL;
		}
	return NULL;
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
