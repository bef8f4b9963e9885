/* SPDX-License-Identifier: MIT */
/* write_json.c: one object a line, for programs; docs/json.md has the fields.
 */
#include <string.h>
#include <sys/utsname.h>

#include "internal.h"

static struct eag__line *out;

#define say(...) eag__print(out, __VA_ARGS__)

/* How many bytes of well-formed UTF-8 start here: 1 to 4, or 0 (RFC 3629, 4).
 */
static size_t
utf8(const char *text)
{
	static const struct {
		unsigned char first, last; /* of the first byte */
		unsigned char low, high;   /* of the second */
		size_t length;
	} forms[] = {
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};
	const unsigned char *c = (const unsigned char *)text;

	if (c[0] < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (c[0] < forms[i].first || c[0] > forms[i].last)
			continue;
		if (c[1] < forms[i].low || c[1] > forms[i].high)
			return 0;
		for (size_t j = 2; j < forms[i].length; j++)
			if (c[j] < 0x80 || c[j] > 0xbf)
				return 0;
		return forms[i].length;
	}
	return 0;
}

/* How many bytes need no escape: RFC 8259, 7. */
static size_t
plain(const char *text)
{
	size_t length = 0, next;

	while (text[length] != '\0' && (unsigned char)text[length] >= ' ' &&
	    text[length] != '"' && text[length] != '\\' &&
	    (next = utf8(text + length)) != 0)
		length += next;
	return length;
}

static void
string(const char *text)
{
	size_t length;

	say("\"");
	for (; *text != '\0'; text += length) {
		length = plain(text);
		if (length > 0) {
			say("%.*s", (int)length, text);
			continue;
		}
		length = 1;
		if (*text == '"' || *text == '\\')
			say("\\%c", *text);
		else if (utf8(text) == 0)
			say("\\ufffd");
		else
			say("\\u%04x", (unsigned)*text);
	}
	say("\"");
}

static void
text_field(const char *key, const char *text)
{
	say(",\"%s\":", key);
	string(text);
}

static void
number_field(const char *key, long number)
{
	say(",\"%s\":%ld", key, number);
}

static void
address(const struct eag_address *address)
{
	char text[64];

	eag__format_address(address, text, sizeof(text));
	string(text);
}

/* Numbers always, the others if they were given. */
static void
options(void)
{
	const struct eag_option *option = eag__run.demo->options;
	const char *separator = "";

	say(",\"options\":{");
	for (unsigned long given = eag__run.own;
	     option < eag__run.demo->options + EAG_OPTIONS &&
	     option->name != NULL;
	     option++, given >>= 1) {
		const int number = option->kind == EAG_NUMBER ||
		    option->kind == EAG_BUFFER;

		if (!number && (given & 1) == 0)
			continue;
		say("%s", separator);
		separator = ",";
		string(option->name);
		say(":");
		if (option->kind == EAG_SWITCH)
			say("true");
		else if (option->address != NULL)
			address(option->address);
		else if (!number)
			string(*option->word);
		else if (*option->number == 0 && option->kind == EAG_BUFFER)
			string("default");
		else
			say("%ld", *option->number);
	}
	say("}");
}

static void
begin(void)
{
	struct utsname system = { .release = "", .machine = "" };

	if (uname(&system) == -1)
		system.release[0] = system.machine[0] = '\0';
	number_field("schema", 1);
	text_field("demo", eag__run.demo->name);
	text_field("kernel", system.release);
	text_field("machine", system.machine);
	options();
}

static void
call(const struct eag__event *call)
{
	if (call->kind == EAG__CALL)
		number_field("n", (long)call->number);
	text_field("actor", call->actor);
	text_field("call", call->name);
	text_field("args", call->text);
	if (call->kind == EAG__CALL)
		number_field("times", (long)call->times);
	if (call->asked >= 0)
		number_field("asked", call->asked);
	if (call->kind == EAG__SUBMITTED)
		return;
	if (call->value >= 0 && call->is[0] != '\0') {
		number_field("ret", 0);
		text_field("is", call->is);
	} else {
		number_field("ret", call->value);
	}
	if (call->value == -1)
		text_field("errno", eag_errno_name(call->error));
	else
		say(",\"errno\":null");
	if (call->revents != NULL)
		text_field("revents", call->revents);
}

static void
buffer(const char *actor, enum eag_side side, const struct eag_fill *fill)
{
	static const char *const sides[] = {
		[EAG_SEND] = "send",
		[EAG_RECEIVE] = "receive",
		[EAG_PIPE] = "pipe",
	};

	text_field("actor", actor);
	text_field("buffer", sides[side]);
	if (fill->data >= 0)
		number_field("data", fill->data);
	if (fill->charged >= 0)
		number_field("charged", fill->charged);
	number_field("size", fill->size);
	if (fill->unsent >= 0)
		number_field("unsent", fill->unsent);
}

static void
measure(const char *name, long value, const char *unit)
{
	text_field("name", name);
	number_field("value", value);
	text_field("unit", unit);
}

static void
end(const struct eag__event *event)
{
	text_field("result", event->name);
	number_field("claims", eag__run.claims);
	number_field("held", eag__run.held);
	if (strcmp(event->name, "pass") != 0)
		text_field("text", event->text);
}

static void
record(const struct eag_field *fields)
{
	for (; fields->name != NULL; fields++) {
		if (fields->text != NULL)
			text_field(fields->name, fields->text);
		else
			number_field(fields->name, fields->number);
	}
}

static const char *const names[] = {
	[EAG__BEGIN] = "begin",
	[EAG__STEP] = "step",
	[EAG__CALL] = "call",
	[EAG__SUBMITTED] = "submitted",
	[EAG__COMPLETED] = "completed",
	[EAG__CLAIM] = "claim",
	[EAG__BUFFER] = "buffer",
	[EAG__STATE] = "measure",
	[EAG__MEASURE] = "measure",
	[EAG__TIMING] = NULL,
	[EAG__FIGURE] = "measure",
	[EAG__ROW] = NULL,
	[EAG__NOTE] = "note",
	[EAG__RECORD] = "",
	[EAG__LISTEN] = "listen",
	[EAG__END] = "end",
};

void
eag__json(const struct eag__event *event, struct eag__line *line)
{
	out = line;
	if (names[event->kind] == NULL)
		return;
	say("{\"event\":");
	string(event->kind == EAG__RECORD ? event->name : names[event->kind]);
	switch (event->kind) {
	case EAG__BEGIN:
		begin();
		break;
	case EAG__STEP:
		text_field("tag", event->name);
		text_field("text", event->text);
		break;
	case EAG__CALL:
	case EAG__SUBMITTED:
	case EAG__COMPLETED:
		call(event);
		break;
	case EAG__CLAIM:
		text_field("id", event->name);
		say(",\"ok\":%s", event->value != 0 ? "true" : "false");
		text_field("text", event->text);
		break;
	case EAG__BUFFER:
		buffer(event->actor, event->side, event->fill);
		break;
	case EAG__STATE:
		measure("tcp-state", event->value,
		    eag_tcp_state_name((int)event->value));
		break;
	case EAG__MEASURE:
	case EAG__FIGURE:
		measure(event->name, event->value, event->unit);
		break;
	case EAG__NOTE:
		text_field("text", event->text);
		break;
	case EAG__RECORD:
		record(event->fields);
		break;
	case EAG__LISTEN:
		text_field("at", event->text);
		break;
	case EAG__END:
		end(event);
		break;
	case EAG__TIMING:
	case EAG__ROW:
		break;
	}
	say("}\n");
}
