/* SPDX-License-Identifier: MIT */
/*
 * filter.c: a seccomp filter of one comparison for each call and ABI.  What it
 * is made of is declared here, as not every libc comes with the kernel's
 * headers: linux/seccomp.h, linux/filter.h.
 */
#define _GNU_SOURCE /* syscall() */
#include "filter.h"

#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../system_calls.h"

enum {
	LOAD = 0x20,   /* BPF_LD | BPF_W | BPF_ABS */
	EQUAL = 0x15,  /* BPF_JMP | BPF_JEQ | BPF_K */
	RETURN = 0x06, /* BPF_RET | BPF_K */
	NUMBER = 0,    /* where struct seccomp_data has the number, */
	ARCH = 4,      /* and the architecture */
	SET_MODE_FILTER = 1,
	TRACE = 0x7ff00000,
	ALLOW = 0x7fff0000,
	MOST = 2 * 128 /* instructions */
};

struct instruction {
	uint16_t code;
	uint8_t if_so, if_not; /* so many are left out */
	uint32_t value;
};

struct program {
	unsigned short length;
	struct instruction *instructions;
};

/* If it is this ABI: each number that is watched leads to TRACE. */
static int
add(struct instruction *at, int abi)
{
	const struct call_type *type = calls_known;
	int n = 2, last;

	for (; type->name != NULL; type++)
		if (type->does < CALL_LOCKS && type->numbers[abi] >= 0)
			at[n++] = (struct instruction){ EQUAL, 0, 0,
				(uint32_t)type->numbers[abi] };
	last = n + 1;
	at[0] = (struct instruction){ EQUAL, 0, (uint8_t)last,
		calls_arch(abi) };
	at[1] = (struct instruction){ LOAD, 0, 0, NUMBER };
	for (int i = 2; i < n; i++)
		at[i].if_so = (uint8_t)(last - i - 1);
	at[n] = (struct instruction){ RETURN, 0, 0, ALLOW };
	at[last] = (struct instruction){ RETURN, 0, 0, TRACE };
	return last + 1;
}

int
filter_install(void)
{
	struct instruction instructions[MOST];
	struct program program = { .instructions = instructions };
	int n = 0;

	instructions[n++] = (struct instruction){ LOAD, 0, 0, ARCH };
	for (int abi = 0; abi < ABIS; abi++)
		if (calls_arch(abi) != 0)
			n += add(instructions + n, abi);
	instructions[n++] = (struct instruction){ RETURN, 0, 0, ALLOW };
	program.length = (unsigned short)n;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return -1;
	return (int)syscall(SYS_seccomp, SET_MODE_FILTER, 0, &program);
}
