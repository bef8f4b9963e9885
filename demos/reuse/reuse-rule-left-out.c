/* SPDX-License-Identifier: MIT */
/*
 * reuse-rule-left-out: the connections of reuse-done-right (rules.c), with one
 * of the four rules left out.  All sequences of steps are tried, the shortest
 * first, until the oracle reports a fault.
 */
#include <stdio.h>
#include <string.h>

#include "eagain.h"
#include "rules.h"

static const struct eag_demo demo = {
	.name = "reuse-rule-left-out",
	.title = "one rule of four left out: the shortest way to a fault",
	.class = "contrast",
	.calls = "",
	.errnos = "",
	.belief = "One of these rules is enough, if it is kept with care.",
	.why = "Each rule closes another way to a stranger's number: a second "
	       "close(), a call that is late, a book that is out of date, a "
	       "close() before what was promised. No other rule closes it.",
	.react =
	    "Keep all four. Read the steps aloud: they are the tests that an "
	    "event loop of your own should pass.",
	.pages = "close(2) epoll(7)",
	.next = "reuse-done-right reuse-double-close reuse-cancelled-connect",
};

enum { LONGEST = 6 };

/* The text of the fault to which these steps lead, or NULL. */
static const char *
shows(unsigned allowed, const enum step *steps, int length)
{
	static struct rules rules;
	const char *fault;
	int i = 0;

	rules_begin(&rules, allowed);
	while (i < length && rules_step(&rules, steps[i]))
		i++;
	fault = i == length ? rules.fault : NULL;
	rules_end(&rules);
	return fault;
}

/* All sequences of 1, 2, 3 ... steps, until one leads to a fault. */
static const char *
shortest(unsigned allowed, enum step *steps, int *length)
{
	const char *fault;
	int at;

	for (*length = 1; *length <= LONGEST; ++*length) {
		memset(steps, 0, LONGEST * sizeof(*steps));
		do {
			/* A fault begins with an open, and shows in a turn. */
			fault = steps[0] == OPEN && steps[*length - 1] == TURN ?
			    shows(allowed, steps, *length) :
			    NULL;
			if (fault != NULL)
				return fault;
			for (at = *length - 1; at >= 0; at--) {
				if (++steps[at] < STEPS)
					break;
				steps[at] = OPEN;
			}
		} while (at >= 0);
	}
	return NULL;
}

/* Print the shortest steps to a fault without that rule.  Is there one? */
static int
fails_without(enum rule rule)
{
	static const char *const names[] = { "open", "close", "send", "defer",
		"late", "turn" };
	enum step steps[LONGEST];
	char text[128];
	size_t used = 0;
	int length;
	const char *fault = shortest(
	    ALL_RULES & ~(unsigned)rule, steps, &length);

	if (fault == NULL)
		return 0;
	for (int i = 0; i < length; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
		    "%s%s", i > 0 ? ", " : "", names[steps[i]]);
	eag_note(text);
	eag_note(fault);
	return 1;
}

int
main(int argc, char *argv[])
{
	eag_start(&demo, argc, argv);

	eag_step(
	    "one-less", "one rule left out: the shortest steps to a fault");
	eag_claim("without-owner", fails_without(ONE_OWNER),
	    "without one owner for each number there is a fault");
	eag_claim("without-generation", fails_without(GENERATION),
	    "without a generation in deferred calls there is a fault");
	eag_claim("without-deregister", fails_without(DEREGISTER),
	    "without deregistering before close() there is a fault");
	eag_claim("without-last", fails_without(CLOSE_LAST),
	    "without closing after deferred calls there is a fault");

	return eag_end();
}
