/* SPDX-License-Identifier: MIT */
/* help.c: a program's account of itself, for people and for scripts. */
#include <string.h>

#include "internal.h"

#define COLUMN 28 /* where --help explains an option */

static void
item(const char *label, const char *text)
{
	struct eag__sink *out = &eag__run.text;

	eag__put_padded(out, label, 7);
	eag__put_wrapped(out, text, 7, 7);
}

static void
option_line(const struct eag_option *option)
{
	struct eag__sink *out = &eag__run.text;
	int json = strcmp(option->name, "json") == 0;
	int numeric = option->kind == EAG_NUMBER || option->kind == EAG_BUFFER;
	int width = 4 + (int)strlen(option->name);

	eag__put(out, "  --");
	eag__put(out, option->name);
	if (option->value != NULL) {
		eag__put(out, json ? "[=" : "=");
		eag__put(out, option->value);
		eag__put(out, json ? "]" : "");
		width += 1 + (int)strlen(option->value) + 2 * json;
	}
	if (width >= COLUMN - 1) {
		eag__put(out, "\n");
		width = 0;
	}
	eag__put_padded(out, "", COLUMN - width);
	eag__put(out, option->text);
	if (option->preset_text != NULL) {
		eag__put(out, "; without it ");
		eag__put(out, option->preset_text);
	} else if (numeric) {
		eag__put(out, "\n");
		eag__put_padded(out, "", COLUMN);
		eag__put_number(out, option->min);
		eag__put(out, " to ");
		eag__put_number(out, option->max);
		eag__put(out, "; without it ");
		if (strcmp(option->name, "timeout") == 0) {
			eag__put_number(out, eag__patience());
			eag__put(out, " (2 with --blocking)");
		} else if (option->preset == 0) {
			eag__put(out, "default");
		} else {
			eag__put_number(out, option->preset);
		}
	}
	eag__put(out, "\n");
}

void
eag__help(const struct eag_option *common)
{
	const struct eag_demo *demo = eag__run.demo;
	const struct eag_option *option;
	struct eag__sink *out = &eag__run.text;

	eag__put(out, "Usage: ");
	eag__put(out, demo->name);
	eag__put(out, " [options]\n\n");
	eag__put_wrapped(out, demo->title, 0, 0);
	eag__put(out, "\n");
	item("Why", demo->why);
	item("Do", demo->react);
	if ((option = eag__own_option(0)) != NULL) {
		eag__put(out, "\nOptions of this program:\n");
		for (int i = 0; (option = eag__own_option(i)) != NULL; i++)
			option_line(option);
	}
	eag__put(out, "\nOptions of every program:\n");
	for (; common->name != NULL; common++)
		option_line(common);
	eag__put(out,
	    "\nExit status: 0 every claim holds, 1 one does not, "
	    "2 usage, 77 cannot be\nshown here, 99 set-up or output failed, "
	    "124 hang, 128+N ended by signal N.\n\n");
	item("See", demo->pages);
	item("Next", demo->next);
}

static void
line(const char *key, const char *text)
{
	eag__put(&eag__run.text, key);
	eag__put(&eag__run.text, ": ");
	eag__put(&eag__run.text, text);
	eag__put(&eag__run.text, "\n");
}

void
eag__describe(void)
{
	const struct eag_demo *demo = eag__run.demo;
	const struct eag_option *option;

	line("name", demo->name);
	line("title", demo->title);
	line("class", demo->class);
	line("calls", demo->calls);
	line("errnos", demo->errnos);
	eag__put(&eag__run.text, "options:");
	for (int i = 0; (option = eag__own_option(i)) != NULL; i++) {
		eag__put(&eag__run.text, " ");
		eag__put(&eag__run.text, option->name);
	}
	eag__put(&eag__run.text, "\n");
	line("why", demo->why);
	line("do", demo->react);
	line("pages", demo->pages);
	line("next", demo->next);
}
