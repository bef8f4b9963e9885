/* SPDX-License-Identifier: MIT */
/* silent_neighbour.h: an address to which nothing can be sent yet. */
#ifndef SILENT_NEIGHBOUR_H
#define SILENT_NEIGHBOUR_H

#include "arrange.h"

/*
 * The address of a neighbour who does not answer ARP: arp(7).  It is on a wire
 * (veth(4)) with nobody at its other end.  ARP asks `requests` times, waits so
 * many `milliseconds` after each, and gives up.  In a network of this process
 * alone: call eag_private(CLONE_NEWNET) before.  Ends with 77 if the kernel
 * makes no such wire.
 */
void silent_neighbour(
    struct eag_address *at, unsigned requests, unsigned milliseconds);

#endif
