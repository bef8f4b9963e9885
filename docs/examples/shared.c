/* SPDX-License-Identifier: MIT */
/* shared.c: write to a stdout that somebody else made non-blocking. */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "example.h"

/*
 * Write all of it, whether O_NONBLOCK is set or not: others may set it or clear
 * it at any time, as it belongs to what all of them have open.  Returns how
 * much was written; if that is less, errno says why.
 */
static size_t
write_all(int out, const char *bytes, size_t size)
{
	struct pollfd writable = { .fd = out, .events = POLLOUT };
	size_t done = 0;
	ssize_t n;

	while (done < size) {
		n = write(out, bytes + done, size - done);
		if (n != -1)
			done += (size_t)n;
		else if (errno == EAGAIN)
			poll(&writable, 1, -1);
		else if (errno != EINTR)
			break;
	}
	return done;
}

/*
 * A pipe or a terminal, opened anew: its flags are our own, and the others keep
 * theirs.  A socket cannot be opened: -1 with ENXIO.  A file would be written
 * from its start.
 */
static int
own_output(int out)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", out);
	return open(path, O_WRONLY | O_NOCTTY);
}

int
main(void)
{
	static char bytes[1 << 20], came[4096];
	size_t sum = 0;
	ssize_t n;
	int way[2], own;
	pid_t reader;

	check(pipe(way) == 0, "pipe");
	reader = fork();
	if (reader == 0) {
		close(way[1]);
		while ((n = read(way[0], came, sizeof(came))) > 0)
			sum += (size_t)n;
		_exit(sum != sizeof(bytes) + 5);
	}
	check(reader != -1 && close(way[0]) == 0, "fork");
	check(fcntl(way[1], F_SETFL, O_WRONLY | O_NONBLOCK) == 0, "fcntl");
	check(write_all(way[1], bytes, sizeof(bytes)) == sizeof(bytes),
	    "all of it is written");
	own = own_output(way[1]);
	check(own != -1 && (fcntl(own, F_GETFL) & O_NONBLOCK) == 0 &&
		(fcntl(way[1], F_GETFL) & O_NONBLOCK) != 0,
	    "opened anew it is blocking, and the other one is as it was");
	check(write_all(own, "hello", 5) == 5, "it writes to the same pipe");
	close(own);
	close(way[1]);
	check(waitpid(reader, &own, 0) == reader && own == 0,
	    "the reader has all of it");
	puts("every reaction did what it should");
	return 0;
}
