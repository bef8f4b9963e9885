/* SPDX-License-Identifier: MIT */
/* directory.h: a directory for names that nobody else uses. */
#ifndef DIRECTORY_H
#define DIRECTORY_H

/*
 * An empty directory below $TMPDIR or /tmp.  A process of its own makes and
 * removes it, with what is in it, when this one ends, however that comes about;
 * or when directory_remove() asks for it, and waits until it is done.
 */
struct directory {
	int at; /* for openat() and the like */
	int gate, remover;
};
void directory_make(struct directory *directory);
void directory_remove(struct directory *directory);

#endif
