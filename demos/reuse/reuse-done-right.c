/* SPDX-License-Identifier: MIT */
/*
 * reuse-done-right: connections come and go at random on the same few numbers
 * (world.c), and an oracle knows whose each byte is.  With one rule left out,
 * all sequences of steps are tried, the shortest first, until the oracle
 * reports a fault.
 */
#include <stdio.h>
#include <string.h>

#include "arrange.h"
#include "descriptors.h"
#include "eagain.h"
#include "world.h"

static long seed = 1, steps_wanted = 10000;
static const char *without = "none";

static const struct eag_demo demo = {
	.name = "reuse-done-right",
	.title = "four rules, and no byte goes to a stranger",
	.class = "contrast",
	.calls = "",
	.errnos = "",
	.belief = "Numbers that come again cannot be handled safely.",
	.why =
	    "close() frees a number, and the next open gives it to somebody "
	    "else. Every book that goes by number must be told before that, "
	    "and whoever still holds the number must notice.",
	.react =
	    "One owner for each number. A generation with each deferred call. "
	    "Deregister before close(). Close after what was deferred.",
	.pages = "close(2) epoll(7)",
	.next = "reuse-cancelled-connect reuse-double-close reuse-stale-batch",
	.options = {
	    { .name = "seed",
		.kind = EAG_NUMBER,
		.number = &seed,
		.value = "N",
		.text = "of the random steps",
		.min = 1,
		.max = 1000000000 },
	    { .name = "count",
		.kind = EAG_NUMBER,
		.number = &steps_wanted,
		.value = "N",
		.text = "how many steps",
		.min = 1000,
		.max = 100000000 },
	    { .name = "without",
		.kind = EAG_WORD,
		.word = &without,
		.value = "owner|generation|deregister|last",
		.text = "leave this rule out, and see",
		.without = "none" },
	},
};

enum { LONGEST = 8 };

static const struct {
	const char *name, *id, *text;
	unsigned bit;
} rules[] = {
	{ "owner", "without-owner",
	    "without one owner for each number there is a fault", ONE_OWNER },
	{ "generation", "without-generation",
	    "without a generation in deferred calls there is a fault",
	    GENERATION },
	{ "deregister", "without-deregister",
	    "without deregistering before close() there is a fault",
	    DEREGISTER },
	{ "last", "without-last",
	    "without closing after deferred calls there is a fault",
	    CLOSE_LAST },
};

/* The same numbers for the same seed, on every libc. */
static unsigned
below(unsigned long *state, unsigned limit)
{
	*state = (*state * 1103515245 + 12345) & 0x7fffffff;
	return (unsigned)(*state >> 8) % limit;
}

/* Random steps until a fault: its text, or NULL.  Counts the steps. */
static const char *
at_random(unsigned allowed, long *count)
{
	static struct world world;
	unsigned long state = (unsigned long)seed;
	const char *fault = NULL;
	long done = 0;

	world_begin(&world, allowed);
	while (done < *count && fault == NULL) {
		done += world_step(&world, below(&state, STEPS));
		fault = world.fault;
		if (world.next_id == 255) { /* no id is left: a new world */
			world_end(&world);
			world_begin(&world, allowed);
		}
	}
	world_end(&world);
	*count = done;
	return fault;
}

/* The text of the fault to which these steps lead, or NULL. */
static const char *
shows(unsigned allowed, const enum step *steps, int length)
{
	static struct world world;
	const char *fault;
	int i = 0;

	world_begin(&world, allowed);
	while (i < length && world_step(&world, steps[i]))
		i++;
	fault = i == length ? world.fault : NULL;
	world_end(&world);
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

static void
leave_out(size_t rule)
{
	enum step steps[LONGEST];
	char text[128];
	size_t used = 0;
	int length;
	const char *fault = shortest(
	    ALL_RULES & ~rules[rule].bit, steps, &length);

	for (int i = 0; fault != NULL && i < length; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
		    "%s%s", i > 0 ? ", " : "", world_step_name(steps[i]));
	if (fault != NULL) {
		eag_note(text);
		eag_note(fault);
	}
	eag_claim(rules[rule].id, fault != NULL, rules[rule].text);
}

int
main(int argc, char *argv[])
{
	const char *fault;
	long count;
	int before;

	eag_start(&demo, argc, argv);
	count = steps_wanted;

	if (strcmp(without, "none") != 0) {
		eag_step("without", "random steps, with one rule left out");
		for (size_t i = 0; i < 4; i++)
			if (strcmp(without, rules[i].name) == 0) {
				fault = at_random(
				    ALL_RULES & ~rules[i].bit, &count);
				eag_measure("steps", count, "until a fault");
				eag_claim("reported", fault != NULL,
				    "the oracle reports a fault");
				leave_out(i);
			}
		return eag_end();
	}

	eag_step("all-rules", "random steps, with all four rules");
	before = descriptors();
	eag_measure("seed", seed, "of the random steps");
	fault = at_random(ALL_RULES, &count);
	if (fault != NULL)
		eag_note(fault);
	eag_claim("all-right", fault == NULL && count == steps_wanted,
	    "no byte is lost or goes to a stranger, nobody is deaf or closed");
	eag_claim("nothing-leaked", descriptors() == before,
	    "as many descriptors as before");

	eag_step(
	    "one-less", "one rule left out: the shortest steps to a fault");
	for (size_t i = 0; i < 4; i++)
		leave_out(i);
	return eag_end();
}
