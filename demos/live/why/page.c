/* SPDX-License-Identifier: MIT */
/* page.c: text for people, wrapped at 76 columns. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "page.h"
#include "tool_output.h"

enum { WIDTH = 76, ROOM = 16 * 1024 };

static char page[ROOM];
static size_t used;

void
page_flush(void)
{
	if (used > 0)
		eag_raw(page, used);
	used = 0;
}

static void
put(const char *bytes, size_t length)
{
	if (used + length > sizeof(page))
		page_flush();
	memcpy(page + used, bytes, length);
	used += length;
}

static void
new_line(int indent)
{
	put("\n", 1);
	for (int i = 0; i < indent; i++)
		put(" ", 1);
}

void
page_text(const char *first, int indent, const char *format, ...)
{
	char text[1200];
	/* A screen reader gets each sentence in one line. */
	const size_t width = eag_accessible() ? sizeof(text) : WIDTH;
	size_t column = strlen(first), start = column;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	put(first, column);
	for (const char *word = text; *word != '\0';
	     word += strspn(word, " ")) {
		const size_t length = strcspn(word, " ");

		if (column > start && column + 1 + length > width) {
			new_line(indent);
			column = start = (size_t)indent;
		} else if (column > start) {
			put(" ", 1);
			column++;
		}
		put(word, length);
		column += length;
		word += length;
	}
	put("\n", 1);
}

void
page_title(const char *title)
{
	put("\n", 1);
	put(title, strlen(title));
	put("\n", 1);
}
