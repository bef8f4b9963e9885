/* SPDX-License-Identifier: MIT */
/*
 * options.c: --name, --name=VALUE or --name VALUE; the last of two counts.
 * Every option is read before anything is opened.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

/* clang-format off */
static const struct eag_option common[] = {
	{ "json", EAG_TEXT, "FILE",
	    "events instead of the text; with =FILE both", NULL, 0, 0, 0 },
	{ "quiet", EAG_SWITCH, NULL,
	    "nothing but the exit status", NULL, 0, 0, 0 },
	{ "step", EAG_SWITCH, NULL,
	    "wait for Enter before each step", NULL, 0, 0, 0 },
	{ "accessible", EAG_SWITCH, NULL,
	    "full sentences, no bars, no columns", NULL, 0, 0, 0 },
	{ "color", EAG_WORD, "auto|always|never",
	    "when to use colour", NULL, 0, 0, 0 },
	{ "timeout", EAG_NUMBER, "SECONDS",
	    "give up after so long", NULL, 10, 1, 3600 },
	{ "describe", EAG_SWITCH, NULL,
	    "what this program is, for scripts", NULL, 0, 0, 0 },
	{ "help", EAG_SWITCH, NULL,
	    "this text", NULL, 0, 0, 0 },
	{ "version", EAG_SWITCH, NULL,
	    "the toolkit's version", NULL, 0, 0, 0 },
	{ NULL, 0, NULL,
	    NULL, NULL, 0, 0, 0 }
};
/* clang-format on */
#define COMMON (sizeof(common) / sizeof(common[0]))

struct value {
	int given;
	long number;
	const char *text;
	struct eag_address address;
};
#define OPTIONS                                                                \
	(int)(sizeof(((struct eag_demo *)NULL)->options) / sizeof(common[0]))
static struct value common_values[COMMON], own_values[OPTIONS];

const struct eag_option *
eag__own_option(int index)
{
	const struct eag_demo *demo = eag__run.demo;

	if (demo == NULL || index >= OPTIONS ||
	    demo->options[index].name == NULL)
		return NULL;
	return &demo->options[index];
}

/* The option so called and where its value is kept; NULL: no such option. */
static const struct eag_option *
find(const char *name, size_t length, struct value **value)
{
	const struct eag_option *option;

	for (int i = 0; (option = eag__own_option(i)) != NULL; i++)
		if (strlen(option->name) == length &&
		    memcmp(option->name, name, length) == 0) {
			*value = &own_values[i];
			return option;
		}
	for (size_t i = 0; common[i].name != NULL; i++)
		if (strlen(common[i].name) == length &&
		    memcmp(common[i].name, name, length) == 0) {
			*value = &common_values[i];
			return &common[i];
		}
	return NULL;
}

static const struct value *
value_of(const char *name)
{
	struct value *value;

	if (find(name, strlen(name), &value) == NULL)
		abort(); /* the program asks for what it never declared */
	return value;
}

static int
is_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (;; words++) {
		size_t n = strcspn(words, "|");

		if (n == length && memcmp(words, word, n) == 0)
			return 1;
		words += n;
		if (*words == '\0')
			return 0;
	}
}

static void
read_number(
    const struct eag_option *option, const char *text, struct value *value)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || text[digits] != '\0')
		eag__usage("--%s: '%s' is not a whole number%s", option->name,
		    text, option->kind == EAG_BUFFER ? ", nor default" : "");
	while (*text == '0' && digits > 1) {
		text++;
		digits--;
	}
	value->number = digits > 10 ? option->max + 1 : strtol(text, NULL, 10);
	if (digits > 10 || value->number < option->min ||
	    value->number > option->max)
		eag__usage("--%s: %s is not from %ld to %ld", option->name,
		    text, option->min, option->max);
}

static void
read_value(
    const struct eag_option *option, const char *text, struct value *value)
{
	const char *wrong;

	value->text = text;
	switch (option->kind) {
	case EAG_SWITCH:
		break;
	case EAG_BUFFER:
		value->number = 0;
		if (strcmp(text, "default") == 0)
			break;
		/* fall through */
	case EAG_NUMBER:
		read_number(option, text, value);
		break;
	case EAG_WORD:
		if (!is_word(option->value, text))
			eag__usage("--%s: '%s' is none of %s", option->name,
			    text, option->value);
		break;
	case EAG_TEXT:
		if (*text == '\0')
			eag__usage("--%s needs a value", option->name);
		break;
	case EAG_LISTEN:
	case EAG_CONNECT:
		wrong = eag__parse_address(
		    text, option->kind == EAG_LISTEN, &value->address);
		if (wrong != NULL)
			eag__usage("--%s: '%s': %s", option->name, text, wrong);
		break;
	}
}

static void
presets(void)
{
	const struct eag_option *option;

	for (int i = 0; (option = eag__own_option(i)) != NULL; i++) {
		own_values[i].number = option->preset;
		own_values[i].text = option->preset_text;
	}
}

/* Help and the like end the program as soon as they are met. */
static void
answer(const struct eag_option *option)
{
	struct eag__sink *out = &eag__run.text;

	out->fd = STDOUT_FILENO;
	if (strcmp(option->name, "help") == 0) {
		eag__help(common);
	} else if (strcmp(option->name, "describe") == 0) {
		eag__describe();
	} else if (strcmp(option->name, "version") == 0) {
		eag__put(out, eag__run.demo->name);
		eag__put(out, " (eagain) " EAG_VERSION "\n");
	} else {
		out->fd = -1;
		return;
	}
	eag__flush();
	if (eag__output_failed() != 0) {
		eag__complain("write to stdout: %s",
		    eag_errno_name(eag__output_failed()));
		exit(EXIT_ERROR);
	}
	exit(EXIT_PASS);
}

void
eag__options(int argc, char *argv[])
{
	struct value *none;

	presets();
	for (int i = 1; i < argc; i++) {
		const struct eag_option *option;
		const char *equals = strchr(argv[i], '='), *text = NULL;
		struct value *value;
		size_t length;

		if (strncmp(argv[i], "--", 2) != 0 || argv[i][2] == '\0') {
			if (argv[i][0] != '-' || argv[i][1] == '\0')
				eag__usage(
				    "'%s': there are no operands", argv[i]);
			eag__usage("there is no option %s", argv[i]);
		}
		length = equals != NULL ? (size_t)(equals - argv[i]) - 2 :
					  strlen(argv[i]) - 2;
		option = find(argv[i] + 2, length, &value);
		if (option == NULL)
			eag__usage("there is no option --%.*s", (int)length,
			    argv[i] + 2);
		if (equals != NULL && option->kind == EAG_SWITCH)
			eag__usage("--%s takes no value", option->name);
		if (equals != NULL)
			text = equals + 1;
		else if (option->kind != EAG_SWITCH &&
		    strcmp(option->name, "json") != 0) {
			if (++i == argc)
				eag__usage("--%s needs a value", option->name);
			text = argv[i];
		}
		value->given = 1;
		value->number = 1;
		value->text = NULL; /* a bare --json undoes --json=FILE */
		if (text != NULL)
			read_value(option, text, value);
		answer(option);
	}
	if (eag__run.tool &&
	    (eag__at(EAG_LISTEN) == NULL) == (eag__at(EAG_CONNECT) == NULL))
		eag__usage(find("listen", strlen("listen"), &none) != NULL ?
			"one of --listen and --connect is needed" :
			"--connect is needed");
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

int
eag__given(const char *option)
{
	return value_of(option)->given;
}

long
eag_number(const char *option)
{
	return value_of(option)->number;
}

long
eag__number_or_0(const char *option)
{
	struct value *value;

	return find(option, strlen(option), &value) != NULL ? value->number : 0;
}

const char *
eag_text(const char *option)
{
	return value_of(option)->text;
}

const struct eag_address *
eag__at(enum eag_kind kind)
{
	const struct eag_option *option;

	for (int i = 0; (option = eag__own_option(i)) != NULL; i++)
		if (option->kind == kind && own_values[i].given)
			return &own_values[i].address;
	return NULL;
}

int
eag_elsewhere(void)
{
	return eag__at(EAG_LISTEN) != NULL || eag__at(EAG_CONNECT) != NULL;
}

int
eag_flag(int flag)
{
	struct value *value;

	if (find("blocking", strlen("blocking"), &value) != NULL &&
	    value->given)
		return 0;
	return flag;
}
