/* SPDX-License-Identifier: MIT */
/*
 * compare-select: echo-select, in a program of its own that has a thousand
 * descriptors already when it starts, so that a few clients are enough to reach
 * the end of its sets.
 */
#define _GNU_SOURCE /* cpu_set_t, in server_program.h */
#include <sys/resource.h>
#include <sys/select.h>

#include "../echo/proof/process.h"
#include "eagain.h"
#include "load.h"
#include "server_program.h"

static const struct eag_demo demo = {
	.name = "compare-select",
	.title = "select() has no room for descriptor 1024",
	.class = "contrast",
	.calls = "",
	.errnos = "",
	.poll = "it takes any number: its list has no such limit",
	.belief = "select() watches as many descriptors as a process may have.",
	.why = "A set is a row of FD_SETSIZE bits, 1024 on Linux, whatever the "
	       "limit of descriptors is. FD_SET of a higher number writes "
	       "beyond it, and no call says so.",
	.react =
	    "Use poll() or epoll. Where select() must be: compare each number "
	    "with FD_SETSIZE, and turn away what does not fit.",
	.pages = "select(2)",
	.next = "echo-select echo-poll compare-waiting",
	.patience = 60,
};

enum { CLIENTS = 40 };

int
main(int argc, char *argv[])
{
	struct program program = { .name = "select",
		.crowd_to = FD_SETSIZE - 14 };
	struct rlimit files;
	struct load load;
	struct load_result result;
	long accepted;

	eag_start(&demo, argc, argv);
	if (eag_sysctl("net/core/somaxconn") != -1 &&
	    eag_sysctl("net/core/somaxconn") < CLIENTS)
		eag_skip("an accept queue for forty: net.core.somaxconn");
	eag_need(getrlimit(RLIMIT_NOFILE, &files) == 0, "getrlimit");
	files.rlim_cur = files.rlim_max;
	eag_need(setrlimit(RLIMIT_NOFILE, &files) == 0, "setrlimit");
	if (files.rlim_cur < FD_SETSIZE + 16)
		eag_skip("a limit of descriptors above FD_SETSIZE: ulimit -n");

	eag_step(
	    "select", "clients until select() has no number for one: 1024");
	eag_need(program_start(&program), "start echo-select");
	load_start(&load, &program.address);
	load_open(&load, CLIENTS);
	load_run(&load, CLIENTS, 0, &result);
	accepted = (long)program.counts->accepted;
	eag_measure("accepted", accepted, "of 40 clients");
	eag_measure("turned away", result.lost, "clients");
	/* Its lowest free number: none below 1024, where its limit allows. */
	eag_claim("select-limit",
	    result.lost > 0 && result.wrong == 0 && accepted > 0 &&
		accepted < CLIENTS && result.requests == accepted &&
		process_lowest_free(program.pid) == FD_SETSIZE,
	    "it turns away what it cannot watch, and serves the others");
	load_stop(&load);
	program_stop(&program);

	return eag_end();
}
