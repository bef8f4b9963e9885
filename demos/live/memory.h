/* SPDX-License-Identifier: MIT */
/* memory.h: what another process has in its memory. */
#ifndef LIVE_MEMORY_H
#define LIVE_MEMORY_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* How many of `size` bytes could be read: process_vm_readv(2).  0: none. */
ssize_t memory_read(pid_t pid, uint64_t address, void *bytes, size_t size);

/* A long or a pointer, of 32 bits (narrow) or 64, in bytes that were read. */
uint64_t memory_number(const unsigned char *bytes, int narrow);

/* The same in the process's memory; 0 if it cannot be read. */
uint64_t memory_word(pid_t pid, uint64_t address, int narrow);

#endif
