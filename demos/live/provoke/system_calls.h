/* SPDX-License-Identifier: MIT */
/* system_calls.h: which system calls are watched, and what each of them is. */
#ifndef SYSTEM_CALLS_H
#define SYSTEM_CALLS_H

#include <stdint.h>
#include <sys/types.h>

enum call_does {
	CALL_READS,   /* bytes, from descriptor 0 of its arguments */
	CALL_WRITES,  /* the same, to it */
	CALL_MOVES,   /* sendfile, splice, tee, vmsplice: no bytes to look at */
	CALL_ACCEPTS, /* returns a new socket */
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
	CALL_MUX /* socketcall(): one of those above, see calls_decode() */
};

enum call_form {      /* where a CALL_READS or CALL_WRITES has its bytes */
	FORM_PLAIN,   /* fd, buffer, length */
	FORM_VECTOR,  /* fd, iovec, how many */
	FORM_MESSAGE, /* fd, msghdr */
	FORM_MESSAGES /* fd, mmsghdr, how many: counts messages, not bytes */
};

struct call_type {
	const char *name;
	enum call_does does;
	enum call_form form;
	int flags; /* 1 + which argument has MSG_DONTWAIT and the like */
};

/* A call as the kernel tells it; `narrow`: addresses and longs of 32 bits. */
struct call {
	const struct call_type *type;
	uint64_t args[6];
	uint64_t instruction, stack; /* pointers, where it was called */
	long ret;                    /* -1 if it failed */
	int error;                   /* then its errno */
	int narrow;
};

/*
 * Each ABI that is watched: AUDIT_ARCH_ of linux/audit.h, and the numbers of
 * its system calls.
 */
struct call_number {
	const char *name;
	unsigned number;
};
struct call_abi {
	uint32_t arch;
	int narrow;
	const struct call_number *numbers;    /* the last has no name */
	const struct call_type *const *types; /* beside them */
};
enum { ABIS = 2 }; /* at most: this build's own, and i386 on x86_64 */
int calls_abis(struct call_abi abis[ABIS]);

/* What number `number` of that architecture is; NULL: it is not watched. */
const struct call_type *calls_find(uint32_t arch, uint64_t number, int *narrow);

/*
 * socketcall(2) has the arguments of the real call in memory.  NULL: it is one
 * that is not watched.
 */
const struct call_type *calls_decode(pid_t pid, struct call *call);

/* A signed argument, as an int: a descriptor, a time limit in ms. */
int call_int(const struct call *call, int which);

#endif
