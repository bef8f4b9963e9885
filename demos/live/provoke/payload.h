/* SPDX-License-Identifier: MIT */
/* payload.h: the bytes of a call that a stopped process has made. */
#ifndef PAYLOAD_H
#define PAYLOAD_H

#include "../system_calls.h"

/* How many bytes a call that reads or writes was given. */
size_t payload_asked(pid_t pid, const struct call *call);

/* The bytes of a call that writes, from the offset on; how many were read. */
size_t payload_of(pid_t pid, const struct call *call, size_t offset,
    unsigned char *bytes, size_t size);

#endif
