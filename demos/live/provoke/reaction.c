/* SPDX-License-Identifier: MIT */
/*
 * reaction.c: a verdict falls when the program comes back to a descriptor,
 * closes it, or ends.
 *
 * EAGAIN at the end of a loop that drains is no reason to wait; one call more
 * is no spinning.  A blocking descriptor that says EAGAIN has waited already,
 * for as long as its own time limit: socket(7), SO_RCVTIMEO.
 */
#define _GNU_SOURCE /* MSG_DONTWAIT */
#include "reaction.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "../memory.h"
#include "eagain.h"
#include "history.h"
#include "message.h"
#include "payload.h"
#include "place.h"
#include "tally.h"
#include "waits.h"

enum {
	ROW = 4,     /* EAGAINs with nothing between are a row */
	ENDLESS = 8, /* answers that will never be others */
	HOLLOW = 64  /* waits that bring nothing */
};

void (*reaction_first)(const struct thread *thread, int fd);

static const char *
kind_of(const struct history *history)
{
	return kind_name(history->kind);
}

/* What the call was answered, if it is neither EAGAIN nor a short count. */
static const char *
answer_of(const struct call *call)
{
	if (call->ret != -1)
		return call->ret == 0 ? "answered 0" : NULL;
	return call->error == EBADF ? "answered EBADF" :
	    call->error == EALREADY ? "answered EALREADY" :
				      NULL;
}

static struct answered
answered(const struct call *call, const struct history *history)
{
	return (struct answered){ call->type->name, kind_of(history),
		answer_of(call) };
}

/* EAGAIN or a short count has come, or what stands for it. */
static void
met(struct thread *thread, struct history *history)
{
	const struct call *call = &thread->call;
	static int looked;
	char place[96];

	history_learn(thread->process, call_to(call), history);
	if (!looked && reaction_first != NULL && answer_of(call) == NULL) {
		looked = 1;
		reaction_first(thread, call_to(call));
	}
	if (!tally_met(answered(call, history)))
		return;
	place_of(thread, place, sizeof(place));
	tally_place(answered(call, history), place);
}

static int
has_flag(const struct call *call, int flag)
{
	const int which = call->type->argument;

	return which > 0 && (call_int(call, which) & flag) != 0;
}

/* From here on it is looked at what the program does. */
static void
begin(struct thread *thread, struct side *side, enum pending pending)
{
	side->pending = pending;
	side->call = thread->call.type->name;
	side->answer = answer_of(&thread->call);
	side->tid = thread->tid;
	side->waits = thread->process->waits;
	side->naps = thread->naps;
	side->looks = thread->looks;
	side->polled = side->missed = side->overtaken = 0;
	side->drained = side->moved;
	side->moved = 0;
}

/* The verdict on all answers since the last one. */
static void
say(const struct history *history, struct side *side, enum verdict verdict)
{
	tally((struct answered){ side->call, kind_of(history), side->answer },
	    verdict, side->answers > 0 ? side->answers : 1);
	side->answers = 0;
}

/*
 * It waits, again and again, and each time the wait ends at once, for something
 * else: POLLOUT is asked for with nothing to send, say.  Each stop of ours puts
 * the thread to sleep once; what is more than that it slept by itself.
 */
static int
is_hollow(const struct thread *thread, struct side *side)
{
	const long sleeps = side->hollow % HOLLOW == 0 ?
	    eag_sleeps_of(thread->tid) :
	    0;
	long slept;

	if (side->hollow++ % HOLLOW != 0)
		return 0;
	slept = sleeps - side->sleeps -
	    (long)(thread->stops - side->stops_then);
	side->sleeps = sleeps;
	side->stops_then = thread->stops;
	return side->hollow > 1 && sleeps != -1 && slept < HOLLOW / 2;
}

/* The program makes the call again; `moved`: with success. */
static void
came_back(struct thread *thread, const struct history *history,
    struct side *side, int moved)
{
	const enum between between = history_between(thread, side);

	if (between != AT_ONCE || moved)
		side->row = 0;
	if (between != WAITED || moved)
		side->hollow = 0;
	else if (is_hollow(thread, side)) {
		say(history, side, ASKS_AGAIN);
		return;
	}
	if (between == WAITED || (between == NAPPED && side->unwaitable))
		say(history, side, WAITS);
	else if (between == NAPPED)
		say(history, side, NAPS);
	else if (moved)
		say(history, side, GOES_ON);
	else if (between == AT_ONCE && side->row >= ROW - 1)
		say(history, side, ASKS_AGAIN);
}

/*
 * Only a look: MSG_PEEK, the errors that a socket has, or whether a packet has
 * come on a socket that would wait otherwise.  No answer is one, too.
 */
static int
is_probe(const struct call *call, const struct history *history)
{
	return has_flag(call, MSG_PEEK | MSG_ERRQUEUE) ||
	    (history->kind == KIND_PACKETS && !history->nonblocking);
}

/*
 * EAGAIN, of a call that may be made again.  A call that waited for its own
 * time limit has done what it should.
 */
static void
refused(struct thread *thread, struct history *history, struct side *side,
    enum pending pending)
{
	met(thread, history);
	if (thread->call.type->does == CALL_READS &&
	    has_flag(&thread->call, MSG_DONTWAIT | MSG_PEEK | MSG_ERRQUEUE) &&
	    is_probe(&thread->call, history)) {
		tally(answered(&thread->call, history), GOES_ON, 1);
		return;
	}
	if (!history->nonblocking && !has_flag(&thread->call, MSG_DONTWAIT) &&
	    !side->unwaitable) {
		begin(thread, side, NOTHING);
		side->answers++;
		say(history, side, WAITS);
		return;
	}
	if (side->pending != NOTHING)
		came_back(thread, history, side, 0);
	begin(thread, side, pending);
	side->row++;
	side->answers++;
}

static void
resolved(
    struct thread *thread, const struct history *history, struct side *side)
{
	if (side->pending == REFUSED)
		came_back(thread, history, side, 1);
	side->pending = NOTHING;
	side->row = 0;
	side->moved = 1;
}

/* 0 at the end of a stream, EBADF of what is closed: they stay so. */
static void
endless(struct thread *thread, struct history *history, int *row)
{
	const int napped = history->naps != thread->naps;

	history->naps = thread->naps;
	if (++*row < ENDLESS)
		return;
	met(thread, history);
	tally(answered(&thread->call, history), napped ? NAPS : ASKS_AGAIN,
	    *row == ENDLESS ? ENDLESS : 1);
}

/* An error but EAGAIN.  EINTR is none: the call was not made. */
static void
failed(struct thread *thread, struct history *history, struct side *side)
{
	const int error = thread->call.error;

	if (error == EINTR)
		return;
	if (error == EBADF) {
		endless(thread, history, &history->strange);
		return;
	}
	side->pending = NOTHING;
	side->answers = 0;
	history->gone = 1;
}

static void
read_answer(struct thread *thread, struct history *history)
{
	const struct call *call = &thread->call;
	struct side *side = &history->in;

	if (call->ret == -1 && call->error == EAGAIN) {
		history->unread = 0;
		refused(thread, history, side, REFUSED);
		return;
	}
	if (call->ret == -1) {
		failed(thread, history, side);
		return;
	}
	resolved(thread, history, side);
	thread->looks++; /* it is not asking one descriptor alone */
	side->call = call->type->name;
	history->strange = 0;
	history->unread = call->ret > 0;
	if (call->ret > 0 || call->type->does == CALL_ACCEPTS) {
		history->ends = 0;
		return;
	}
	/* Packets may be empty; so may what was asked for. */
	if (history->ends == 0)
		history_learn(thread->process, call_to(call), history);
	if (payload_asked(thread->tid, call) == 0 ||
	    !kind_is_stream(history->kind) || history->kind == KIND_TERMINAL)
		return;
	history->gone = 1;
	endless(thread, history, &history->ends);
}

/* 0: it is not what was refused; a later call may bring that yet. */
static int
comes_back(
    struct thread *thread, const struct history *history, struct side *side)
{
	const enum message message = message_of(thread, side);

	if (message == NEXT_PART)
		return 1;
	if (side->pending == REFUSED) {
		side->overtaken = 1;
		return 0;
	}
	say(history, side,
	    message == THE_WHOLE ? SENDS_AGAIN : NEVER_COMES_BACK);
	side->pending = NOTHING;
	return 1;
}

/* A part was taken, or all. */
static void
took(struct thread *thread, struct history *history, struct side *side,
    size_t asked)
{
	const struct call *call = &thread->call;
	const int part = call->type->does == CALL_WRITES &&
	    call->type->form != FORM_MESSAGES && call->ret > 0 &&
	    (size_t)call->ret < asked;

	history->connecting = 0;
	if (side->pending == SHORT)
		came_back(thread, history, side, 1);
	resolved(thread, history, side);
	if (!part)
		return;
	met(thread, history);
	if (!kind_is_stream(history->kind))
		return;
	begin(thread, side, SHORT);
	side->answers++;
	message_remember(thread, side, (size_t)call->ret);
}

/* Whether that was right is known when the process ends: the first one counts.
 */
static void
suspect(struct process *process, int which, struct answered of, long answers)
{
	if (process->suspects[which].call == NULL)
		process->suspects[which] = (struct suspect){ of.call, of.kind,
			of.answer, process->waits, answers };
}

static void
write_answer(struct thread *thread, struct history *history)
{
	const struct call *call = &thread->call;
	struct side *side = &history->out;
	const int again = call->ret == -1 && call->error == EAGAIN;
	const int looks = call->type->does == CALL_WRITES;
	const size_t asked = looks ? payload_asked(thread->tid, call) : 0;
	enum pending pending;

	if (call->ret == -1 && !again) {
		if (history->connecting && call->error != EINTR)
			suspect(thread->process, SUSPECT_CONNECT,
			    (struct answered){ "connect", kind_name(KIND_TCP),
				"answered EINPROGRESS" },
			    1);
		failed(thread, history, side);
		return;
	}
	history->strange = 0;
	if (looks && side->pending != NOTHING &&
	    !comes_back(thread, history, side)) {
		if (again)
			met(thread, history);
		side->answers += again;
		return;
	}
	if (!again) {
		took(thread, history, side, asked);
		return;
	}
	/* What is left of a message is still left. */
	pending = side->pending == SHORT ? SHORT : REFUSED;
	refused(thread, history, side, pending);
	if (looks && kind_is_stream(history->kind))
		message_remember(thread, side, 0);
	else
		side->rest_length = 0;
}

/*
 * EINPROGRESS: ask for the outcome later.  AF_UNIX says EAGAIN if the queue is
 * full, and no call tells when it is not: to let time pass is right then.
 */
static void
connect_answer(struct thread *thread, struct history *history)
{
	const struct call *call = &thread->call;
	struct side *side = &history->out;

	/* It tries another. */
	thread->process->suspects[SUSPECT_CONNECT].call = NULL;
	history->connecting = call->ret == -1 && call->error == EINPROGRESS;
	side->unwaitable = call->ret == -1 && call->error == EAGAIN;
	if (call->ret == -1 &&
	    (call->error == EAGAIN || call->error == EALREADY))
		refused(thread, history, side, REFUSED);
	else if (call->ret != -1)
		resolved(thread, history, side);
}

/* The other end is gone: nobody is left to wait for. */
static int
is_gone(struct process *process, int fd, const struct history *history)
{
	return history->gone ||
	    (descriptor_events(process, fd, 0) & (POLLERR | POLLHUP)) != 0;
}

static int
waited(const struct process *process, const struct side *side)
{
	return side->polled || process->waits != side->waits;
}

/* The descriptor is closed, and something was to be done yet. */
static void
judge_close(struct process *process, int fd)
{
	struct history *history = history_find(process, fd);
	struct side *in, *out;

	if (history == NULL)
		return;
	in = &history->in;
	out = &history->out;
	if (in->pending == REFUSED && waited(process, in)) {
		say(history, in, WAITS);
	} else if (in->pending == REFUSED) {
		if (!in->drained && !is_gone(process, fd, history))
			say(history, in, GIVES_UP);
		else
			suspect(process, SUSPECT_READ,
			    (struct answered){
				in->call, kind_of(history), in->answer },
			    in->answers);
	}
	if (out->pending != NOTHING && !is_gone(process, fd, history)) {
		if (out->pending == REFUSED && out->overtaken)
			say(history, out, NEVER_COMES_BACK);
		else if (out->pending == REFUSED && !waited(process, out))
			suspect(process, SUSPECT_WRITE,
			    (struct answered){
				out->call, kind_of(history), out->answer },
			    out->answers);
		else if (out->pending == SHORT &&
		    (!waited(process, out) ||
			descriptor_events(process, fd, POLLOUT) != 0))
			say(history, out, NEVER_COMES_BACK);
	}
	history_forget(process, fd);
}

static void
judge_closes(struct process *process, const struct call *call)
{
	const uint64_t last = call->args[1] & 0xffffffff;

	/* CLOSE_RANGE_CLOEXEC closes at exec(): reaction_exec() sees it. */
	if (call->args[2] != 0)
		return;
	for (int fd = call_int(call, 0);
	     fd >= 0 && fd < process->room && (uint64_t)fd <= last; fd++)
		judge_close(process, fd);
}

/* epoll_ctl(): the set, what to do, the descriptor, the events. */
static void
registers(struct thread *thread)
{
	const struct call *call = &thread->call;
	struct history *set = history_of(thread->process, call_int(call, 0));
	struct history *member = history_of(thread->process, call_int(call, 2));
	const int what = call_int(call, 1);
	uint32_t events = 0;

	if (set == NULL || member == NULL)
		return;
	set->is_epoll = 1;
	set->members += what == EPOLL_CTL_ADD;
	set->members -= what == EPOLL_CTL_DEL;
	if (what != EPOLL_CTL_DEL)
		memory_read(
		    thread->tid, call->args[3], &events, sizeof(events));
	member->registered = events;
}

static void
asks_outcome(struct thread *thread)
{
	const struct call *call = &thread->call;
	struct history *history = history_find(
	    thread->process, call_int(call, 0));

	if (history != NULL &&
	    (strcmp(call->type->name, "getpeername") == 0 ||
		(call_int(call, 1) == SOL_SOCKET &&
		    call_int(call, 2) == SO_ERROR)))
		history->connecting = 0;
}

int
reaction_begin(struct thread *thread)
{
	const struct call *call = &thread->call;

	switch (call->type->does) {
	case CALL_OUTCOME:
		asks_outcome(thread);
		return 0;
	case CALL_POLLS:
	case CALL_SELECTS:
	case CALL_EPOLLS:
	case CALL_WAITS:
	case CALL_NAPS:
		waits_begin(thread);
		return 0;
	case CALL_CLOSES:
		judge_close(thread->process, call_int(call, 0));
		return 0;
	case CALL_CLOSES_RANGE:
		judge_closes(thread->process, call);
		return 0;
	case CALL_REPLACES:
		if (call_int(call, 0) != call_int(call, 1))
			judge_close(thread->process, call_int(call, 1));
		return 0;
	case CALL_REGISTERS:
		registers(thread);
		return 0;
	default:
		return 1;
	}
}

void
reaction_end(struct thread *thread)
{
	const struct call *call = &thread->call;
	struct history *history;

	if (call->type->does == CALL_SOCKET || call->type->does == CALL_PAIR ||
	    call->type->does == CALL_PIPE)
		return;
	history = history_of(thread->process, call_to(call));
	if (history == NULL)
		return;
	if (call->type->does == CALL_READS || call->type->does == CALL_ACCEPTS)
		read_answer(thread, history);
	else if (call->type->does == CALL_CONNECTS)
		connect_answer(thread, history);
	else
		write_answer(thread, history);
}

void
reaction_exec(struct process *process)
{
	for (int fd = 0; fd < process->room; fd++)
		if (process->histories[fd] != NULL &&
		    !descriptor_is_open(process, fd))
			history_forget(process, fd);
}

/* How a process ended: by itself, and with which success. */
enum ending { WELL, BADLY, BY_OTHERS };

static enum ending
ending_of(const struct process *process, int status)
{
	if (WIFEXITED(status) && !process->asked_to_end)
		return WEXITSTATUS(status) == 0 ? WELL : BADLY;
	if (WIFSIGNALED(status) &&
	    (WTERMSIG(status) == SIGABRT || WTERMSIG(status) == SIGSEGV))
		return BADLY;
	return BY_OTHERS;
}

/* It has ended, and had to come back to this descriptor. */
static void
judge_left(struct process *process, struct history *history, enum ending ending)
{
	struct side *in = &history->in, *out = &history->out;

	if (in->pending == REFUSED && waited(process, in))
		say(history, in, WAITS);
	else if (in->pending == REFUSED && ending != BY_OTHERS)
		say(history, in,
		    ending == BADLY || (!in->drained && !history->gone) ?
			GIVES_UP :
			GOES_ON);
	if (out->pending == NOTHING)
		return;
	if (ending == WELL && !history->gone)
		say(history, out, NEVER_COMES_BACK);
	else if (waited(process, out))
		say(history, out, WAITS);
	else if (ending == BADLY && !history->gone)
		say(history, out, out->overtaken ? NEVER_COMES_BACK : GIVES_UP);
}

static struct answered
of(const struct suspect *suspect)
{
	return (
	    struct answered){ suspect->call, suspect->kind, suspect->answer };
}

/*
 * Who ends well has taken a connect() for done, or has left out what it was to
 * write.  Who ends badly, or closes and lives on, gives up.
 */
static void
judge_suspects(const struct process *process, enum ending ending)
{
	const struct suspect *connect = &process->suspects[SUSPECT_CONNECT];
	const struct suspect *in = &process->suspects[SUSPECT_READ];
	const struct suspect *out = &process->suspects[SUSPECT_WRITE];

	if (connect->call != NULL && ending == WELL) {
		tally_met(of(connect));
		tally(of(connect), NEVER_COMES_BACK, 1);
	}
	if (in->call != NULL)
		tally(of(in),
		    ending == BADLY && process->waits == in->waits ? GIVES_UP :
								     GOES_ON,
		    in->answers);
	if (out->call != NULL)
		tally(of(out), ending == WELL ? NEVER_COMES_BACK : GIVES_UP,
		    out->answers);
}

void
reaction_exit(struct process *process, int status)
{
	const enum ending ending = ending_of(process, status);

	for (int fd = 0; fd < process->room; fd++) {
		if (process->histories[fd] != NULL)
			judge_left(process, process->histories[fd], ending);
		history_forget(process, fd);
	}
	judge_suspects(process, ending);
}
