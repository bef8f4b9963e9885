/* SPDX-License-Identifier: MIT */
/*
 * options.c: --name, --name=VALUE or --name VALUE; the last of two counts.
 * Every option, and every operand where a program takes some, is read before
 * anything is opened.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

struct eag__common eag__common;

/* clang-format off */
static const struct eag_option common[] = {
	{ .name = "json", .kind = EAG_TEXT, .value = "FILE",
	    .text = "events instead of the text; with =FILE both",
	    .word = &eag__common.events },
	{ .name = "quiet", .kind = EAG_SWITCH,
	    .text = "nothing but the exit status",
	    .number = &eag__common.quiet },
	{ .name = "step", .kind = EAG_SWITCH,
	    .text = "wait for Enter before each step",
	    .number = &eag__common.step },
	{ .name = "accessible", .kind = EAG_SWITCH,
	    .text = "full sentences, no bars, no columns",
	    .number = &eag__common.accessible },
	{ .name = "color", .kind = EAG_WORD, .value = "auto|always|never",
	    .text = "when to use colour", .word = &eag__common.colour },
	{ .name = "timeout", .kind = EAG_NUMBER, .value = "SECONDS",
	    .text = "give up after so long", .min = 1, .max = 3600,
	    .number = &eag__common.timeout },
	{ .name = "describe", .kind = EAG_SWITCH,
	    .text = "what this program is, for scripts" },
	{ .name = "help", .kind = EAG_SWITCH, .text = "this text" },
	{ .name = "version", .kind = EAG_SWITCH,
	    .text = "the toolkit's version" },
	{ .name = NULL }
};
/* clang-format on */

static long presets[EAG_OPTIONS];

static const struct eag_option *
find_in(const struct eag_option *options, size_t most, const char *name,
    size_t length)
{
	for (size_t i = 0; i < most && options[i].name != NULL; i++)
		if (strlen(options[i].name) == length &&
		    memcmp(options[i].name, name, length) == 0)
			return &options[i];
	return NULL;
}

/* The option so called, of the program's own or of all; NULL: there is none. */
static const struct eag_option *
find(const char *name, size_t length)
{
	const struct eag_option *own = eag__run.demo->options, *option;

	option = find_in(own, EAG_OPTIONS, name, length);
	if (option != NULL)
		eag__run.own |= 1UL << (option - own);
	else
		option = find_in(common, SIZE_MAX, name, length);
	return option;
}

static long
read_number(const struct eag_option *option, const char *text)
{
	size_t digits = strspn(text, "0123456789");
	long number;

	if (digits == 0 || text[digits] != '\0')
		eag__usage("--%s: '%s' is not a whole number%s", option->name,
		    text, option->kind == EAG_BUFFER ? ", nor default" : "");
	number = strtol(text, NULL, 10); /* what is too large is LONG_MAX */
	if (number < option->min || number > option->max)
		eag__usage("--%s: %s is not from %ld to %ld", option->name,
		    text, option->min, option->max);
	return number;
}

/* `text` is NULL where the option takes none, or --json has none. */
static void
set(const struct eag_option *option, const char *text)
{
	const char *wrong;

	switch (option->kind) {
	case EAG_SWITCH:
		if (option->number != NULL)
			*option->number = 1;
		break;
	case EAG_BUFFER:
		if (strcmp(text, "default") == 0) {
			*option->number = 0;
			break;
		}
		/* fall through */
	case EAG_NUMBER:
		*option->number = read_number(option, text);
		break;
	case EAG_WORD:
		if (!eag__is_among(option->value, "|", text))
			eag__usage("--%s: '%s' is none of %s", option->name,
			    text, option->value);
		*option->word = text;
		break;
	case EAG_TEXT:
		if (text != NULL && *text == '\0')
			eag__usage("--%s needs a value", option->name);
		*option->word = text; /* a bare --json undoes --json=FILE */
		break;
	case EAG_LISTEN:
	case EAG_CONNECT:
		wrong = eag__parse_address(
		    text, option->kind == EAG_LISTEN, option->address);
		if (wrong != NULL)
			eag__usage("--%s: '%s': %s", option->name, text, wrong);
		if (option->word != NULL)
			*option->word = text;
		break;
	}
}

/* The option that an argument names; its value, if that is in there too. */
static const struct eag_option *
take_apart(const char *argument, const char **text)
{
	const struct eag_option *option;
	size_t length;

	if (strncmp(argument, "--", 2) != 0 || argument[2] == '\0') {
		if (argument[0] != '-' || argument[1] == '\0')
			eag__usage("'%s': there are no operands", argument);
		eag__usage("there is no option %s", argument);
	}
	length = strcspn(argument + 2, "=");
	option = find(argument + 2, length);
	if (option == NULL)
		eag__usage(
		    "there is no option --%.*s", (int)length, argument + 2);
	argument += 2 + length;
	*text = *argument == '=' ? argument + 1 : NULL;
	if (*text != NULL && option->kind == EAG_SWITCH)
		eag__usage("--%s takes no value", option->name);
	return option;
}

/* A tool that is one end of a connection is told where the other is. */
static void
need_an_address(void)
{
	const struct eag_option *option = eag__run.demo->options;
	int ends = 0, given = 0;

	for (int i = 0; i < EAG_OPTIONS && option[i].name != NULL; i++) {
		ends += option[i].address != NULL;
		given += option[i].address != NULL &&
		    option[i].address->length != 0;
	}
	if (eag__run.tool && ends > 0 && given != 1)
		eag__usage(ends > 1 ?
			"one of --listen and --connect is needed" :
			"--connect is needed");
}

static void
keep_presets(void)
{
	for (int i = 0; i < EAG_OPTIONS; i++)
		if (eag__run.demo->options[i].number != NULL)
			presets[i] = *eag__run.demo->options[i].number;
}

static void
take_operands(int count, char *operands[])
{
	const struct eag_demo *demo = eag__run.demo;
	const char *wrong;

	if (demo->operands == NULL)
		return;
	operands[count] = NULL;
	if (count == 0)
		eag__usage("%s is needed", demo->operands);
	wrong = demo->take(count, operands);
	if (wrong != NULL)
		eag__usage("%s", wrong);
}

/* An option, and the next word if that is its value; how many these are. */
static int
take_option(char *argv[])
{
	const char *text;
	const struct eag_option *option = take_apart(argv[0], &text);
	int words = 1;

	if (option == &common[0]) {
		eag__common.json = 1;
	} else if (option->kind != EAG_SWITCH && text == NULL) {
		text = argv[words++];
		if (text == NULL)
			eag__usage("--%s needs a value", option->name);
	}
	set(option, text);
	eag__answer(option->name, common, presets);
	return words;
}

void
eag__options(int argc, char *argv[])
{
	const struct eag_demo *demo = eag__run.demo;
	const int has_operands = demo->operands != NULL;
	const struct eag_option *blocking;
	int operands = 0, only = 0;

	keep_presets();
	eag__run.timeout = demo->patience != 0 ? demo->patience : 10;
	for (int i = 1, words; i < argc; i += words) {
		words = 1;
		if (has_operands &&
		    (only || argv[i][0] != '-' || argv[i][1] == '\0'))
			argv[1 + operands++] = argv[i];
		else if (has_operands && strcmp(argv[i], "--") == 0)
			only = 1;
		else
			words = take_option(argv + i);
	}
	need_an_address();
	take_operands(operands, argv + 1);
	/* --blocking is to be seen hanging, so it may not take long. */
	blocking = find_in(
	    demo->options, EAG_OPTIONS, "blocking", strlen("blocking"));
	if (blocking != NULL && *blocking->number != 0)
		eag__run.timeout = 2;
	if (eag__common.timeout != 0)
		eag__run.timeout = eag__common.timeout;
}

_Noreturn void
eag__usage(const char *format, ...)
{
	char what[400];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	eag__complain("%s", what);
	dprintf(STDERR_FILENO, "Try '%s --help'.\n", eag__run.demo->name);
	exit(EXIT_USAGE);
}
