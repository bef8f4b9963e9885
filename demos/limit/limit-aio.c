/* SPDX-License-Identifier: MIT */
/*
 * limit-aio: io_setup() asks for room for so many requests of Linux AIO, which
 * databases use.  All programs of the machine share fs.aio-max-nr.  One that
 * asks for more than that is refused at once, so nothing has to be used up.
 */
#define _GNU_SOURCE /* syscall() */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "eagain.h"

static const struct eag_demo demo = {
	.name = "limit-aio",
	.title = "io_setup(), and one limit for the whole machine",
	.class = "quota",
	.calls = "io_setup io_destroy",
	.errnos = "EAGAIN EINVAL",
	.poll = "not pollable: nothing tells when there is room",
	.belief = "EAGAIN from io_setup(): the disk is busy, try again.",
	.why = "Linux AIO wants room for its requests beforehand. All programs "
	       "together may have fs.aio-max-nr of them, and fs.aio-nr are "
	       "taken. io_setup() answers EAGAIN when the sum would be too "
	       "large. No disk is looked at.",
	.react = "Compare /proc/sys/fs/aio-nr with aio-max-nr, and raise that: "
		 "sysctl fs.aio-max-nr=1048576. Or let each program ask for "
		 "less (InnoDB: innodb_use_native_aio=0 does without). Trying "
		 "again helps only when another program ends.",
	.pages = "io_setup(2) io_destroy(2) proc(5)",
	.next = "limit-locked-memory limit-fork",
};

int
main(int argc, char *argv[])
{
	const long most = eag_sysctl("fs/aio-max-nr");
	unsigned long few = 0, many = 0; /* contexts, as the kernel has them */
	long ret, taken;

	eag_start(&demo, argc, argv);
	if (most == -1)
		eag_skip("Linux AIO: /proc/sys/fs/aio-max-nr");
	/* From 4 Mi on the answer is EINVAL: fs/aio.c, ioctx_alloc(). */
	if (most < 1024 || most >= 1 << 22)
		eag_skip("an fs.aio-max-nr between 1024 and 4 Mi");

	eag_step("over", "one request more than all programs may have");
	eag_measure("aio-max-nr", most, "requests, in /proc/sys/fs");
	ret = syscall(SYS_io_setup, most + 1, &many);
	if (ret == -1 && (errno == ENOSYS || errno == EPERM))
		eag_skip("Linux AIO: io_setup()");
	eag_call("client", ret, "io_setup(aio-max-nr + 1 requests)");
	eag_claim("over-is-eagain", ret == -1 && errno == EAGAIN,
	    "io_setup() answers EAGAIN: it is more than all may have");

	eag_step("never", "more requests than the kernel can count");
	ret = syscall(SYS_io_setup, 1 << 30, &many);
	eag_call("client", ret, "io_setup(1 Gi requests)");
	eag_claim("never-is-einval", ret == -1 && errno == EINVAL,
	    "that is EINVAL: no limit that is raised would help");

	eag_step("within", "a few requests");
	ret = syscall(SYS_io_setup, 100, &few);
	taken = eag_sysctl("fs/aio-nr");
	if (ret == -1 && errno == EAGAIN && taken > most / 2)
		eag_skip("room for 100 requests: fs.aio-nr is near its limit");
	eag_call("client", ret, "io_setup(100 requests)");
	eag_claim("within", ret == 0, "100 requests are within the limit");
	eag_need(taken != -1, "read /proc/sys/fs/aio-nr");
	eag_measure("aio-nr", taken, "taken by all programs, in /proc/sys/fs");
	ret = syscall(SYS_io_destroy, few);
	eag_call("client", ret, "io_destroy(context)");

	return eag_end();
}
