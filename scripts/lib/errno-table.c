/* SPDX-License-Identifier: MIT */
/*
 * errno-table: the library's errnos, a line each: number, name, text, with tabs
 * between.  The numbers are those of the machine it runs on.  Names that share a
 * number come after it.  `eagain errno` reads it.
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "eagain.h"

static void
line(int number, const char *name, const char *text)
{
	printf("%d\t%s\t%s\n", number, name, text);
}

int
main(void)
{
	const char *name;

	for (int n = 1; n < 4096; n++) {
		name = eag_errno_name(n);
		/* A number without a name comes back as E and digits: E41. */
		if (name[1 + strspn(name + 1, "0123456789")] != '\0')
			line(n, name, strerror(n));
	}
	if (EWOULDBLOCK == EAGAIN)
		line(EWOULDBLOCK, "EWOULDBLOCK", "the same as EAGAIN");
#ifdef EDEADLOCK
	if (EDEADLOCK == EDEADLK)
		line(EDEADLOCK, "EDEADLOCK", "the same as EDEADLK");
#endif
	if (ENOTSUP == EOPNOTSUPP)
		line(ENOTSUP, "ENOTSUP", "the same as EOPNOTSUPP");
	line(EAI_AGAIN, "EAI_AGAIN", "of getaddrinfo(), no errno: no answer from DNS");
	return fflush(stdout) == 0 ? 0 : 1;
}
