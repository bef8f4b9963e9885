/* SPDX-License-Identifier: MIT */
/*
 * owncalls.h: the step that shows the server's own calls, for one client.
 *
 * The server runs in this process, and the client in a child.  The client moves
 * only when the server is about to wait, and the server waits only when the
 * move has arrived.  So two runs are the same.
 */
#ifndef OWNCALLS_H
#define OWNCALLS_H

#include "proof.h"

void owncalls_show(
    struct server *server, void (*serve)(struct server *), enum idle idle);

#endif
