/* SPDX-License-Identifier: MIT */
/* write_json.c: one object a line, for programs; docs/json.md has the fields.
 */
#include <string.h>
#include <sys/utsname.h>

#include "internal.h"

static struct eag__line *out;

#define say(...) eag__print(out, __VA_ARGS__)

/*
 * How many bytes of well-formed UTF-8 start here: 1 to 4, or 0.  The shortest
 * form only, no surrogate, and nothing beyond U+10FFFF: RFC 3629, 3.
 */
static size_t
utf8(const char *text)
{
	static const struct {
		unsigned char mask, mark; /* of the first byte */
		unsigned least;           /* that needs so many */
	} forms[] = { { 0x80, 0x00, 0 }, { 0xe0, 0xc0, 0x80 },
		{ 0xf0, 0xe0, 0x800 }, { 0xf8, 0xf0, 0x10000 } };
	const unsigned char *bytes = (const unsigned char *)text;
	unsigned code;
	size_t more = 0;

	while (more < 4 && (bytes[0] & forms[more].mask) != forms[more].mark)
		more++;
	if (more == 4)
		return 0;
	code = bytes[0] & (0xffu ^ forms[more].mask);
	for (size_t i = 1; i <= more; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (bytes[i] & 0x3f);
	}
	if (code < forms[more].least || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;
	return 1 + more;
}

/* What must not stand in a string as it is: RFC 8259, 7. */
static void
string(const char *text)
{
	say("\"");
	for (size_t length; *text != '\0'; text += length) {
		length = utf8(text);
		if (length == 0) {
			say("\\ufffd");
			length = 1;
		} else if ((unsigned char)*text < ' ') {
			say("\\u%04x", (unsigned)*text);
		} else {
			say("%s%.*s", *text == '"' || *text == '\\' ? "\\" : "",
			    (int)length, text);
		}
	}
	say("\"");
}

static void
object(const char *event)
{
	say("{\"event\":");
	string(event);
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
buffer(const struct eag_fill *fill)
{
	if (fill->data >= 0)
		number_field("data", fill->data);
	if (fill->charged >= 0)
		number_field("charged", fill->charged);
	number_field("size", fill->size);
	if (fill->unsent >= 0)
		number_field("unsent", fill->unsent);
}

static void
end(const struct eag__event *event)
{
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

void
eag__json(const struct eag__event *event, struct eag__line *line)
{
	out = line;
	out->used = 0;
	switch (event->kind) {
	case EAG__BEGIN:
		object("begin");
		begin();
		break;
	case EAG__STEP:
		object("step");
		text_field("tag", event->name);
		text_field("text", event->text);
		break;
	case EAG__CALL:
		object("call");
		call(event);
		break;
	case EAG__SUBMITTED:
		object("submitted");
		call(event);
		break;
	case EAG__COMPLETED:
		object("completed");
		call(event);
		break;
	case EAG__CLAIM:
		object("claim");
		text_field("id", event->name);
		say(",\"ok\":%s", event->value != 0 ? "true" : "false");
		text_field("text", event->text);
		break;
	case EAG__BUFFER:
		object("buffer");
		text_field("actor", event->actor);
		text_field("buffer", event->name);
		buffer(event->fill);
		break;
	case EAG__STATE:
	case EAG__MEASURE:
		object("measure");
		text_field("name", event->name);
		number_field("value", event->value);
		text_field("unit", event->unit);
		break;
	case EAG__NOTE:
		object("note");
		text_field("text", event->text);
		break;
	case EAG__RECORD:
		object(event->name);
		record(event->fields);
		break;
	case EAG__LISTEN:
		object("listen");
		text_field("at", event->text);
		break;
	case EAG__END:
		object("end");
		text_field("result", event->name);
		end(event);
		break;
	case EAG__ROW: /* is for people alone */
		return;
	}
	say("}\n");
}
