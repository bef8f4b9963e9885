/* SPDX-License-Identifier: MIT */
/* memory.h: what a stopped process has in its memory. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "system_calls.h"

/* How many of `size` bytes could be read: process_vm_readv(2).  0: none. */
ssize_t memory_read(pid_t pid, uint64_t address, void *bytes, size_t size);

/* A long or a pointer of the process, of its own width; 0 if it has none. */
uint64_t memory_word(pid_t pid, uint64_t address, int narrow);

/* How many bytes a call that reads or writes was given. */
size_t memory_asked(pid_t pid, const struct call *call);

/* The bytes of a call that writes, from the offset on; how many were read. */
size_t memory_payload(pid_t pid, const struct call *call, size_t offset,
    unsigned char *bytes, size_t size);

#endif
