/* SPDX-License-Identifier: MIT */
/*
 * why-blocked: looks into a live process, and says what would answer EAGAIN or
 * keeps it waiting, and because of whom.  It only looks: nothing is stopped,
 * set or sent.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eagain.h"
#include "proc_files.h"
#include "tool_output.h"
#include "why/endpoints.h"
#include "why/judge.h"
#include "why/page.h"
#include "why/show.h"

enum { MOST_FDS = 64, FEW_FINDINGS = 5 };

static const char *place; /* a port or a path; NULL: a process */
static int pid, fds[MOST_FDS], fd_count;
static long all, brief;
static const char *expected;
static struct endpoints endpoints;

static const char *take(int count, char *operands[]);

static const struct eag_demo demo = {
	.name = "why-blocked",
	.title = "what would answer EAGAIN in a live process, and who is to "
		 "blame",
	.class = "tool",
	.calls = "",
	.errnos = "",
	.why =
	    "The kernel knows which buffer is full, who does not read, who "
	    "holds a lock and which flag is set; errno is only a number. This "
	    "program asks /proc, sock_diag, kcmp() and pidfd_getfd(), and "
	    "changes nothing in the process.",
	.react =
	    "Give a PID, or the port or path that somebody complains about. "
	    "Read the first sentence: its first word is the class; then comes "
	    "the process to blame. Exit status 0: it was looked at. 1: it is "
	    "not there, or --expect names another class. 77: nothing of it "
	    "can be seen; try sudo.",
	.pages = "proc(5) sock_diag(7) pidfd_getfd(2) kcmp(2)",
	.next = "by-hand send-stalled-peer",
	.operands = "PID|:PORT|HOST:PORT|PATH [FD ...]",
	.take = take,
	.options = {
		{ .name = "all",
		    .kind = EAG_SWITCH,
		    .number = &all,
		    .text = "all findings, descriptors and threads" },
		{ .name = "brief",
		    .kind = EAG_SWITCH,
		    .number = &brief,
		    .text = "the likeliest finding, and nothing else" },
		{ .name = "expect",
		    .kind = EAG_TEXT,
		    .word = &expected,
		    .value = "CLASS",
		    .text = "status 1 if the class is another one" },
	},
};

/* A whole number of at most nine digits, or -1. */
static int
whole(const char *text)
{
	const size_t digits = strspn(text, "0123456789");

	return digits > 0 && digits < 10 && text[digits] == '\0' ? atoi(text) :
								   -1;
}

/* The classes of the library, "nothing" and "unseen". */
static int
is_class(const char *word)
{
	static const char *const classes[] = { "wait", "timeout", "changed",
		"owned", "quota", "flag", "unwaitable", "started", "shared",
		"nothing", "unseen" };

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (strcmp(word, classes[i]) == 0)
			return 1;
	return 0;
}

static const char *
take(int count, char *operands[])
{
	static char wrong[160];
	const char *what = NULL;

	if (expected != NULL && !is_class(expected)) {
		snprintf(wrong, sizeof(wrong),
		    "--expect: '%.80s' is not a class", expected);
		return wrong;
	}
	pid = whole(operands[0]);
	if (pid == -1) {
		place = operands[0];
		what = endpoints_wrong(place);
	} else if (pid == 0) {
		what = "is not a process";
	}
	if (what != NULL) {
		snprintf(wrong, sizeof(wrong), "'%.80s' %s", operands[0], what);
		return wrong;
	}
	if (place != NULL && count > 1)
		return "descriptors can be named of a PID alone";
	for (int i = 1; i < count && fd_count < MOST_FDS; i++) {
		fds[fd_count] = whole(operands[i]);
		if (fds[fd_count++] == -1) {
			snprintf(wrong, sizeof(wrong),
			    "'%.80s' is not a descriptor", operands[i]);
			return wrong;
		}
	}
	return NULL;
}

/* Of a port only its sockets, of a process those that were named. */
static int
is_wanted(const struct look *look, int fd)
{
	if (look->pid == 0)
		return 1;
	if (place != NULL)
		return endpoints_has(&endpoints, look->pid, fd);
	for (int i = 0; i < fd_count; i++)
		if (fds[i] == fd)
			return 1;
	return fd_count == 0;
}

static int
is_narrow(void)
{
	return place != NULL || fd_count > 0;
}

static void
collect(struct findings *findings, const struct look *look)
{
	for (size_t i = 0; i < look->findings.count; i++) {
		const struct finding *finding = &look->findings.all[i];

		/* Why no descriptor is waited for is not what was asked. */
		if (finding->fd == -1 ?
			!is_narrow() || finding->sure > SURE_SLEEPS + 3 :
			is_wanted(look, finding->fd))
			findings_keep(findings, finding);
	}
}

/* Neither its descriptors nor its calls can be seen. */
static int
is_in_the_dark(const struct look *look)
{
	return look->descriptors.error != 0 && look->calls.error != 0;
}

/* A /proc with hidepid, proc(5), does not show it; pidfd_open(2) does. */
static _Noreturn void
give_up(int process)
{
	char why[80];

	if (proc_pidfd(process) != -1)
		eag_skip("that process: /proc hides it from this user "
			 "(hidepid); root sees it (sudo)");
	snprintf(why, sizeof(why), "there is no process %d", process);
	eag_give_up(why);
}

static void
look_into(struct look *look, int process, struct findings *findings)
{
	struct process now;
	char why[80];

	if (look_at(look, process) == -1)
		give_up(process);
	look->few = is_narrow();
	judge(look);
	if (process_read(look->pid, &now) == -1 ||
	    now.began != look->process.began) {
		snprintf(
		    why, sizeof(why), "process %d ended meanwhile", process);
		eag_give_up(why);
	}
	for (int i = 0; i < fd_count; i++)
		if (look->descriptors.error == 0 &&
		    descriptors_find(&look->descriptors, fds[i]) == NULL) {
			snprintf(why, sizeof(why),
			    "process %d has no descriptor %d (one PID, "
			    "then descriptors)",
			    process, fds[i]);
			eag_give_up(why);
		}
	collect(findings, look);
}

/* Of what could be seen nothing was found: was that all? */
static void
add_no_finding(struct look *look)
{
	char why[160];

	look_why_unseen(look, why, sizeof(why));
	if (look->pid == 0)
		judge_add(look, NULL, 0, SURE_NOTHING, "unseen", NULL,
		    "nothing was found in these sockets, but the processes "
		    "that have them cannot be seen: ask as root (sudo)");
	else if (is_in_the_dark(look))
		judge_add(look, NULL, 0, SURE_NOTHING, "unseen", NULL,
		    "neither the descriptors of %s nor its calls can be seen: "
		    "%s",
		    look->process.name, why);
	else if (look->descriptors.error != 0 || look->calls.error != 0 ||
	    look->calls.foreign || look->refused)
		judge_add(look, NULL, 0, SURE_NOTHING, "unseen", NULL,
		    "nothing was found in what can be seen of %s, but not all "
		    "can be: %s",
		    look->process.name, why);
	else
		judge_add(look, NULL, 0, SURE_NOTHING, "nothing", NULL,
		    "nothing here would answer EAGAIN now, nor keeps it "
		    "waiting");
}

static void
give_a_verdict(struct findings *findings, struct look *looks, int count)
{
	struct look *look = &looks[0];

	findings_sort(findings);
	if (findings->count > 0 && findings->all[0].sure >= SURE_SLEEPS)
		return;
	for (int i = 1; i < count; i++)
		if (is_in_the_dark(&looks[i]))
			look = &looks[i];
	add_no_finding(look);
	findings_keep(findings, &look->findings.all[look->findings.count - 1]);
	findings_sort(findings);
}

static void
show(const struct findings *findings, const struct look *looks, int count)
{
	show_findings(findings,
	    brief   ? 1 :
		all ? findings->count :
		      FEW_FINDINGS);
	if (brief) {
		page_flush();
		return;
	}
	for (int i = 0; i < count; i++)
		show_unseen(&looks[i]);
	for (int i = 0; i < count; i++) {
		show_process(&looks[i]);
		show_threads(&looks[i], (int)all);
		show_descriptors(
		    &looks[i], is_wanted, (int)all || fd_count > 0);
		if (looks[i].pid != 0)
			show_limits(&looks[i]);
	}
	page_flush();
}

/* The processes at a place, and the sockets there whose process is unseen. */
static int
look_at_place(struct look *looks, struct findings *findings)
{
	char why[160];
	int count;

	endpoints_find(&endpoints, place);
	count = endpoints.process_count;
	for (int i = 0; i < count; i++)
		look_into(&looks[i], endpoints.processes[i], findings);
	if (endpoints.unowned_count > 0) {
		look_at_sockets(&looks[count], &endpoints.diag,
		    &endpoints.holders, endpoints.unowned,
		    endpoints.unowned_count);
		judge(&looks[count]);
		collect(findings, &looks[count++]);
	}
	if (count > 0)
		return count;
	snprintf(why, sizeof(why),
	    "nobody listens at %.80s, and nobody is connected", place);
	eag_give_up(why);
}

int
main(int argc, char *argv[])
{
	static struct look looks[ENDPOINTS_PROCESSES + 1];
	struct findings findings = { .count = 0 };
	char why[80] = "";
	int count = 1, dark = 1;

	eag_start(&demo, argc, argv);
	eag_at_once(0);
	if (place != NULL)
		count = look_at_place(looks, &findings);
	else
		look_into(&looks[0], pid, &findings);
	give_a_verdict(&findings, looks, count);
	show(&findings, looks, count);
	if (expected != NULL && strcmp(expected, findings.all[0].class) != 0)
		snprintf(why, sizeof(why), "the verdict is %s, not %s",
		    findings.all[0].class, expected);
	for (int i = 0; i < count; i++) {
		dark = dark && is_in_the_dark(&looks[i]);
		look_free(&looks[i]);
	}
	dark = dark && strcmp(findings.all[0].class, "unseen") == 0;
	findings_free(&findings);
	endpoints_free(&endpoints);
	if (dark)
		eag_skip("the permission to look into that process");
	if (why[0] != '\0')
		eag_give_up(why);
	return eag_end();
}
