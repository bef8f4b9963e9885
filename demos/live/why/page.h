/* SPDX-License-Identifier: MIT */
/*
 * page.h: text for people, in 76 columns (with --accessible a line for each
 * sentence), gathered before it is written.
 */
#ifndef WHY_PAGE_H
#define WHY_PAGE_H

/* Words, wrapped: the first line after `first`, the others below `indent`. */
void page_text(const char *first, int indent, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* An empty line, and a title. */
void page_title(const char *title);

/* Write out what was gathered. */
void page_flush(void);

#endif
