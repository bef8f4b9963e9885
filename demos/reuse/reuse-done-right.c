/* SPDX-License-Identifier: MIT */
/*
 * reuse-done-right: connections come and go at random on the same few numbers
 * (done_right/connections.c), and an oracle knows whose each byte is.
 */
#include <unistd.h>

#include "done_right/connections.h"
#include "eagain.h"

static long seed = 1, steps = 10000;

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
	.next = "reuse-rule-left-out reuse-double-close reuse-stale-batch",
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
		.number = &steps,
		.value = "N",
		.text = "how many steps",
		.min = 1000,
		.max = 100000000 },
	},
};

/* The same numbers for the same seed, on every libc. */
static unsigned
below(unsigned long *state, unsigned limit)
{
	*state = (*state * 1103515245 + 12345) & 0x7fffffff;
	return (unsigned)(*state >> 8) % limit;
}

/* Random steps, until there were enough: the text of a fault, or NULL. */
static const char *
at_random(void)
{
	static struct connections all;
	unsigned long state = (unsigned long)seed;
	const char *fault = NULL;
	long done = 0;

	connections_begin(&all);
	while (done < steps && fault == NULL) {
		done += connections_step(&all, below(&state, STEPS));
		fault = all.fault;
		if (all.next_id == 255) { /* no id is left: anew */
			connections_end(&all);
			connections_begin(&all);
		}
	}
	connections_end(&all);
	return fault;
}

int
main(int argc, char *argv[])
{
	const char *fault;
	long before;

	eag_start(&demo, argc, argv);

	eag_step("all-rules", "random steps, with all four rules");
	before = eag_descriptors(getpid());
	eag_need_proc(before != -1, "/proc/self/fd");
	eag_measure("seed", seed, "of the random steps");
	fault = at_random();
	if (fault != NULL)
		eag_note(fault);
	eag_claim("all-right", fault == NULL,
	    "no byte is lost or goes to a stranger, nobody is deaf or closed");
	eag_claim("nothing-leaked", eag_descriptors(getpid()) == before,
	    "as many descriptors as before");

	return eag_end();
}
