/* SPDX-License-Identifier: MIT */
/*
 * results.h: included before everything else, it makes the compiler warn where
 * the answer of a system call is not looked at.  Left out are close(), kill()
 * and waitpid(), of what is torn down, and signal(), which cannot fail here.
 */
#ifndef RESULTS_H
#define RESULTS_H

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOOK_AT(call) \
	extern __typeof__(call) call __attribute__((warn_unused_result))

LOOK_AT(accept);
LOOK_AT(accept4);
LOOK_AT(bind);
LOOK_AT(clock_getcpuclockid);
LOOK_AT(clock_gettime);
LOOK_AT(connect);
LOOK_AT(dup);
LOOK_AT(dup2);
LOOK_AT(epoll_create1);
LOOK_AT(epoll_ctl);
LOOK_AT(epoll_wait);
LOOK_AT(fcntl);
LOOK_AT(fork);
LOOK_AT(fstat);
LOOK_AT(ftruncate);
LOOK_AT(getpeername);
LOOK_AT(getrlimit);
LOOK_AT(getrusage);
LOOK_AT(getsockname);
LOOK_AT(getsockopt);
LOOK_AT(ioctl);
LOOK_AT(listen);
LOOK_AT(mmap);
LOOK_AT(nanosleep);
LOOK_AT(open);
LOOK_AT(opendir);
LOOK_AT(pipe);
LOOK_AT(pipe2);
LOOK_AT(poll);
LOOK_AT(prctl);
LOOK_AT(prlimit);
LOOK_AT(pthread_attr_init);
LOOK_AT(pthread_attr_setdetachstate);
LOOK_AT(pthread_attr_setstacksize);
LOOK_AT(pthread_create);
LOOK_AT(pthread_join);
LOOK_AT(pthread_mutex_init);
LOOK_AT(read);
LOOK_AT(recv);
LOOK_AT(recvfrom);
LOOK_AT(sched_getaffinity);
LOOK_AT(sched_setaffinity);
LOOK_AT(select);
LOOK_AT(send);
LOOK_AT(sendto);
LOOK_AT(setitimer);
LOOK_AT(setrlimit);
LOOK_AT(setsockopt);
LOOK_AT(shutdown);
LOOK_AT(sigaction);
LOOK_AT(sigprocmask);
LOOK_AT(socket);
LOOK_AT(socketpair);
LOOK_AT(stat);
LOOK_AT(timer_create);
LOOK_AT(timer_gettime);
LOOK_AT(timer_settime);
LOOK_AT(uname);
LOOK_AT(write);

#endif
