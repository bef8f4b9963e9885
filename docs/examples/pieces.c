/* SPDX-License-Identifier: MIT */
/*
 * The reactions to EAGAIN in a few lines each: `eagain explain` shows the one
 * that fits the message.  main() runs all of them.
 */
#define _GNU_SOURCE /* preadv2() */
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "example.h"

enum { FUTEX_WAIT, FUTEX_WAKE }; /* <linux/futex.h>; not every libc has it */

/* What comes next: 0 is the end.  -1 with EAGAIN: nothing came in `ms`. */
static ssize_t
reading(int fd, void *bytes, size_t size, int ms)
{
	struct pollfd readable = { .fd = fd, .events = POLLIN };
	ssize_t n;

	while ((n = read(fd, bytes, size)) == -1 && errno == EAGAIN)
		if (poll(&readable, 1, ms) != 1)
			break; /* nothing came in time */
	return n;
}

/* Returns how much was taken; if that is less, the rest is still to be sent. */
static size_t
writing(int fd, const char *bytes, size_t size, int ms)
{
	struct pollfd writable = { .fd = fd, .events = POLLOUT };
	size_t done = 0;
	ssize_t n;

	while (done < size) {
		if ((n = write(fd, bytes + done, size - done)) != -1)
			done += (size_t)n; /* go on where the count says */
		else if (errno != EAGAIN || poll(&writable, 1, ms) != 1)
			break; /* an error, or nobody reads */
	}
	return done;
}

/* A datagram goes whole or not at all: -1 with EAGAIN, and it is dropped. */
static ssize_t
sending_datagram(int sock, const void *bytes, size_t size, int ms)
{
	struct pollfd writable = { .fd = sock, .events = POLLOUT };
	ssize_t n;

	while ((n = send(sock, bytes, size, 0)) == -1 && errno == EAGAIN)
		if (poll(&writable, 1, ms) != 1)
			break; /* drop it, and count it */
	return n;
}

/* All who wait in the queue; returns how many.  EAGAIN is the end of them. */
static int
accepting(int listener, void (*serve)(int), int ms)
{
	struct pollfd waiting = { .fd = listener, .events = POLLIN };
	int conn, clients = 0;

	if (poll(&waiting, 1, ms) == 1)
		while ((conn = accept(listener, NULL, NULL)) != -1) {
			serve(conn);
			clients++;
		}
	return clients; /* errno is EAGAIN: all are in, wait again */
}

/* 0, or the errno of what became of it. */
static int
connecting(int sock, const struct sockaddr *to, socklen_t size, int ms)
{
	struct pollfd decided = { .fd = sock, .events = POLLOUT };
	int error = 0;
	socklen_t room = sizeof(error);

	if (connect(sock, to, size) == 0)
		return 0;
	if (errno != EINPROGRESS)
		return errno;
	if (poll(&decided, 1, ms) != 1)
		return ETIMEDOUT; /* close it: no outcome in time */
	getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &room);
	return error; /* 0: connected */
}

/* A path whose listener's queue is full: -1 with EAGAIN if it stays so. */
static int
connecting_to_path(
    int sock, const struct sockaddr *to, socklen_t size, int most)
{
	int ms = 1, ret;

	while ((ret = connect(sock, to, size)) == -1 && errno == EAGAIN) {
		if (ms > most)
			break;
		usleep(1000 * (useconds_t)ms); /* poll() would not wait */
		ms *= 2;
	}
	return ret;
}

/* 0: locked.  1: somebody held it, and is done: locked. */
static int
locking(int file)
{
	if (flock(file, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno != EAGAIN) /* EAGAIN: somebody holds it */
		return -1;
	return flock(file, LOCK_EX) == 0 ? 1 : -1; /* waits */
}

/* 0: locked.  Else the process that holds it; -1 with errno. */
static int
asking_who(int file)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	if (fcntl(file, F_SETLK, &lock) == 0)
		return 0;
	if (errno != EAGAIN && errno != EACCES)
		return -1;
	fcntl(file, F_GETLK, &lock);
	return lock.l_pid;
}

/* 0: it is ours.  -1 with ETIMEDOUT: somebody kept it until `end`. */
static int
taking(sem_t *sem, const struct timespec *end)
{
	if (sem_trywait(sem) == -1 && errno == EAGAIN)
		return sem_timedwait(sem, end); /* CLOCK_REALTIME */
	return 0;
}

/* fork(); at a limit only the end of a child of our own helps. */
static pid_t
forking(void)
{
	pid_t child;

	while ((child = fork()) == -1 && errno == EAGAIN)
		if (wait(NULL) == -1)
			break; /* none of ours: a higher limit, or fail */
	return child;
}

/* 0, or what pthread_create() returned; then the work was done here. */
static int
threading(pthread_t *thread, void *(*work)(void *), void *argument)
{
	int error;

	error = pthread_create(thread, NULL, work, argument);
	if (error != 0) { /* it returns the number: errno says nothing */
		fprintf(stderr, "no thread: %s\n", strerror(error));
		work(argument); /* do it here, or fail */
	}
	return error;
}

/* The same pipe or terminal, opened anew: its flags are ours alone. */
static int
opening_anew(int fd, int how)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return open(path, how | O_NOCTTY); /* O_RDONLY, O_WRONLY */
}

/* A reply, or -1.  SO_RCVTIMEO is set, and the socket blocks. */
static ssize_t
with_limit(int sock, void *reply, size_t size)
{
	ssize_t n;

	n = recv(sock, reply, size, 0);
	if (n == -1 && errno == EAGAIN)
		close(sock); /* or the late reply answers the next question */
	return n;
}

/* Until *word is not `old`.  EAGAIN: it has changed already. */
static void
looking_again(_Atomic uint32_t *word, uint32_t old)
{
	while (atomic_load(word) == old)
		syscall(SYS_futex, word, FUTEX_WAIT, old, NULL, NULL, 0);
}

/* From memory, or else from the disk. */
static ssize_t
without_flag(int file, const struct iovec *to, off_t from)
{
	ssize_t n;

	n = preadv2(file, to, 1, from, RWF_NOWAIT);
	if (n == -1 && (errno == EAGAIN || errno == EOPNOTSUPP))
		n = preadv(file, to, 1, from); /* in a thread that may wait */
	return n;
}

/* A driver that says "not now" has no readiness: a few times, with a pause. */
static ssize_t
asking_driver(int file, void *value, size_t size)
{
	ssize_t n = -1;

	for (int try = 0; try < 5; try++) {
		n = read(file, value, size);
		if (n != -1 || errno != EAGAIN)
			break;
		usleep(20 * 1000);
	}
	return n;
}

/* What recv() said: errno means something after -1 only. */
static const char *
reporting(ssize_t n)
{
	if (n == 0)
		return "the peer has closed"; /* errno is an old one */
	return n == -1 ? strerror(errno) : "bytes";
}

/* The list, or NULL: getaddrinfo() has numbers of its own. */
static struct addrinfo *
resolving(const char *name, const struct addrinfo *hints)
{
	struct addrinfo *list = NULL;
	int error;

	error = getaddrinfo(name, NULL, hints, &list);
	if (error == EAI_AGAIN) /* not EAGAIN, and not strerror(errno) */
		fprintf(stderr, "%s: %s\n", name, gai_strerror(error));
	return list;
}

static int served;

static void
serve(int conn)
{
	served++;
	close(conn);
}

static _Atomic uint32_t word;

static void *
change(void *unused)
{
	atomic_store(&word, 2);
	syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL, NULL, 0);
	return unused;
}

static void
try_pipes(void)
{
	static char much[1 << 20];
	int way[2], anew;
	pid_t child;
	char bytes[4096];

	check(pipe2(way, O_NONBLOCK) == 0, "pipe2");
	check(reading(way[0], bytes, 1, 0) == -1 && errno == EAGAIN,
	    "reading: nothing came");
	check(asking_driver(way[0], bytes, 1) == -1 && errno == EAGAIN,
	    "asking_driver: it stays so");
	check(write(way[1], "xy", 2) == 2 &&
		reading(way[0], bytes, 1, 0) == 1 &&
		asking_driver(way[0], bytes, 1) == 1,
	    "reading, asking_driver: a byte");
	check(writing(way[1], much, sizeof(much), 0) < sizeof(much) &&
		errno == EAGAIN,
	    "writing: nobody reads");
	anew = opening_anew(way[1], O_WRONLY);
	check(anew != -1 && (fcntl(way[1], F_GETFL) & O_NONBLOCK) &&
		!(fcntl(anew, F_GETFL) & O_NONBLOCK),
	    "opening_anew: flags of its own");
	close(anew);
	if ((child = fork()) == 0) {
		close(way[1]);
		while (reading(way[0], bytes, sizeof(bytes), 10000) > 0)
			;
		_exit(0);
	}
	check(writing(way[1], much, sizeof(much), 10000) == sizeof(much),
	    "writing: somebody reads");
	close(way[1]);
	check(waitpid(child, NULL, 0) == child, "waitpid");
	check(reading(way[0], bytes, 1, 0) == 0, "reading: the end");
}

static void
try_connections(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr *at = (struct sockaddr *)&to;
	socklen_t size = sizeof(to);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	int one = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	int two = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	check(bind(listener, at, size) == 0 && listen(listener, 8) == 0 &&
		getsockname(listener, at, &size) == 0,
	    "a listener");
	check(connecting(one, at, size, 10000) == 0, "connecting");
	check(accepting(listener, serve, 10000) == 1 && errno == EAGAIN &&
		served == 1 && accepting(listener, serve, 0) == 0,
	    "accepting: who waits, and no more");
	close(listener);
	check(connecting(two, at, size, 10000) == ECONNREFUSED,
	    "connecting: refused");
	close(one);
	close(two);
}

static void
try_path(void)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct sockaddr *at = (struct sockaddr *)&to;
	socklen_t size = sizeof(to);
	int listener = socket(AF_UNIX, SOCK_STREAM, 0), conn, kept, sock;

	/* Without a name the kernel makes one: unix(7), autobind. */
	check(bind(listener, at, sizeof(sa_family_t)) == 0 &&
		listen(listener, 0) == 0 &&
		getsockname(listener, at, &size) == 0,
	    "a listener with a name");
	do {
		kept = sock = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	} while (connecting_to_path(sock, at, size, 1) == 0);
	check(errno == EAGAIN, "connecting_to_path: the queue stays full");
	conn = accept(listener, NULL, NULL);
	check(conn != -1 && connecting_to_path(kept, at, size, 100) == 0,
	    "connecting_to_path: there is room");
}

static void
try_locks(void)
{
	char path[] = "/tmp/example-XXXXXX", byte;
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	const struct timespec past = { 0, 0 };
	int file = mkstemp(path), way[2], back[2], again;
	pid_t child, parent = getpid();
	sem_t sem;

	check(file != -1 && pipe(way) == 0 && pipe(back) == 0, "mkstemp, pipe");
	if ((child = fork()) == 0) {
		again = open(path, O_RDWR);
		check(flock(again, LOCK_EX) == 0 &&
			fcntl(again, F_SETLK, &all) == 0 &&
			write(way[1], "", 1) == 1 &&
			read(back[0], &byte, 1) == 1,
		    "locks in a child");
		while (eag_asleep(parent) == 0)
			poll(NULL, 0, 1);
		_exit(0);
	}
	check(read(way[0], &byte, 1) == 1, "read");
	check(asking_who(file) == child, "asking_who: the child");
	check(write(back[1], "", 1) == 1, "write"); /* sleeps in flock() next */
	check(locking(file) == 1 && waitpid(child, NULL, 0) == child &&
		locking(file) == 0 && asking_who(file) == 0,
	    "locking: it waits until the child has ended");
	unlink(path);
	check(sem_init(&sem, 0, 1) == 0 && taking(&sem, &past) == 0,
	    "taking: it is free");
	check(taking(&sem, &past) == -1 && errno == ETIMEDOUT,
	    "taking: it is not");
}

static void
try_others(void)
{
	struct timeval limit = { .tv_usec = 10000 };
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST };
	char bytes[8], path[] = "/tmp/example-XXXXXX";
	struct iovec to = { bytes, sizeof(bytes) };
	int pair[2], file = mkstemp(path);
	pthread_t thread;

	check(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair) == 0,
	    "socketpair");
	while (sending_datagram(pair[0], "x", 1, 0) == 1)
		;
	check(errno == EAGAIN && recv(pair[1], bytes, 1, 0) == 1 &&
		sending_datagram(pair[0], "x", 1, 10000) == 1,
	    "sending_datagram: no room, and then room");
	check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 &&
		setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &limit,
		    sizeof(limit)) == 0,
	    "a socket with a time limit");
	check(with_limit(pair[0], bytes, 1) == -1 &&
		fcntl(pair[0], F_GETFD) == -1,
	    "with_limit: closed");
	check(file != -1 && write(file, "text", 4) == 4 &&
		without_flag(file, &to, 0) == 4,
	    "without_flag");
	unlink(path);
	check(
	    pthread_create(&thread, NULL, change, NULL) == 0, "pthread_create");
	looking_again(&word, 0);
	check(atomic_load(&word) == 2, "looking_again");
	check(pthread_join(thread, NULL) == 0, "pthread_join");
	errno = EAGAIN;
	check(strcmp(reporting(0), strerror(errno)) != 0 &&
		strcmp(reporting(-1), strerror(errno)) == 0,
	    "reporting");
	check(resolving("127.0.0.1", &hints) != NULL, "resolving");
}

/* The last: nothing can be started afterwards. */
static int
try_limits(void)
{
	const struct rlimit none = { 0, 0 };
	pthread_t thread;

	/* For root the limit does not count. */
	if (getuid() == 0 && setresuid(65534, 65534, 65534) == -1) {
		puts("SKIP: nobody's user cannot be taken on here");
		return 77;
	}
	check(setrlimit(RLIMIT_NPROC, &none) == 0, "setrlimit");
	check(forking() == -1, "forking: no child of ours will end");
	atomic_store(&word, 0);
	check(threading(&thread, change, NULL) == EAGAIN &&
		atomic_load(&word) == 2,
	    "threading: done here");
	puts("every reaction did what it should");
	return 0;
}

int
main(void)
{
	try_pipes();
	try_connections();
	try_path();
	try_locks();
	try_others();
	return try_limits();
}
