/* SPDX-License-Identifier: MIT */
/*
 * eagain.h: say what a call on a non-blocking descriptor answered, and why.
 *
 * Three families here and one in arrange.h, each with one promise:
 *
 *   life     starts and ends a demonstration; it alone may end the process.
 *   report   one line (or event) a call; errno is left as it was found, so a
 *            report may stand between a call and the test of its errno.
 *   measure  a value, or -1 with errno; never prints, never changes what it
 *            measures (SO_ERROR, which reading clears, is never read).
 *   arrange  builds a state whole, or ends the program with 99.
 *
 * Report and measure work without life.  Nothing allocates; strings are kept by
 * pointer, so give literals.  Report from the main thread only.
 */
#ifndef EAGAIN_H
#define EAGAIN_H

#include <limits.h>

#define EAG_VERSION "0.1.0" /* the one place that says it */

/*
 * report.  `call` is what strace would print: name(arguments).  An argument
 * "N bytes" is what was asked for; " = NAME" at the end names the descriptor
 * that a successful call returns.  `ret` is what the call returned, -1 with
 * errno set.  Identical calls in a row become one line.
 */
void eag_call(const char *actor, long ret, const char *call, ...)
    __attribute__((format(printf, 3, 4)));

/* A call of epoll_wait(2), with the events of the first entry it returned. */
void eag_epoll_wait(const char *actor, int ret, unsigned events,
    const char *call, ...) __attribute__((format(printf, 4, 5)));

/*
 * Ask poll(2) and report it: eag_poll for this moment, eag_wait until one of
 * `events` or a deadline of 5 s (then with ETIMEDOUT in errno).  Both return
 * revents, 0 if there are none, -1 with errno.
 */
int eag_poll(const char *actor, int fd, short events, const char *role);
int eag_wait(const char *actor, int fd, short events, const char *role);

/* A claim holds on every Linux, or the run fails. */
void eag_claim(const char *id, int ok, const char *text);

/* An observation may differ between kernels.  No line if it cannot be read. */
enum eag_side { EAG_SEND = 1, EAG_RECEIVE, EAG_PIPE };
void eag_buffer(const char *actor, int fd, enum eag_side side); /* eag_fill */
void eag_state(int fd); /* eag_tcp_state */
void eag_measure(const char *name, long value, const char *unit);
void eag_timing(const char *name, long value, const char *unit); /* no event */
void eag_note(const char *text); /* anything else worth a line */

/*
 * measure.  A buffer as the kernel keeps it, in bytes; what this kernel or this
 * kind of descriptor does not tell is -1.  Returns 0, or -1 with the errno of
 * getsockopt(2), ioctl(2) or fcntl(2).  socket(7), tcp(7), unix(7), pipe(7);
 * net/core/sock.c sk_get_meminfo().
 */
struct eag_fill {
	long size; /* SO_SNDBUF, SO_RCVBUF: twice what was set; F_GETPIPE_SZ */
	long charged; /* memory counted against it: SO_MEMINFO */
	long data;    /* not acknowledged (SIOCOUTQ, TCP); unread (SIOCINQ) */
	long unsent;  /* of the data, what was never sent: SIOCOUTQNSD, TCP */
};
int eag_fill(int fd, enum eag_side side, struct eag_fill *fill);

/*
 * What a clock, a clockid_t, says in nanoseconds; or -1 with the errno of
 * clock_gettime(2).
 * CLOCK_MONOTONIC for a deadline, CLOCK_PROCESS_CPUTIME_ID for what a step
 * cost; clock_getcpuclockid(3) gives another process's.
 */
long long eag_clock(int clock);

/*
 * How often this process has given the processor up in order to wait: the
 * voluntary switches of getrusage(2), or -1 with its errno.  A call that does
 * not wait adds none.  (Under a tracer each call adds some: compare two calls.)
 */
long eag_sleeps(void);

/*
 * The next four ask /proc/PID.  Where /proc is not of this PID namespace, so
 * that the process has another number there, they answer -1 with ENODATA:
 * pid_namespaces(7).  Where none is mounted, -1 with ENOENT.
 */

/*
 * The same of another process's first thread; or -1 with the errno of open(2)
 * or read(2): proc(5), voluntary_ctxt_switches in status.
 */
long eag_sleeps_of(int pid);

/*
 * Does the first thread of a process wait in the kernel at this moment?  1, 0,
 * or -1 with the errno of open(2) or read(2): proc(5), the state in stat.
 */
int eag_asleep(int pid);

/*
 * How long that thread was ready but had no processor, in ns.  -1 with the
 * errno of open(2) or read(2): not every kernel tells.
 * Documentation/scheduler/sched-stats.rst, schedstat.
 */
long long eag_run_delay(int pid);

/*
 * How many descriptors a process has open, or -1 with the errno of opendir(3)
 * or readdir(3): proc(5), fd.
 */
long eag_descriptors(int pid);

/*
 * poll(2) for so many milliseconds, unreported; a signal does not put that off.
 * revents; 0 with ETIMEDOUT in errno; -1 with the errno of poll(2).
 */
int eag_await(int fd, short events, int milliseconds);

/*
 * A number from /proc/sys: "net/core/somaxconn".  -1 with the errno of open(2)
 * or read(2), or ENODATA: not every kernel has each, nor shows it to everybody.
 */
long eag_sysctl(const char *name);

/* O_NONBLOCK is set: 1, not: 0; -1 with the errno of fcntl(2). */
int eag_nonblocking(int fd);

/*
 * TCP_INFO's tcpi_state, or -1 with the errno of getsockopt(2): tcp(7).  Names
 * as in include/net/tcp_states.h: 1 is "ESTABLISHED"; or "unknown".
 */
int eag_tcp_state(int fd);
const char *eag_tcp_state_name(int state);

/*
 * "EAGAIN" for EAGAIN (and so for EWOULDBLOCK, the same number on every Linux),
 * "0" for 0; errno(3).  "E4095" for a number that has no name: the next such
 * call overwrites it.
 */
const char *eag_errno_name(int number);

/*
 * life: eag_start reads the options, opens the output and arms the watchdog; it
 * comes before the rest.  eag_step writes out what was reported and opens a
 * step; `tag` names that region of the source.  eag_end says PASS or FAIL and
 * returns the exit status: 0 if every claim holds, 1 if one does not or none
 * was made, 99 if the output could not be written.  eag_skip ends with 77: what
 * is missing here.  eag_give_up is a tool's end with 1: why it could not do
 * what it was asked for.  eag_need ends with 99 unless `ok`: set-up failed,
 * `call` and errno say how.  (With 77 if that is ENETUNREACH, and loopback is
 * down.)
 */
struct eag_demo;
void eag_start(const struct eag_demo *demo, int argc, char *argv[]);
void eag_step(const char *tag, const char *text);
int eag_end(void);
_Noreturn void eag_skip(const char *missing);
_Noreturn void eag_give_up(const char *why);
void eag_need(int ok, const char *call);

/*
 * eag_need() for what was asked of /proc: it ends with 77 where none is
 * mounted, or where it is of another PID namespace.
 */
void eag_need_proc(int ok, const char *call);

/*
 * How often the program was stopped and continued so far (Ctrl-Z, fg).  Some
 * calls begin anew then: signal(7), "Interruption by stop signals".
 */
int eag_stops(void);

/*
 * Options write into the program's own variables, whose first values are the
 * presets.
 */
struct eag_address;
enum eag_kind {
	EAG_SWITCH = 1, /* takes nothing; *number becomes 1 */
	EAG_NUMBER,     /* a whole number from min to max: *number */
	EAG_BUFFER,     /* the same in bytes, or "default" (0) */
	EAG_WORD,       /* one of the words in .value, "stall|read": *word */
	EAG_TEXT,       /* any text but the empty one: *word */
	EAG_LISTEN,     /* HOST:PORT to listen at, port 0 is any: *address */
	EAG_CONNECT     /* HOST:PORT to connect to: *address */
};
struct eag_option {
	const char *name; /* without its dashes */
	enum eag_kind kind;
	const char *value, *text; /* for --help: a name for it, a line */
	long *number, min, max;
	const char **word;
	struct eag_address *address; /* length 0: not given; .word: its text */
};
enum { EAG_OPTIONS = 8 }; /* at most */

/* A program's account of itself: --help, --describe and the docs use it. */
struct eag_demo {
	const char *name, *title; /* the source file's name; what happens */
	const char *class; /* wait timeout changed owned quota flag unwaitable
			      started shared contrast, or "tool" */
	const char *calls, *errnos; /* reported, with spaces between; the one
				       that it is about first */
	const char *poll;           /* of this descriptor, at that moment */
	const char *belief;         /* what people believe, and is not so */
	const char *why, *react;    /* why the kernel says so; what to do */
	const char *pages, *next;   /* "accept(2) poll(2)"; other programs */
	int patience;               /* --timeout's preset in seconds; 0: 10 */
	/*
	 * What --help calls its operands, "PID [FD ...]"; NULL: it takes none.
	 * One at least is needed.  They go to .take before anything is opened,
	 * with NULL behind the last; it says NULL, or what is wrong with them.
	 * All that comes after "--" is an operand.
	 */
	const char *operands;
	const char *(*take)(int count, char *operands[]);
	struct eag_option options[EAG_OPTIONS];
};

/* The options that many have, with the variable that they write into. */
/* clang-format off */
#define EAG_OPT_BLOCKING(variable)	{ .name = "blocking", \
	.kind = EAG_SWITCH, .number = &(variable), \
	.text = "without O_NONBLOCK: it waits, or a claim fails" }
#define EAG_OPT_SNDBUF(variable)	{ .name = "sndbuf", \
	.kind = EAG_BUFFER, .number = &(variable), .value = "BYTES", \
	.text = "SO_SNDBUF to ask for, or default", \
	.min = 1, .max = INT_MAX / 2 }
#define EAG_OPT_RCVBUF(variable)	{ .name = "rcvbuf", \
	.kind = EAG_BUFFER, .number = &(variable), .value = "BYTES", \
	.text = "SO_RCVBUF to ask for, or default", \
	.min = 1, .max = INT_MAX / 2 }
#define EAG_OPT_MESSAGE(variable)	{ .name = "message", \
	.kind = EAG_NUMBER, .number = &(variable), .value = "BYTES", \
	.text = "bytes in each message", .min = 1, .max = 1 << 20 }
/* clang-format on */

#endif
