/* SPDX-License-Identifier: MIT */
/* measure.c: what the kernel says of a descriptor.  Nothing here changes it. */
#define _GNU_SOURCE /* F_GETPIPE_SZ, struct tcp_info */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "internal.h"

/*
 * From <linux/sock_diag.h> and <linux/tcp.h>, which a libc need not bring and
 * which clash with its own headers.
 */
#define NOTSENT_OFFSET 144 /* of tcpi_notsent_bytes, Linux 4.6 and later */
#define WINDOW_OFFSET  228 /* of tcpi_snd_wnd, Linux 5.4 and later */
#ifndef SO_MEMINFO
#define SO_MEMINFO 55
#endif
enum { PATH_SIZE = 32 }; /* of /proc/PID/FILE */
enum { RMEM_ALLOC = 0, WMEM_ALLOC = 2, WMEM_QUEUED = 5, MEMINFO = 6 };

static int
ask(int fd, int option)
{
	int value;
	socklen_t length = sizeof(value);

	return getsockopt(fd, SOL_SOCKET, option, &value, &length) == -1 ?
	    -1 :
	    value;
}

/*
 * TCP charges what waits in its write queue, the others what they allocated;
 * AF_UNIX charges all of it to the sender.
 */
static long
charged(int fd, enum eag_side side)
{
	uint32_t memory[MEMINFO + 3];
	socklen_t size = sizeof(memory);

	if (side == EAG_RECEIVE && ask(fd, SO_DOMAIN) == AF_UNIX)
		return -1;
	if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory, &size) == -1 ||
	    size < MEMINFO * sizeof(memory[0]))
		return -1;
	if (side == EAG_RECEIVE)
		return (long)memory[RMEM_ALLOC];
	if (ask(fd, SO_PROTOCOL) == IPPROTO_TCP)
		return (long)memory[WMEM_QUEUED];
	return (long)memory[WMEM_ALLOC];
}

/* FIONREAD is SIOCINQ, and TIOCOUTQ is SIOCOUTQ: linux/sockios.h. */
int
eag_fill(int fd, enum eag_side side, struct eag_fill *fill)
{
	const int error = errno;
	struct eag__tcp tcp = { .unsent = -1 };
	int bytes = -1;

	fill->size = side == EAG_PIPE ?
	    fcntl(fd, F_GETPIPE_SZ) :
	    ask(fd, side == EAG_SEND ? SO_SNDBUF : SO_RCVBUF);
	if (fill->size == -1)
		return -1;
	fill->charged = side == EAG_PIPE ? -1 : charged(fd, side);
	if (side != EAG_SEND) {
		if (ioctl(fd, FIONREAD, &bytes) == -1)
			return -1;
	} else if (ask(fd, SO_PROTOCOL) == IPPROTO_TCP) {
		if (ioctl(fd, TIOCOUTQ, &bytes) == -1 ||
		    eag__tcp_info(fd, &tcp) == -1)
			return -1;
	}
	fill->data = bytes;
	fill->unsent = tcp.unsent;
	errno = error;
	return 0;
}

long long
eag_clock(int clock)
{
	struct timespec time;

	if (clock_gettime(clock, &time) == -1)
		return -1;
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

long
eag_sleeps(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_SELF, &usage) == -1 ? -1 : usage.ru_nvcsw;
}

int
eag_await(int fd, short events, int milliseconds)
{
	const long long ms = 1000000,
			end = eag_clock(CLOCK_MONOTONIC) + milliseconds * ms;
	struct pollfd p = { .fd = fd, .events = events };
	long long left;
	int ret;

	do {
		left = (end - eag_clock(CLOCK_MONOTONIC)) / ms;
		ret = poll(&p, 1, left > 0 ? (int)left : 0);
	} while (ret == -1 && errno == EINTR);
	if (ret == 0)
		errno = ETIMEDOUT;
	return ret == 1 ? p.revents : ret;
}

/* All of a file, if it fits.  0, or -1 with errno. */
static int
read_file(const char *path, char *text, size_t size)
{
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return -1;
	n = read(fd, text, size - 1);
	close(fd);
	if (n == -1)
		return -1;
	text[n] = '\0';
	return 0;
}

/* The number behind the first `before` in a file; or -1, ENODATA: none. */
static long long
number_in(const char *path, const char *before)
{
	char text[4096];
	const char *at;
	long long number;

	if (read_file(path, text, sizeof(text)) == -1)
		return -1;
	at = strstr(text, before);
	if (at == NULL || sscanf(at + strlen(before), "%lld", &number) != 1) {
		errno = ENODATA;
		return -1;
	}
	return number;
}

/* A file of a process, where /proc knows it by that number: a path, or NULL. */
static const char *
file_of(int pid, const char *name, char path[PATH_SIZE])
{
	if (eag__proc() == -1)
		return NULL;
	snprintf(path, PATH_SIZE, "/proc/%d/%s", pid, name);
	return path;
}

long
eag_sleeps_of(int pid)
{
	char path[PATH_SIZE];

	return file_of(pid, "status", path) == NULL ?
	    -1 :
	    (long)number_in(path, "\nvoluntary_ctxt_switches:");
}

long
eag_descriptors(int pid)
{
	char path[PATH_SIZE];
	long number = -2; /* . and .. */
	DIR *folder;

	if (file_of(pid, "fd", path) == NULL)
		return -1;
	folder = opendir(path);
	if (folder == NULL)
		return -1;
	errno = 0;
	while (readdir(folder) != NULL)
		number++;
	if (errno != 0)
		number = -1;
	closedir(folder);
	return number;
}

long
eag_sysctl(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "/proc/sys/%s", name);
	return (long)number_in(path, "");
}

int
eag_asleep(int pid)
{
	char path[PATH_SIZE], stat[512];
	const char *state;

	if (file_of(pid, "stat", path) == NULL ||
	    read_file(path, stat, sizeof(stat)) == -1)
		return -1;
	state = strrchr(stat, ')'); /* a name may hold anything */
	return state != NULL && strncmp(state, ") S", 3) == 0;
}

long long
eag_run_delay(int pid)
{
	char path[PATH_SIZE];

	return file_of(pid, "schedstat", path) == NULL ?
	    -1 :
	    number_in(path, " "); /* the second of three */
}

int
eag_nonblocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags == -1 ? -1 : (flags & O_NONBLOCK) != 0;
}

/* Older kernels, and emulators, answer with a shorter struct: -1, not told. */
static long
field(const char *answer, socklen_t length, size_t offset)
{
	uint32_t value;

	if (length < offset + sizeof(value))
		return -1;
	memcpy(&value, answer + offset, sizeof(value));
	return (long)value;
}

int
eag__tcp_info(int fd, struct eag__tcp *info)
{
	union {
		struct tcp_info known;
		char bytes[512];
	} answer;
	socklen_t length = sizeof(answer);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &answer, &length) == -1)
		return -1;
	if (length < 1) {
		errno = ENODATA;
		return -1;
	}
	info->state = answer.known.tcpi_state;
	info->unacked = field(
	    answer.bytes, length, offsetof(struct tcp_info, tcpi_unacked));
	info->sacked = field(
	    answer.bytes, length, offsetof(struct tcp_info, tcpi_sacked));
	info->unsent = field(answer.bytes, length, NOTSENT_OFFSET);
	info->window = field(answer.bytes, length, WINDOW_OFFSET);
	return 0;
}

int
eag_tcp_state(int fd)
{
	struct eag__tcp info;

	return eag__tcp_info(fd, &info) == -1 ? -1 : info.state;
}

/* include/net/tcp_states.h */
const char *
eag_tcp_state_name(int state)
{
	static const char *const states[] = { "unknown", "ESTABLISHED",
		"SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT",
		"CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING",
		"NEW_SYN_RECV" };

	if (state < 0 || (size_t)state >= sizeof(states) / sizeof(states[0]))
		state = 0;
	return states[state];
}
