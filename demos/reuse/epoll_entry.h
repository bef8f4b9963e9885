/* SPDX-License-Identifier: MIT */
/* epoll_entry.h: an entry of the kernel's set. */
#ifndef EPOLL_ENTRY_H
#define EPOLL_ENTRY_H

#include <stdint.h>

/*
 * epoll_ctl(2), level-triggered, for EPOLLIN, reported under the descriptor's
 * role; its events carry `mark`.  0, or the errno.
 */
int epoll_entry(int epoll, int how, int fd, const char *role, uint64_t mark);

/* EPOLL_CTL_ADD: "ADD" */
const char *epoll_entry_operation(int how);

#endif
