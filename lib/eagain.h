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
 * Nothing here allocates.  Report from the main thread only.
 */
#ifndef EAGAIN_H
#define EAGAIN_H

#include <limits.h>

#define EAG_VERSION "0.1.0" /* the one place that says it */
#define EAG_OPTIONS 8       /* at most, of a program's own */

/* The option takes ... */
enum eag_kind {
	EAG_SWITCH = 1, /* nothing */
	EAG_NUMBER,     /* a whole number from min to max */
	EAG_BUFFER,     /* the same in bytes, or "default" (0) */
	EAG_WORD,       /* one of the words in .value: "stall|read" */
	EAG_TEXT,       /* any text but the empty one */
	EAG_LISTEN,     /* HOST:PORT to listen at; port 0 is any */
	EAG_CONNECT     /* HOST:PORT to connect to */
};

struct eag_option {
	const char *name; /* without its dashes */
	enum eag_kind kind;
	const char *value;     /* the value's name in --help */
	const char *text;      /* one line for --help */
	const char *usual;     /* a text without the option, or NULL */
	long preset, min, max; /* of a number */
};

/* The options that many programs share. */
/* clang-format off */
#define EAG_OPT_BLOCKING	{ "blocking", EAG_SWITCH, NULL, \
	"the same without O_NONBLOCK: see it wait", NULL, 0, 0, 0 }
#define EAG_OPT_AT_LISTEN	{ "at", EAG_LISTEN, "HOST:PORT", \
	"listen there; the other end is yours", NULL, 0, 0, 0 }
#define EAG_OPT_AT_CONNECT	{ "at", EAG_CONNECT, "HOST:PORT", \
	"connect there; the other end is yours", NULL, 0, 0, 0 }
#define EAG_OPT_SNDBUF(preset)	{ "sndbuf", EAG_BUFFER, "BYTES", \
	"SO_SNDBUF to ask for, or default", NULL, preset, 1, INT_MAX / 2 }
#define EAG_OPT_RCVBUF(preset)	{ "rcvbuf", EAG_BUFFER, "BYTES", \
	"SO_RCVBUF to ask for, or default", NULL, preset, 1, INT_MAX / 2 }
#define EAG_OPT_MESSAGE(preset)	{ "message", EAG_NUMBER, "BYTES", \
	"bytes in each message", NULL, preset, 1, 1 << 20 }
/* clang-format on */

/* A program's account of itself: --help, --describe and the docs use it. */
struct eag_demo {
	const char *name;   /* the program's, and its source file's */
	const char *title;  /* one line: what happens */
	const char *class;  /* wait timeout changed owned quota flag
			       unwaitable started contrast, or "tool" */
	const char *calls;  /* libc functions reported, with spaces between */
	const char *errnos; /* the errnos that these answer */
	const char *why;    /* why the kernel answers so */
	const char *react;  /* what to do about it */
	const char *pages;  /* manual pages: "accept(2) poll(2)" */
	const char *next;   /* programs to run after this one */
	struct eag_option options[EAG_OPTIONS];
};

/*
 * life: eag_start reads the options, opens the output and arms the watchdog.
 * eag_step writes out what was reported and opens a step; `tag` names a region
 * of the source.  eag_end says PASS or FAIL and returns the exit status: 0 if
 * every claim holds, 1 if one does not or none was made, 99 if the output
 * could not be written.  eag_skip ends with 77: what is missing here.
 * eag_need ends with 99 unless `ok`: set-up failed, `call` and errno say how.
 * eag_usage ends with 2: the options do not fit together.
 */
void eag_start(const struct eag_demo *demo, int argc, char *argv[]);
void eag_step(const char *tag, const char *text);
int eag_end(void);
_Noreturn void eag_skip(const char *missing);
void eag_need(int ok, const char *call);
_Noreturn void eag_usage(const char *what);

/* The value of an option of the program's own: as given, or its preset. */
long eag_number(const char *option);
const char *eag_text(const char *option); /* may be NULL */
int eag_flag(int flag);                   /* `flag`, or 0 with --blocking */
int eag_elsewhere(void); /* --at was given: the other end is not ours */

/*
 * report.  `call` is what strace would print: name(arguments).  An argument
 * "N bytes" is what was asked for; " = NAME" at the end names the descriptor
 * that a successful call returns.  `ret` is what the call returned, -1 with
 * errno set.  Identical calls in a row become one line.
 */
void eag_call(const char *actor, long ret, const char *call, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Ask poll(2) and report it: eag_poll for this moment, eag_wait until one of
 * `events` or a deadline of 5 s (with --at: for as long as it takes).  Both
 * return revents, 0 if there are none, -1 with errno.
 */
int eag_poll(const char *actor, int fd, short events, const char *role);
int eag_wait(const char *actor, int fd, short events, const char *role);

/*
 * A claim holds on every Linux, or the run fails.  eag_claim_both is for what
 * only somebody who holds both ends can decide: with --at it is left out, and
 * the output says so.
 */
void eag_claim(const char *id, int ok, const char *text);
void eag_claim_both(const char *id, int ok, const char *text);

/* What was measured, but is no claim: it varies between kernels. */
enum eag_side { EAG_SEND = 1, EAG_RECEIVE, EAG_PIPE };
void eag_buffer(const char *actor, int fd, enum eag_side side);
void eag_state(int fd); /* the TCP state, tcp(7) */
void eag_measure(const char *name, long value, const char *unit);
void eag_note(const char *text); /* anything else worth a line */

/*
 * measure.  eag_errno_name: "EAGAIN" for EAGAIN (and so for EWOULDBLOCK, the
 * same number on every Linux), "E4095" for a number that has no name, "0" for
 * 0; errno(3).  It is kept for as long as the program runs, but for "E4095",
 * which the next call may overwrite.
 */
const char *eag_errno_name(int number);

/*
 * A buffer as the kernel keeps it; bytes; -1: this kernel does not say.
 * socket(7), tcp(7), unix(7), pipe(7); net/core/sock.c sk_get_meminfo().
 */
struct eag_fill {
	long size; /* SO_SNDBUF, SO_RCVBUF: twice what was set; F_GETPIPE_SZ */
	long charged; /* counted against size: data and the kernel's overhead */
	long data;    /* SIOCOUTQ (not acknowledged), SIOCINQ, FIONREAD */
	long unsent;  /* of the data, what was never sent (SIOCOUTQNSD) */
};
int eag_fill(int fd, enum eag_side side, struct eag_fill *fill);

int eag_nonblocking(int fd); /* 1 if O_NONBLOCK is set, else 0 */
int eag_tcp_state(int fd);   /* TCP_INFO's tcpi_state: 1 is ESTABLISHED */
const char *eag_tcp_state_name(int state);

#endif
