/* SPDX-License-Identifier: MIT */
/*
 * ipc-trylock: "not now" from a mutex has another name and another way.  The
 * answer is EBUSY, it is what the function returns, and errno is left alone.  A
 * semaphore says -1 and EAGAIN for the same.
 */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>

#include "eagain.h"

static const struct eag_demo demo = {
	.name = "ipc-trylock",
	.title = "pthread_mutex_trylock() says EBUSY, and errno is silent",
	.class = "contrast",
	.calls = "pthread_mutex_trylock pthread_rwlock_trywrlock sem_trywait "
		 "pthread_mutex_unlock",
	.errnos = "EAGAIN",
	.poll = "not pollable: a lock in memory has no descriptor",
	.belief = "trylock() failed, so errno says EAGAIN.",
	.why =
	    "Functions named pthread_ return the error's number, and 0 if all "
	    "went well; they do not set errno. A mutex that somebody holds is "
	    "EBUSY. Semaphores are older: sem_trywait() returns -1, and errno "
	    "is EAGAIN.",
	.react =
	    "Compare what pthread_mutex_trylock() returns with EBUSY; do "
	    "not look at errno. Then do something else first, or wait with "
	    "pthread_mutex_lock().",
	.pages = "pthread_mutex_trylock(3) pthread_rwlock_trywrlock(3) "
		 "sem_trywait(3)",
	.next = "ipc-semaphore ipc-futex",
};

int
main(int argc, char *argv[])
{
	pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
	sem_t semaphore;
	int ret, error;

	eag_start(&demo, argc, argv);

	eag_step("held", "a mutex that is locked");
	eag_need(pthread_mutex_lock(&mutex) == 0, "pthread_mutex_lock");
	errno = 0;
	ret = pthread_mutex_trylock(&mutex);
	error = errno;
	eag_call("main", ret, "pthread_mutex_trylock(mutex)");
	eag_note("16 is the number of EBUSY");
	eag_claim("held-is-ebusy", ret == EBUSY,
	    "the mutex is held: it returns EBUSY, and not -1");
	eag_claim("errno-is-silent", error == 0,
	    "errno was 0 and is 0: it tells of no error");

	eag_step("readers", "a lock for readers and writers, with a reader");
	eag_need(pthread_rwlock_rdlock(&rwlock) == 0, "pthread_rwlock_rdlock");
	ret = pthread_rwlock_trywrlock(&rwlock);
	eag_call("main", ret, "pthread_rwlock_trywrlock(rwlock)");
	eag_claim(
	    "writer-is-ebusy", ret == EBUSY, "a writer is told EBUSY as well");

	eag_step("semaphore", "the same question to a semaphore, which is 0");
	eag_need(sem_init(&semaphore, 0, 0) == 0, "sem_init");
	ret = sem_trywait(&semaphore);
	eag_call("main", ret, "sem_trywait(semaphore)");
	eag_claim("semaphore-is-eagain", ret == -1 && errno == EAGAIN,
	    "a semaphore says the same in the other way: -1, and EAGAIN");

	eag_step("free", "the mutex is unlocked");
	ret = pthread_mutex_unlock(&mutex);
	eag_call("main", ret, "pthread_mutex_unlock(mutex)");
	ret = pthread_mutex_trylock(&mutex);
	eag_call("main", ret, "pthread_mutex_trylock(mutex)");
	eag_claim("then-locked", ret == 0,
	    "the very same call returns 0: the mutex is ours");

	return eag_end();
}
