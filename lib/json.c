/* SPDX-License-Identifier: MIT */
/* json.c: one object a line, for programs; docs/json.md names the fields. */
#include <string.h>
#include <sys/utsname.h>

#include "internal.h"

static struct eag__sink *const out = &eag__run.events;
static int begun;

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

/* RFC 8259: quotation mark, reverse solidus and control characters. */
static void
string(const char *text)
{
	static const char hex[] = "0123456789abcdef";
	size_t length;

	eag__put(out, "\"");
	for (; *text != '\0'; text += length) {
		unsigned char c = (unsigned char)*text;

		length = utf8(text);
		if (length == 0) {
			eag__put(out, "\\ufffd");
			length = 1;
		} else if (c < ' ') {
			eag__put(out, "\\u00");
			eag__put_bytes(out, &hex[c >> 4], 1);
			eag__put_bytes(out, &hex[c & 15], 1);
		} else {
			if (c == '"' || c == '\\')
				eag__put(out, "\\");
			eag__put_bytes(out, text, length);
		}
	}
	eag__put(out, "\"");
}

static void
event(const char *name)
{
	eag__put(out, "{\"event\":");
	string(name);
}

static void
text_field(const char *key, const char *text)
{
	eag__put(out, ",\"");
	eag__put(out, key);
	eag__put(out, "\":");
	string(text);
}

static void
number_field(const char *key, long number)
{
	eag__put(out, ",\"");
	eag__put(out, key);
	eag__put(out, "\":");
	eag__put_number(out, number);
}

static void
end(void)
{
	eag__put(out, "}\n");
}

static void
options(void)
{
	const struct eag_option *option;
	const char *separator = "";

	eag__put(out, ",\"options\":{");
	for (int i = 0; (option = eag__own_option(i)) != NULL; i++) {
		int number = option->kind == EAG_NUMBER ||
		    option->kind == EAG_BUFFER;

		if (!number && !eag__given(option->name))
			continue;
		eag__put(out, separator);
		separator = ",";
		string(option->name);
		eag__put(out, ":");
		if (option->kind == EAG_SWITCH)
			eag__put(out, "true");
		else if (!number)
			string(eag_text(option->name));
		else if (eag_number(option->name) == 0 &&
		    option->kind == EAG_BUFFER)
			string("default");
		else
			eag__put_number(out, eag_number(option->name));
	}
	eag__put(out, "}");
}

void
eag__json_begin(void)
{
	struct utsname system = { .release = "", .machine = "" };

	begun = 1;
	if (uname(&system) == -1)
		system.release[0] = system.machine[0] = '\0';
	event("begin");
	number_field("schema", 1);
	text_field("demo", eag__run.demo->name);
	text_field("kernel", system.release);
	text_field("machine", system.machine);
	options();
	end();
}

void
eag__json_step(void)
{
	event("step");
	text_field("tag", eag__run.tag);
	text_field("text", eag__run.step);
	end();
}

void
eag__json_call(const struct eag__call *call)
{
	char name[sizeof(call->text)], arguments[sizeof(call->text)] = "";
	size_t start = call->name_length + 1, length = strlen(call->text);

	memcpy(name, call->text, call->name_length);
	name[call->name_length] = '\0';
	if (length > start) { /* less the closing parenthesis */
		memcpy(arguments, call->text + start, length - start - 1);
		arguments[length - start - 1] = '\0';
	}
	event("call");
	number_field("n", (long)call->number);
	text_field("actor", call->actor);
	text_field("call", name);
	text_field("args", arguments);
	number_field("times", (long)call->times);
	if (call->asked >= 0)
		number_field("asked", call->asked);
	if (call->ret >= 0 && call->is[0] != '\0') {
		number_field("ret", 0);
		text_field("is", call->is);
	} else {
		number_field("ret", call->ret);
	}
	if (call->ret == -1)
		text_field("errno", eag_errno_name(call->error));
	else
		eag__put(out, ",\"errno\":null");
	if (call->polled)
		text_field("revents", call->revents);
	end();
}

static void
truth_field(const char *key, int truth)
{
	eag__put(out, ",\"");
	eag__put(out, key);
	eag__put(out, truth ? "\":true" : "\":false");
}

void
eag__json_claim(const char *id, int ok, const char *text)
{
	event("claim");
	text_field("id", id);
	truth_field("ok", ok);
	text_field("text", text);
	end();
}

void
eag__json_left_out(const char *id, const char *text)
{
	event("left-out");
	text_field("id", id);
	text_field("text", text);
	end();
}

void
eag__json_buffer(
    const char *actor, enum eag_side side, const struct eag_fill *fill)
{
	static const char *const sides[] = {
		[EAG_SEND] = "send",
		[EAG_RECEIVE] = "receive",
		[EAG_PIPE] = "pipe",
	};

	event("buffer");
	text_field("actor", actor);
	text_field("buffer", sides[side]);
	if (fill->data >= 0)
		number_field("data", fill->data);
	if (fill->charged >= 0)
		number_field("charged", fill->charged);
	number_field("size", fill->size);
	if (fill->unsent >= 0)
		number_field("unsent", fill->unsent);
	end();
}

void
eag__json_measure(const char *name, long value, const char *unit)
{
	event("measure");
	text_field("name", name);
	number_field("value", value);
	text_field("unit", unit);
	end();
}

void
eag__json_note(const char *text)
{
	event("note");
	text_field("text", text);
	end();
}

void
eag__json_listen(const char *where)
{
	event("listen");
	text_field("at", where);
	end();
}

void
eag__json_end(const char *result, const char *text)
{
	if (!begun)
		eag__json_begin();
	event("end");
	text_field("result", result);
	number_field("claims", eag__run.claims);
	number_field("held", eag__run.held);
	if (text != NULL)
		text_field("text", text);
	end();
}
