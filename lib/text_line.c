/* SPDX-License-Identifier: MIT */
/* text_line.c: a line, or a few, are put together; a word is looked for. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

#define WIDTH 76 /* columns: it fits a slide and a quoted mail */

void
eag__print(struct eag__line *line, const char *format, ...)
{
	const size_t room = sizeof(line->bytes) - line->used;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line->bytes + line->used, room, format, arguments);
	va_end(arguments);
	if (length > 0)
		line->used += (size_t)length < room ? (size_t)length : room - 1;
}

/* Words from `column` on, further lines indented; ends the line. */
void
eag__print_wrapped(
    struct eag__line *line, const char *text, int indent, int column)
{
	int start = column;

	for (; *text != '\0'; text += strspn(text, " ")) {
		const int length = (int)strcspn(text, " ");

		if (column > start && column + 1 + length > WIDTH) {
			eag__print(line, "\n%*s", indent, "");
			start = column = indent;
		} else if (column > start) {
			eag__print(line, " ");
			column++;
		}
		eag__print(line, "%.*s", length, text);
		column += length;
		text += length;
	}
	eag__print(line, "\n");
}

int
eag__is_among(const char *words, const char *between, const char *word)
{
	const size_t length = strlen(word);

	for (;; words++) {
		const size_t n = strcspn(words, between);

		if (n == length && memcmp(words, word, n) == 0)
			return 1;
		words += n;
		if (*words == '\0')
			return 0;
	}
}
