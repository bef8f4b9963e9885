/* SPDX-License-Identifier: MIT */
/* internal.h: what the library's files share.  eag__ names are not for use. */
#ifndef EAG_INTERNAL_H
#define EAG_INTERNAL_H

#include <signal.h>
#include <stddef.h>

#include "arrange.h"
#include "eagain.h"

enum { /* exit statuses, as Automake's where it has one */
	EXIT_PASS = 0,
	EXIT_FAIL = 1,
	EXIT_USAGE = 2,
	EXIT_SKIP = 77,
	EXIT_ERROR = 99,
	EXIT_HANG = 124
};

/* Where output goes: gathered here, written when a step ends. */
struct eag__sink {
	int fd;     /* -1: none */
	int failed; /* the errno of a write; EPIPE means "enough" */
	size_t used;
	char bytes[128 * 1024];
};

#define EAG__DEADLINE 5000 /* ms for what our own ends do at once */

/* A reported call; identical ones in a row share one. */
struct eag__call {
	const char *actor;
	char said[192]; /* as the caller said it */
	char text[160]; /* name(arguments) */
	size_t name_length;
	char is[24];      /* the role of a returned descriptor, or "" */
	char revents[64]; /* poll's, or "" */
	int polled;
	long asked; /* from "N bytes"; -1: none */
	long ret;
	int error;           /* errno, if ret is -1 */
	const char *meaning; /* strerror() of it: a handler may not ask */
	unsigned long number, times; /* times 0: nothing is pending */
};

/* Who may be interrupted in what: signal handlers look at it. */
enum eag__busy { EAG__IDLE, EAG__REPORTING, EAG__WRITING };

struct eag__run {
	const struct eag_demo *demo; /* NULL: the library alone is used */
	struct eag__sink text, events;
	struct eag__call call;
	int silent; /* --quiet, and no event file */
	int accessible, colour, stepping;
	int tool;     /* makes no claims */
	int at_once;  /* nobody ends a step: write each report now */
	long timeout; /* seconds */
	const char *tag, *step;
	int claims, held;
	volatile sig_atomic_t busy, prompting;
	int last_words;              /* a signal handler ends the run */
	volatile sig_atomic_t ended; /* the verdict is said; there is but one */
};
extern struct eag__run eag__run;

/* output.c: append (safe in a signal handler) and write. */
void eag__put(struct eag__sink *sink, const char *text);
void eag__put_bytes(struct eag__sink *sink, const char *text, size_t length);
void eag__put_number(struct eag__sink *sink, long number);
void eag__put_padded(struct eag__sink *sink, const char *text, int width);
void eag__put_wrapped(
    struct eag__sink *sink, const char *text, int indent, int column);
void eag__flush(void);         /* a failure is kept in the sink */
int eag__output_stalled(void); /* a reader that takes nothing, now */
void eag__flush_now(void);     /* what can be written without waiting */
int eag__output_failed(void);  /* EPIPE does not count */
void
eag__complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* text.c and json.c: the same things for people and for programs. */
void eag__text_begin(void);
void eag__text_step(void);
void eag__text_call(const struct eag__call *call);
void eag__text_claim(int ok, const char *text);
void eag__text_left_out(const char *text);
void eag__text_buffer(
    const char *actor, enum eag_side side, const struct eag_fill *fill);
void eag__text_measure(const char *name, long value, const char *unit);
void eag__text_timing(const char *name, long value, const char *unit);
void eag__text_row(const char *text);
void eag__text_state(int state);
void eag__text_note(const char *text, const char *more);
void eag__text_advice(void);
void eag__text_end(const char *word, const char *text);
void eag__json_begin(void);
void eag__json_step(void);
void eag__json_call(const struct eag__call *call);
void eag__json_claim(const char *id, int ok, const char *text);
void eag__json_left_out(const char *id, const char *text);
void eag__json_buffer(
    const char *actor, enum eag_side side, const struct eag_fill *fill);
void eag__json_measure(const char *name, long value, const char *unit);
void eag__json_note(const char *text);
void eag__json_listen(const char *where);
void eag__json_end(const char *result, const char *text);

/* life.c */
long eag__patience(void);     /* the watchdog's preset, in seconds */
void eag__prompt(void);       /* ask for Enter */
void eag__check_output(void); /* end with 99 if it could not be written */

/* report.c */
void eag__put_result(struct eag__sink *sink, const struct eag__call *call);
void eag__settle_call(void); /* write out the pending call */
void eag__verdict(const char *word, const char *result, const char *text);
void eag__enter(sig_atomic_t what);
void eag__leave(void);
void eag__listening(const struct eag_address *address);
int eag__await_other_end(int fd, short events); /* revents, as poll(2) */

/* options.c */
void eag__options(int argc, char *argv[]);
int eag__given(const char *option);
long eag__number_or_0(const char *option);             /* 0: no such option */
const struct eag_option *eag__own_option(int index);   /* NULL: no more */
const struct eag_address *eag__at(enum eag_kind kind); /* NULL: not given */
_Noreturn void
eag__usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* help.c */
void eag__help(const struct eag_option *common);
void eag__describe(void);

/* address.c: NULL, or what is wrong with it. */
const char *
eag__parse_address(const char *text, int any_port, struct eag_address *address);
void
eag__format_address(const struct eag_address *address, char *text, size_t size);

/* watchdog.c */
void eag__watchdog_start(void);
void eag__watchdog_pause(void);
void eag__watchdog_resume(void);
void eag__late_signals(void); /* what came while it could not be handled */

/* measure.c: TCP_INFO's tcpi_unacked and so on; -1: not told */
struct eag__tcp {
	int state;
	long unacked, sacked, unsent, window;
};
int eag__tcp_info(int fd, struct eag__tcp *info);

#endif
