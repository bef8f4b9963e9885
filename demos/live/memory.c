/* SPDX-License-Identifier: MIT */
/* memory.c: the process is not stopped for it. */
#define _GNU_SOURCE /* process_vm_readv() */
#include "memory.h"

#include <string.h>
#include <sys/uio.h>

ssize_t
memory_read(pid_t pid, uint64_t address, void *bytes, size_t size)
{
	struct iovec here = { bytes, size };
	struct iovec there = { (void *)(uintptr_t)address, size };
	ssize_t n;

	if ((uintptr_t)address != address || address == 0)
		return 0;
	n = process_vm_readv(pid, &here, 1, &there, 1, 0);
	return n > 0 ? n : 0;
}

uint64_t
memory_number(const unsigned char *bytes, int narrow)
{
	uint64_t wide;
	uint32_t half;

	memcpy(&half, bytes, sizeof(half));
	if (narrow)
		return half;
	memcpy(&wide, bytes, sizeof(wide));
	return wide;
}

uint64_t
memory_word(pid_t pid, uint64_t address, int narrow)
{
	unsigned char bytes[8];
	const ssize_t width = narrow ? 4 : 8;

	if (memory_read(pid, address, bytes, (size_t)width) != width)
		return 0;
	return memory_number(bytes, narrow);
}
