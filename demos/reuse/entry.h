/* SPDX-License-Identifier: MIT */
/* entry.h: an entry of the kernel's set. */
#ifndef ENTRY_H
#define ENTRY_H

#include <stdint.h>

/*
 * epoll_ctl(2), level-triggered, for EPOLLIN, reported under the descriptor's
 * role; its events carry `mark`.  0, or the errno.
 */
int entry(int epoll, int how, int fd, const char *role, uint64_t mark);

/* EPOLL_CTL_ADD: "ADD" */
const char *entry_operation(int how);

#endif
