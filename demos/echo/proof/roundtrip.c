/* SPDX-License-Identifier: MIT */
/* roundtrip.c: bytes that know their offset, to the server and back. */
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "roundtrip.h"
#include "serving.h"

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Are these bytes of the stream from `offset` on, in upper case? */
static int
is_right(const char *bytes, size_t length, size_t offset)
{
	const char *sent = eag_bytes(offset, length);

	for (size_t i = 0; i < length; i++) {
		int c = sent[i] >= 'a' && sent[i] <= 'z' ? sent[i] - 'a' + 'A' :
							   sent[i];

		if (bytes[i] != (char)c)
			return 0;
	}
	return 1;
}

ssize_t
roundtrip_push(struct roundtrip *s, size_t to)
{
	size_t part;
	ssize_t n = 0;

	while (s->sent < to && n != -1) {
		part = least(4096, to - s->sent);
		n = send(s->sock, eag_bytes(s->sent, part), part, MSG_DONTWAIT);
		if (n != -1)
			s->sent += (size_t)n;
	}
	return n;
}

/* 1, or 0 if what came was not right, or was the end. */
static int
take(struct roundtrip *s, size_t part)
{
	char bytes[16384];
	ssize_t n = recv(
	    s->sock, bytes, least(part, sizeof(bytes)), MSG_DONTWAIT);

	if (n == -1)
		return errno == EAGAIN;
	if (n == 0 || !is_right(bytes, (size_t)n, s->right))
		return 0;
	s->right += (size_t)n;
	return 1;
}

int
roundtrip_pull(struct roundtrip *s)
{
	size_t before;

	do {
		before = s->right;
		if (!take(s, 16384))
			return 0;
	} while (s->right > before);
	return 1;
}

int
roundtrip_talk(struct roundtrip *s, size_t to, size_t part)
{
	size_t length;
	ssize_t n;
	int revents;

	while (s->right < to) {
		revents = serving_await(
		    s->sock, s->sent < to ? POLLIN | POLLOUT : POLLIN);
		if (revents <= 0 ||
		    ((revents & ~POLLOUT) != 0 && !take(s, part)))
			return 0;
		if ((revents & POLLOUT) == 0)
			continue;
		length = least(part, to - s->sent);
		n = send(
		    s->sock, eag_bytes(s->sent, length), length, MSG_DONTWAIT);
		if (n == -1 && errno != EAGAIN)
			return 0;
		s->sent += n != -1 ? (size_t)n : 0;
	}
	return 1;
}
