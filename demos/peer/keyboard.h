/* SPDX-License-Identifier: MIT */
/* keyboard.h: lines from a terminal or from a pipe, and Ctrl-C. */
#ifndef KEYBOARD_H
#define KEYBOARD_H

#include <stddef.h>

void keyboard_open(void);
int keyboard_is_terminal(void);

/*
 * The next line, without the blanks at its ends; on a terminal it is asked for.
 * 0: there are no more.  From then on, until the next line is asked for, Ctrl-C
 * (SIGINT) interrupts a call that waits, and does nothing else.
 */
int keyboard_line(char *line, size_t size);

/* Was Ctrl-C pressed since the line came? */
int keyboard_interrupted(void);

#endif
