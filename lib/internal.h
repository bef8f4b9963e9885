/* SPDX-License-Identifier: MIT */
/*
 * internal.h: what the library's files share.  eag__ names are not for use.
 *
 * A file calls only files of its own layer and of those before it.  Lowest
 * first: address errno_names surroundings text_line; measure; output; help
 * write_json write_text; options; watchdog; emit; run tool_output; report
 * byte_stream child_process; namespace proc temporary_file terminal arrange.
 */
#ifndef EAG_INTERNAL_H
#define EAG_INTERNAL_H

#include <signal.h>
#include <stddef.h>

#include "arrange.h"
#include "eagain.h"
#include "tool_output.h"

enum { /* exit statuses, as Automake's where it has one */
	EXIT_PASS = 0,
	EXIT_FAIL = 1,
	EXIT_USAGE = 2,
	EXIT_SKIP = 77,
	EXIT_ERROR = 99,
	EXIT_HANG = 124
};

#define EAG__DEADLINE 5000 /* ms for what our own ends do at once */

/* address.c: NULL, or what is wrong with it. */
const char *
eag__parse_address(const char *text, int any_port, struct eag_address *address);
void
eag__format_address(const struct eag_address *address, char *text, size_t size);

/*
 * surroundings.c: 0 if /proc is there, and of this PID namespace.  -1 with the
 * errno of readlink(2), or ENODATA: there this process has another number.
 * pid_namespaces(7), "/proc and PID namespaces".
 */
int eag__proc(void);
int eag__loopback_is_down(void); /* netdevice(7) */

/* measure.c: TCP_INFO's tcpi_unacked and so on; -1: not told */
struct eag__tcp {
	int state;
	long unacked, sacked, unsent, window;
};
int eag__tcp_info(int fd, struct eag__tcp *info);

/* text_line.c: text is put together here; what does not fit is cut. */
struct eag__line {
	size_t used;
	char bytes[8192];
};
void eag__print(struct eag__line *line, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void eag__print_wrapped(
    struct eag__line *line, const char *text, int indent, int column);
/* Is `word` one of these, which a character of `between` separates? */
int eag__is_among(const char *words, const char *between, const char *word);

/* How a run may end by a signal; what is said then was made before. */
enum eag__ending { EAG__HANG, EAG__SIGINT, EAG__SIGTERM, EAG__ENDINGS };

/*
 * output.c: output is gathered, and written when a step ends.
 * The last line may still change, so it can be taken back: it begins at
 * `settled`.
 */
struct eag__sink {
	int fd;     /* -1: none */
	int failed; /* the errno of a write; EPIPE means "enough" */
	size_t used, settled;
	char bytes[64 * 1024];
	struct eag__line last_words[EAG__ENDINGS];
};

/* What the main thread is doing; signal handlers read it. */
enum eag__busy { EAG__IDLE, EAG__REPORTING, EAG__WRITING };

/* This run: who it is, how it shall look, where it writes, how it went. */
struct eag__run {
	const struct eag_demo *demo; /* NULL: the library alone is used */
	struct eag__sink text, events;
	int silent; /* --quiet, and no event file */
	int accessible, colour, stepping;
	int tool;          /* makes no claims */
	int at_once;       /* nobody ends a step: write each report now */
	long timeout;      /* seconds; up to the options' end their preset */
	unsigned long own; /* a bit for each option of its own that was given */
	const char *tag, *step;
	int claims, held;
	volatile sig_atomic_t busy, prompting;
	volatile sig_atomic_t ended; /* the verdict is said; there is but one */
};
extern struct eag__run eag__run;

void eag__append(struct eag__sink *sink, const char *bytes, size_t length);
void eag__flush(void);            /* a failure is kept in the sink */
void eag__last_flush(int ending); /* in a handler: what does not wait */
int eag__output_stalled(void);    /* a reader that takes nothing, now */
int eag__output_failed(void);     /* and says so; EPIPE does not count */
void eag__check_output(void);     /* end with 99 if it could not be written */
void
eag__complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * help.c: --help, --describe and --version are answered, and end the program;
 * no other does.  `presets` are of its own options that are numbers.
 */
void eag__answer(
    const char *asked, const struct eag_option *common, const long *presets);

/* options.c */
struct eag__common { /* the options of every program, as given */
	long quiet, step, accessible, timeout;
	const char *colour;
	int json;           /* was given */
	const char *events; /* with this file */
};
extern struct eag__common eag__common;
void eag__options(int argc, char *argv[]);
_Noreturn void
eag__usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* watchdog.c */
const char *eag__watchdog_start(void); /* NULL, or the call that failed */
void eag__watchdog_pause(void);
int eag__watchdog_resume(void); /* 0, or -1 with errno */
void eag__prompt(void);         /* ask for Enter */
void eag__late_signals(void);   /* what came while it could not be handled */

/* Whatever is reported is one of these; emit.c hands it to both writers. */
struct eag__event {
	enum eag__kind {
		EAG__BEGIN,
		EAG__STEP,      /* name: its tag */
		EAG__SUBMITTED, /* name(text) */
		EAG__COMPLETED, /* name(text) = value */
		EAG__CALL,      /* name(text) = value */
		EAG__CLAIM,     /* name: its id; value: it holds */
		EAG__BUFFER,    /* side, its name, fill */
		EAG__STATE,     /* name, value, unit: the state's name */
		EAG__MEASURE,   /* name, value, unit */
		EAG__ROW,       /* text; no event */
		EAG__NOTE,
		EAG__RECORD, /* name: the event's; fields; no line */
		EAG__LISTEN, /* text: where */
		EAG__END     /* name: its result; unit: the verdict's word */
	} kind;
	const char *actor, *name, *text, *unit;
	long value;
	int error;            /* a call's errno, if value is -1 */
	const char *revents;  /* of a poll(), or NULL */
	const char *is;       /* the role of a returned descriptor, or "" */
	long asked;           /* from "N bytes"; -1: none */
	unsigned long number; /* the first call is 1 */
	unsigned long times;  /* so often in a row */
	enum eag_side side;
	const struct eag_fill *fill;
	const struct eag_field *fields;
	const struct eag__event *came; /* before a claim */
};

/* write_text.c, write_json.c: the two writers; `line` is begun anew */
void eag__text(const struct eag__event *event, struct eag__line *line);
void eag__json(const struct eag__event *event, struct eag__line *line);

/* emit.c */
void eag__emit(const struct eag__event *event); /* leaves errno as it is */
void eag__prepare_last_words(void); /* after each step and claim, too */
void eag__write_out(void);          /* what was emitted so far */
void eag__enter(void);              /* a signal that comes now waits for ... */
void eag__leave(void);              /* ... this */

#endif
