/* SPDX-License-Identifier: MIT */
/*
 * fairness.h: is a server fair?  Clients ask again and again, each its next
 * question when it has the answer to the last.  While one's question waits, how
 * many answers does any other get?  Counts tell, on a busy machine too.
 */
#ifndef FAIRNESS_H
#define FAIRNESS_H

#include <stddef.h>

/*
 * The longer a question, the longer the server has to turn it into upper case,
 * and the surer a client's next one is there when the server looks again, so
 * that a server that can prefer a client does.
 */
enum { FAIRNESS_QUESTION = 8000 };

/*
 * Connected sockets, with no answer under way: they ask, `rounds` times on
 * average.  The most answers that one got while another waited; -1: a wrong
 * answer, or none within 5 s.
 */
long fairness_worst(const int socks[], size_t clients, size_t rounds);

#endif
