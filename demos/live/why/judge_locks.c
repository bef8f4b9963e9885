/* SPDX-License-Identifier: MIT */
/* judge_locks.c: file locks that are in the way: fcntl(2), flock(2). */
#define _GNU_SOURCE /* major(), minor() */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "../proc_files.h"
#include "judge.h"

static const char *
program_of(const struct lock *lock)
{
	return strcmp(lock->kind, "FLOCK") == 0 ? "lock-flock" :
	    strcmp(lock->kind, "OFDLCK") == 0   ? "lock-ofd" :
						  "lock-record";
}

static const char *
call_of(const struct lock *lock)
{
	return strcmp(lock->kind, "FLOCK") == 0 ? "flock()" :
	    strcmp(lock->kind, "OFDLCK") == 0   ? "F_OFD_SETLK" :
	    strcmp(lock->kind, "LEASE") == 0    ? "open(O_NONBLOCK)" :
						  "F_SETLK";
}

/*
 * The locked file among ours.  A file system may tell stat(2) another device
 * than it tells /proc/locks (btrfs, overlayfs): then the inode has to do.
 */
static const struct descriptor *
file_of(const struct look *look, const struct lock *lock)
{
	const struct descriptor *found = NULL;

	for (size_t i = 0; i < look->descriptors.count; i++) {
		const struct descriptor *descriptor = &look->descriptors.all[i];

		if (descriptor->kind != KIND_FILE ||
		    descriptor->inode != lock->inode)
			continue;
		if (major(descriptor->device) == lock->device_major &&
		    minor(descriptor->device) == lock->device_minor)
			return descriptor;
		if (major(descriptor->device) == 0)
			found = descriptor;
	}
	return found;
}

/* Does the open file hold a lock of this kind?  fdinfo has its locks. */
static int
holds(const struct holder *holder, const struct lock *lock)
{
	char file[32], *text;
	int found;

	snprintf(file, sizeof(file), "fdinfo/%d", holder->fd);
	text = proc_text(holder->pid, file);
	found = text != NULL && strstr(text, lock->kind) != NULL;
	free(text);
	return found;
}

/*
 * A record lock is a process's.  The others are an open file's: -1, or the
 * process that made it, which may have ended.
 */
static int
holder_of(const struct look *look, const struct lock *lock,
    const struct descriptor *file)
{
	const struct holder *holder = NULL;
	int found = 0;

	if (strcmp(lock->kind, "POSIX") != 0 && file != NULL)
		holder = holders_first(&look->holders, file->key);
	for (; holder != NULL; holder = holders_next(&look->holders, holder)) {
		if (!holds(holder, lock))
			continue;
		if (holder->pid == lock->pid)
			return lock->pid;
		if (found == 0 || found == look->pid)
			found = holder->pid;
	}
	return found != 0 ? found : lock->pid > 0 ? lock->pid : 0;
}

/* A lock that this process waits for. */
static void
waited_for(struct look *look, const struct lock *waiting)
{
	const struct lock *lock = locks_holder(&look->locks, waiting);
	const struct descriptor *file = file_of(look, waiting);
	const struct who who = look_who(
	    look, lock != NULL ? holder_of(look, lock, file) : 0);

	judge_add(look, file, who.pid, SURE_PROVED + 2, "owned",
	    program_of(waiting),
	    "%s holds the lock that this process waits for; without waiting "
	    "%s answers EAGAIN",
	    who.text, call_of(waiting));
}

/* A lock of another on a file that is open here. */
static void
in_the_way(
    struct look *look, const struct lock *lock, const struct descriptor *file)
{
	const struct who who = look_who(look, holder_of(look, lock, file));
	const int reads = strcmp(lock->mode, "READ") == 0;

	judge_add(look, file, who.pid, SURE_FULL, "owned", program_of(lock),
	    "%s holds a %s lock on it: %s here answers EAGAIN%s", who.text,
	    reads ? "read" : "write", call_of(lock),
	    reads ? ", if it asks to write" : "");
}

/* Somebody waits for a lock of this process's. */
static void
ours(struct look *look, const struct lock *waiting)
{
	const struct who holder = look_who(look, look->pid),
			 who = look_who(
			     look, waiting->pid > 0 ? waiting->pid : 0);

	judge_add(look, file_of(look, waiting), look->pid, SURE_UNREAD - 2,
	    "owned", program_of(waiting), "%s holds the lock that %s waits for",
	    holder.text, who.text);
}

/* OFD locks wait without a process; the thread's call says whose it is. */
static int
waits_for(const struct look *look, const struct lock *lock)
{
	if (lock->pid > 0)
		return lock->pid == look->pid;
	for (size_t i = 0; i < look->calls.count; i++) {
		const struct descriptor *descriptor = descriptors_find(
		    &look->descriptors, look->calls.all[i].fd);

		if (doing_is(&look->calls.all[i], CALL_LOCKS) &&
		    descriptor != NULL && descriptor->inode == lock->inode)
			return 1;
	}
	return 0;
}

/* Does one of its open files hold such a lock, or it itself? */
static int
is_its_own(const struct look *look, const struct lock *lock)
{
	for (size_t i = 0; i < look->descriptors.count; i++) {
		const struct descriptor *own = &look->descriptors.all[i];

		if (own->kind == KIND_FILE && own->inode == lock->inode &&
		    ((own->flock && strcmp(lock->kind, "FLOCK") == 0) ||
			(own->ofd_lock && strcmp(lock->kind, "OFDLCK") == 0)))
			return 1;
	}
	return (strcmp(lock->kind, "POSIX") == 0 ||
		   strcmp(lock->kind, "LEASE") == 0) &&
	    lock->pid == look->pid;
}

/* Does it wait for such a lock? */
static int
wants(const struct look *look, const struct lock *lock)
{
	for (size_t i = 0; i < look->locks.count; i++) {
		const struct lock *own = &look->locks.all[i];

		if (own->waits && own->inode == lock->inode &&
		    strcmp(own->kind, lock->kind) == 0 && waits_for(look, own))
			return 1;
	}
	return 0;
}

void
judge_locks(struct look *look)
{
	for (size_t i = 0; i < look->locks.count; i++) {
		const struct lock *lock = &look->locks.all[i], *holder;
		const struct descriptor *file = file_of(look, lock);

		holder = lock->waits ? locks_holder(&look->locks, lock) : NULL;
		if (lock->waits && waits_for(look, lock))
			waited_for(look, lock);
		else if (holder != NULL && is_its_own(look, holder))
			ours(look, lock);
		else if (!lock->waits && file != NULL &&
		    !is_its_own(look, lock) && !wants(look, lock))
			in_the_way(look, lock, file);
	}
}
