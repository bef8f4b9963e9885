/* SPDX-License-Identifier: MIT */
/* payload.c: buffers, vectors and messages of a stopped process. */
#include "payload.h"

#include "../memory.h"

enum { PARTS = 64 }; /* of a vector are looked at, at most */

struct part {
	uint64_t start, length;
};

/* An iovec is a pointer and a length: uio.h, readv(2). */
static int
parts_of(pid_t pid, uint64_t vector, uint64_t count, int narrow,
    struct part parts[PARTS])
{
	const size_t width = narrow ? 4 : 8;
	unsigned char bytes[PARTS * 16];
	size_t have;

	if (count > PARTS)
		count = PARTS;
	have = (size_t)memory_read(
		   pid, vector, bytes, (size_t)count * 2 * width) /
	    (2 * width);
	for (size_t i = 0; i < have; i++) {
		const unsigned char *at = bytes + i * 2 * width;

		parts[i].start = memory_number(at, narrow);
		parts[i].length = memory_number(at + width, narrow);
	}
	return (int)have;
}

/* A msghdr: name, its length, the vector, how many: recvmsg(2). */
static int
parts_of_call(pid_t pid, const struct call *call, struct part parts[PARTS])
{
	const uint64_t width = call->narrow ? 4 : 8;
	const uint64_t message = call->args[1];

	switch (call->type->form) {
	case FORM_PLAIN:
		parts[0] = (struct part){ message, call->args[2] };
		return 1;
	case FORM_VECTOR:
		return parts_of(
		    pid, message, call->args[2], call->narrow, parts);
	default:
		break;
	}
	return parts_of(pid,
	    memory_word(pid, message + 2 * width, call->narrow),
	    memory_word(pid, message + 3 * width, call->narrow), call->narrow,
	    parts);
}

size_t
payload_asked(pid_t pid, const struct call *call)
{
	struct part parts[PARTS];
	size_t asked = 0;
	int count;

	if (call->type->form == FORM_PLAIN)
		return (size_t)call->args[2];
	count = parts_of_call(pid, call, parts);
	for (int i = 0; i < count; i++)
		asked += (size_t)parts[i].length;
	return asked;
}

size_t
payload_of(pid_t pid, const struct call *call, size_t offset,
    unsigned char *bytes, size_t size)
{
	struct part parts[PARTS];
	size_t have = 0, take;
	int count = parts_of_call(pid, call, parts);

	for (int i = 0; i < count && have < size; i++) {
		if (offset >= parts[i].length) {
			offset -= (size_t)parts[i].length;
			continue;
		}
		take = (size_t)parts[i].length - offset;
		if (take > size - have)
			take = size - have;
		if (memory_read(pid, parts[i].start + offset, bytes + have,
			take) != (ssize_t)take)
			break;
		have += take;
		offset = 0;
	}
	return have;
}
