/* SPDX-License-Identifier: MIT */
/* help.c: a program's account of itself, for people and for scripts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

#define COLUMN 28 /* where --help explains an option */

static struct eag__line out;

#define say(...) eag__print(&out, __VA_ARGS__)

static void
item(const char *label, const char *text)
{
	if (text[0] == '\0')
		return;
	say("%-7s", label);
	eag__print_wrapped(&out, text, 7, 7);
}

static void
option_line(const struct eag_option *option, long preset)
{
	const int json = strcmp(option->name, "json") == 0;
	char synopsis[64];

	snprintf(synopsis, sizeof(synopsis), "  --%s%s%s%s", option->name,
	    option->value == NULL ? "" :
		json              ? "[=" :
				    "=",
	    option->value == NULL ? "" : option->value, json ? "]" : "");
	if (strlen(synopsis) < COLUMN - 1)
		say("%-*s%s", COLUMN, synopsis, option->text);
	else
		say("%s\n%*s%s", synopsis, COLUMN, "", option->text);
	if (option->max > 0) {
		say("\n%*s%ld to %ld; without it ", COLUMN, "", option->min,
		    option->max);
		if (preset == 0)
			say("default");
		else
			say("%ld", preset);
	}
	if (strcmp(option->name, "timeout") == 0)
		say(" (2 with --blocking)");
	say("\n");
}

static void
help(const struct eag_option *common, const long *presets)
{
	const struct eag_demo *demo = eag__run.demo;

	say("Usage: %s [options]%s%s\n\n", demo->name,
	    demo->operands != NULL ? " " : "",
	    demo->operands != NULL ? demo->operands : "");
	eag__print_wrapped(&out, demo->title, 0, 0);
	say("\n");
	if (demo->belief != NULL)
		item("Belief", demo->belief);
	if (demo->poll != NULL)
		item("Poll", demo->poll);
	item("Why", demo->why);
	item("Do", demo->react);
	if (demo->options[0].name != NULL)
		say("\nOptions of this program:\n");
	for (int i = 0; i < EAG_OPTIONS && demo->options[i].name != NULL; i++)
		option_line(&demo->options[i], presets[i]);
	say("\nOptions of every program:\n");
	for (; common->name != NULL; common++)
		option_line(common, eag__run.timeout);
	say("\nExit status: 0 %s, 2 usage, 77 cannot be\n"
	    "shown here, 99 set-up or output failed, "
	    "124 hang, 128+N ended by signal N.\n\n",
	    eag__run.tool ? "done, 1 not" :
			    "every claim holds, 1 one does not");
	item("See", demo->pages);
	item("Next", demo->next);
}

static void
describe(void)
{
	const struct eag_demo *demo = eag__run.demo;

	say("name: %s\ntitle: %s\nclass: %s\ncalls: %s\nerrnos: %s\noptions:",
	    demo->name, demo->title, demo->class, demo->calls, demo->errnos);
	for (int i = 0; i < EAG_OPTIONS && demo->options[i].name != NULL; i++)
		say(" %s", demo->options[i].name);
	say("\n");
	if (demo->poll != NULL)
		say("poll: %s\n", demo->poll);
	if (demo->belief != NULL)
		say("belief: %s\n", demo->belief);
	say("why: %s\ndo: %s\npages: %s\nnext: %s\n", demo->why, demo->react,
	    demo->pages, demo->next);
}

void
eag__answer(
    const char *asked, const struct eag_option *common, const long *presets)
{
	if (strcmp(asked, "help") == 0)
		help(common, presets);
	else if (strcmp(asked, "describe") == 0)
		describe();
	else if (strcmp(asked, "version") == 0)
		say("%s (eagain) " EAG_VERSION "\n", eag__run.demo->name);
	else
		return;
	eag__run.text.fd = STDOUT_FILENO;
	eag__append(&eag__run.text, out.bytes, out.used);
	eag__flush();
	eag__check_output();
	exit(EXIT_PASS);
}
