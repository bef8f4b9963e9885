/* SPDX-License-Identifier: MIT */
/* system_calls.h: the system calls that are known here, and what each is. */
#ifndef LIVE_SYSTEM_CALLS_H
#define LIVE_SYSTEM_CALLS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum call_does {
	CALL_READS,    /* bytes, from descriptor 0 of its arguments */
	CALL_WRITES,   /* the same, to it */
	CALL_MOVES,    /* from one descriptor to another */
	CALL_ACCEPTS,  /* returns a new socket */
	CALL_CONNECTS, /* has an outcome, which may come later */
	CALL_OUTCOME,  /* asks for it */
	CALL_POLLS,    /* waits for descriptors */
	CALL_SELECTS,
	CALL_EPOLLS,
	CALL_WAITS, /* for something that names no descriptor */
	CALL_NAPS,  /* lets time pass */
	CALL_CLOSES,
	CALL_CLOSES_RANGE,
	CALL_REPLACES,  /* dup2(): closes what the number was */
	CALL_REGISTERS, /* epoll_ctl() */
	CALL_SOCKET,
	CALL_PAIR,
	CALL_PIPE,
	CALL_MUX,   /* socketcall(): one of those above, see calls_decode() */
	CALL_LOCKS, /* from here on they are known by name, and not watched */
	CALL_NAMED
};

/* Where a call that reads or writes has its bytes, or its time limit. */
enum call_form {
	FORM_PLAIN,    /* fd, buffer, length; or no time limit */
	FORM_VECTOR,   /* fd, iovec, how many */
	FORM_MESSAGE,  /* fd, msghdr */
	FORM_MESSAGES, /* fd, mmsghdr, how many: counts messages, not bytes */
	FORM_MS,       /* milliseconds, -1 for none */
	FORM_TIME,     /* a timespec or timeval of the caller's words */
	FORM_TIME64    /* of 64 bits */
};

enum { ABIS = 2 }; /* this build's own, and i386 on x86_64 */

struct call_type {
	const char *name;
	enum call_does does;
	int numbers[ABIS]; /* -1: that ABI has no such call */
	enum call_form form;
	/*
	 * Which argument has MSG_DONTWAIT and the like, the time limit, or the
	 * descriptor that bytes are moved to; 0: none.
	 */
	int argument;
};

/* All of them; the last has no name. */
extern const struct call_type calls_known[];

/* A call as the kernel tells it; `narrow`: addresses and longs of 32 bits. */
struct call {
	const struct call_type *type;
	uint64_t args[6];
	uint64_t instruction, stack; /* pointers, where it was called */
	long ret;                    /* -1 if it failed */
	int error;                   /* then its errno */
	int narrow;
};

/* AUDIT_ARCH_ of linux/audit.h; 0: there is no such ABI here. */
uint32_t calls_arch(int abi);
int calls_narrow(int abi);

/* NULL: it is not known. */
const struct call_type *calls_find(int abi, uint64_t number);

/* A call that is known to be there. */
const struct call_type *calls_called(const char *name);

/*
 * socketcall(2) has the arguments of the real call in memory.  NULL: it is one
 * that is not known.
 */
const struct call_type *calls_decode(pid_t pid, struct call *call);

/* A signed argument, as an int: a descriptor, a time limit in ms. */
int call_int(const struct call *call, int which);

/* The descriptor that bytes are moved to, and that they come from. */
int call_to(const struct call *call);
int call_from(const struct call *call);

#endif
