/* SPDX-License-Identifier: MIT */
/*
 * arrange.h: the states that demonstrations start from, all on loopback.
 *
 * Each function builds its state whole or ends the program: with 99, naming the
 * call that failed, or with 77 where it says so.  None of them makes the call
 * that a program is about.
 */
#ifndef EAG_ARRANGE_H
#define EAG_ARRANGE_H

#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

struct eag_address {
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	};
	socklen_t length;
};

/*
 * A TCP listener on 127.0.0.1, on a port of the kernel's choice: socket(2),
 * listen(2).  `flags`: SOCK_NONBLOCK or 0.  Ends with 77 if net.core.somaxconn
 * cuts the backlog.
 */
int eag_listener(int flags, int backlog);

/*
 * The same at an address that an option gave, with SO_REUSEADDR: socket(7).  It
 * says where.
 */
int eag_listener_at(const struct eag_address *address, int flags, int backlog);

/*
 * A client, connected and waiting in the accept queue: connect(2), listen(2).
 * It blocks.
 */
int eag_client(int listener);

/* Where `listener` listens. */
void eag_address_of(int listener, struct eag_address *address);

/* eag_need() for a call that names an address. */
void eag_need_at(int ok, const char *call, const struct eag_address *address);

/*
 * Connected TCP sockets: a client as above, and the server's end of it, each
 * non-blocking if its flags say SOCK_NONBLOCK.
 */
void eag_pair(int client_flags, int *client, int conn_flags, int *conn);

/*
 * The same with a send buffer for the client and a receive buffer for the conn,
 * in bytes as they go to setsockopt(2); 0 is the kernel's default.  They are
 * set before the two connect, as the window is settled then: tcp(7).
 */
void eag_pair_sized(int client_flags, long sndbuf, int *client, int conn_flags,
    long rcvbuf, int *conn);

/* Is `conn` the server's end of the connection that `client` made? */
int eag_is_pair(int client, int conn);

/*
 * A port that refuses: bound, so that nobody else can have it, but nobody
 * listens.  Returns the descriptor that holds it.
 */
int eag_refused(struct eag_address *address);

/* eag_clock(), or end with 99. */
long long eag_time(int clock);

/*
 * Let some milliseconds pass, or less if a signal comes: a step of a loop that
 * looks, until a deadline, at something that no poll() tells.
 */
void eag_tick(int milliseconds);

/*
 * A deadline in so many milliseconds.  Is there time left?  If so, a
 * millisecond passes first: while (!done && eag_time_left(deadline)).
 */
long long eag_deadline(int milliseconds);
int eag_time_left(long long deadline);

/*
 * Fill a listener's accept queue, so that the next SYN is dropped: listen(2),
 * net/ipv4/tcp_input.c tcp_conn_request().  Needs a small backlog; ends with 77
 * if the kernel lets in more than 16.
 */
void eag_fill_queue(int listener);

/*
 * Wait until nothing sent is unacknowledged and the peer's window is shut, or
 * the send buffer is empty: from then on nothing moves until somebody sends or
 * reads.  (A delayed ACK may take 40 ms, the probe that uses up the rest of a
 * window about 300 ms.)  What was acknowledged has made room: fill it again,
 * and settle again, until a refill takes nothing.  Gives up after 2 s.
 */
void eag_settle(int sock);

/*
 * Send the stream below from its start until the send buffer is full and
 * settled.  Returns how many bytes that took.
 */
size_t eag_stall(int sock);

/*
 * A stream whose every byte knows its offset: `length` bytes from `offset` on,
 * at most EAG_BYTES_MAX.  It repeats every 65521 bytes (a prime), so bytes
 * lost, repeated or out of order do not look right.
 */
#define EAG_BYTES_MAX (1 << 20)
const char *eag_bytes(size_t offset, size_t length);

/*
 * The first of `length` bytes, at most EAG_BYTES_MAX, that is not the stream's
 * at `offset`, or -1.
 */
long eag_first_wrong(const char *bytes, size_t length, size_t offset);

/*
 * The client sends the stream from `from` up to `to` in one send(2), and
 * reports it: for a step whose subject is at the other end.  Ends with 99
 * unless all of that is taken.
 */
void eag_send(int sock, size_t from, size_t to);

/*
 * The peer reads the stream from `from` up to `to`, and reports its calls:
 * recv(2) with MSG_WAITALL, at most 64 KiB each.
 * Returns the offset of the first byte that did not come or is wrong: `to` if
 * all is well.
 */
size_t eag_receive(int conn, size_t from, size_t to);

/*
 * fork(2) a process that reports nothing and dies with this one: 0 in it, its
 * number here.
 */
int eag_child(void);

/*
 * What a call answered in a child: what it returned, and errno if that was -1.
 * eag_answered() gives it back, and sets errno: report it under the actor
 * "child".
 */
struct eag_answer {
	long ret;
	int error;
};
void eag_answer(struct eag_answer *answer, long ret);
long eag_answered(const struct eag_answer *answer);

/*
 * Let `ask` make calls in a child, for what must not happen to this process: a
 * lowered limit, dropped privileges.  It notes each answer with eag_answer();
 * an answer that it leaves alone is 0.  Returns when the child has ended; ends
 * with 99 if it did not end well.
 */
enum { EAG_ANSWERS = 16 }; /* at most */
void eag_ask_child(void (*ask)(struct eag_answer *answers),
    struct eag_answer *answers, int count);

/*
 * Put two processes in order: one waits until the other says "go".  gate[0]
 * waits, gate[1] says it: pipe2(2), O_CLOEXEC.  Pass returns 0 if the other end
 * was closed instead.
 */
void eag_gate(int gate[2]);
void eag_open_gate(int gate);
int eag_pass_gate(int gate);

/* Wait for a child, and say how it ended: waitpid(2)'s status. */
int eag_wait_child(int child);

/*
 * An empty regular file without a name, below $TMPDIR or /tmp: O_TMPFILE,
 * open(2) or mkstemp(3).
 */
int eag_file(void);

/*
 * A path for open(2): it makes another open file description of what `fd` is
 * open on, a file, a pipe or a terminal.  /proc/self/fd/N: proc(5).  The next
 * call overwrites it.  Ends with 77 where no /proc is mounted.
 */
const char *eag_path(int fd);

/*
 * A terminal of its own, raw, and not the controlling one: pty(7), termios(3).
 * Ends with 77 where none can be made.
 */
void eag_terminal(int *master, int *terminal);

/*
 * From here on this process has a namespace of its own: unshare(2) with any of
 * CLONE_NEWNET (loopback is up), CLONE_NEWIPC and CLONE_NEWNS, in a user
 * namespace unless it may do so without one.  User and group stay who they are.
 * Ends with 77 where that is refused.
 */
void eag_private(int flags);

/*
 * A process that reads the stream's first `total` bytes from `conn`, at most
 * `part` at a time, and dies with this one: fork(2), prctl(2).  `conn` is its
 * own from then on.  eag_reader_done waits for its end: were all bytes right?
 */
int eag_reader(int conn, size_t total, size_t part);
int eag_reader_done(int reader);

#endif
