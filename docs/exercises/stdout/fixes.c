/* SPDX-License-Identifier: MIT */
/* exercise: stdout */
/* Right ways and half-fixes; the tests build each with -DNAME. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static void
until_room(void)
{
#if defined(HALF_AGAIN_AT_ONCE)
	return;
#elif defined(HALF_NAP)
	nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
#else
	poll(&(struct pollfd){ .fd = 1, .events = POLLOUT }, 1, -1);
#endif
}

/* Write all of it, whoever has set the flag. */
static ssize_t
put(void *unused, const char *text, size_t size)
{
	size_t done = 0;

	(void)unused;
	while (done < size) {
		ssize_t n = write(1, text + done, size - done);

#if defined(HALF_CLEARS_FOR_THE_REST)
		if (size - done < 4096)
			fcntl(1, F_SETFL, 0);
#endif

		if (n == -1 && errno != EAGAIN)
			return -1;
		if (n == -1) {
			until_room();
			continue;
		}
		done += (size_t)n;
#if defined(HALF_COUNT_IGNORED)
		return (ssize_t)size;
#endif
	}
	return (ssize_t)size;
}

/* One line into the stream; 0 if that went well, as far as one can see. */
static int
line(FILE *out, int number)
{
#if defined(HALF_LINE_AGAIN)
	while (fprintf(out, "%d\n", number) < 0) {
		clearerr(out);
		until_room();
	}
	return 0;
#elif defined(HALF_FLUSHES_AGAIN)
	fprintf(out, "%d\n", number);
	while (fflush(out) == EOF && errno == EAGAIN)
		until_room();
	return 0;
#elif defined(HALF_CLEARS_FOR_EACH) || defined(HALF_CLEARS_WHEN_THERE_IS_ROOM)
	const int flags = fcntl(1, F_GETFL);

#if defined(HALF_CLEARS_WHEN_THERE_IS_ROOM)
	until_room();
#endif
	fcntl(1, F_SETFL, flags & ~O_NONBLOCK);
	fprintf(out, "%d\n", number);
	fflush(out);
	return fcntl(1, F_SETFL, flags);
#else
	return fprintf(out, "%d\n", number) < 0;
#endif
}

static int
with_stdio(FILE *out)
{
	int failed = 0;

	for (int number = 1; number <= 20000; number++)
		failed |= line(out, number);
	failed |= fclose(out) == EOF;
	return failed;
}

static int
with_write(void)
{
	static char text[200000];
	size_t length = 0;

	for (int number = 1; number <= 20000; number++)
		length += (size_t)sprintf(text + length, "%d\n", number);
	return put(NULL, text, length) == -1;
}

int
main(void)
{
#if defined(RIGHT_POLL) || defined(HALF_COUNT_IGNORED) ||                      \
    defined(HALF_AGAIN_AT_ONCE) || defined(HALF_NAP) ||                        \
    defined(HALF_CLEARS_FOR_THE_REST)
	return with_write();
#elif defined(RIGHT_STREAM)
	return with_stdio(
	    fopencookie(NULL, "w", (cookie_io_functions_t){ .write = put }));
#elif defined(RIGHT_OWN)
	/* An open file of its own, and so a flag of its own. */
	return with_stdio(fopen("/proc/self/fd/1", "w"));
#elif defined(RIGHT_OWN_AS_STDOUT)
	return dup2(open("/proc/self/fd/1", O_WRONLY), 1) == -1 ||
	    with_stdio(stdout);
#elif defined(HALF_CLEARS)
	fcntl(1, F_SETFL, fcntl(1, F_GETFL) & ~O_NONBLOCK);
#elif defined(HALF_CLEARS_ON_A_COPY)
	int copy = dup(1);

	fcntl(copy, F_SETFL, 0);
	return with_stdio(fdopen(copy, "w"));
#elif defined(HALF_LARGE_BUFFER)
	setvbuf(stdout, NULL, _IOFBF, 1000000);
#endif
	(void)with_write;
	return with_stdio(stdout); /* HALF_SAYS_SO: it fails, and tells */
}
