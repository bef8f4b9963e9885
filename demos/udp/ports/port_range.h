/* SPDX-License-Identifier: MIT */
/* port_range.h: which ports there are for those who do not care which. */
#ifndef PORT_RANGE_H
#define PORT_RANGE_H

/*
 * Set net.ipv4.ip_local_port_range, and report it: ip(7).  In a network of this
 * process alone: call eag_private(CLONE_NEWNET) before.  Ends with 77 where it
 * cannot be written.
 */
void port_range(int first, int last);

#endif
