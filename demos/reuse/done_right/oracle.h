/* SPDX-License-Identifier: MIT */
/* oracle.h: whose byte is that?  Each connection's bytes are its own id. */
#ifndef ORACLE_H
#define ORACLE_H

#include "connections.h"

/* The loop reads what came to this number, for whom its book says. */
void oracle_deliver(struct connections *all, int fd);

/* What must hold after each turn of the loop; if not, all->fault says so. */
void oracle_judge(struct connections *all);

#endif
