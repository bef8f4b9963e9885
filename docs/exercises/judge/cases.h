/* SPDX-License-Identifier: MIT */
/* cases.h: what each exercise's program is put through; one function a kind. */
#ifndef CASES_H
#define CASES_H

#include <stddef.h>

/* The numbers that a program under judgement sends: byte i of all is i % 251.
 */
int byte_at(size_t offset);

/* It sends `total` bytes on descriptor 0, to a peer that stops for a while. */
void judge_sender(const char *program, size_t total);

/* It reads descriptor 0 to the end, and writes how many bytes that were. */
void judge_reader(const char *program, int end_with_last_bytes);

/* Its arguments are ports: one refuses, one refuses late, two listen. */
void judge_client(const char *program);

/* Descriptor 0 is a listener; it answers lines, and "bye" ends a client. */
void judge_server(const char *program);

#endif
