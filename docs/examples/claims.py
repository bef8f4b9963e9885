# SPDX-License-Identifier: MIT
"""What docs/claims.md says of Python, decided by Python: a line for each claim.

With the argument "tutorial" it is the tutorial's echo server, as published.
"""
import asyncio
import contextlib
import errno
import fcntl
import os
import platform
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import time


def claim(name, holds, text):
    print("%-7s %s: %s" % ("ok" if holds else "not ok", name, text))
    claim.failed |= not holds


claim.failed = False


def listener(backlog=5):
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    sock.listen(backlog)
    return sock


def reset(sock):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


# The tutorial's server; its port 8080 is one of the kernel's choice here, and
# nothing else was changed.
def tutorial():
    server = listener()
    server.setblocking(False)
    print(server.getsockname()[1], flush=True)
    rlist = []
    wlist = []
    while True:
        try:
            conn, _ = server.accept()
            rlist.append(conn)
        except BlockingIOError:
            del_rlist = []
            for sock in rlist:
                try:
                    data = sock.recv(1024)
                    if not data:
                        del_rlist.append(sock)
                        continue
                    wlist.append((sock, data.upper()))
                except BlockingIOError:
                    continue
                except Exception:
                    sock.close()
                    del_rlist.append(sock)
            del_wlist = []
            for item in wlist:
                try:
                    sock = item[0]
                    data = item[1]
                    sock.send(data)
                    del_wlist.append(item)
                except BlockingIOError:
                    pass
            for item in del_wlist:
                wlist.remove(item)
            for sock in del_rlist:
                rlist.remove(sock)


@contextlib.contextmanager
def tutorial_server(files=None):
    limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))) if files else None
    server = subprocess.Popen([sys.executable, __file__, "tutorial"], text=True, preexec_fn=limit,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    server.address = ("127.0.0.1", int(server.stdout.readline()))
    try:
        yield server
    finally:
        server.kill()
        server.communicate()


# While it stands still, `client` does all that it has to do; then it goes on, and
# another client asks ten times: each answer is one more round of its loop.  The name of
# the exception that ended it; None if it answers to the end.
def killed_by(server, client):
    server.send_signal(signal.SIGSTOP)
    client(socket.create_connection(server.address))
    server.send_signal(signal.SIGCONT)
    try:
        other = socket.create_connection(server.address)
        other.settimeout(10)
        for _ in range(10):
            other.sendall(b"alive?")
            if other.recv(100) != b"ALIVE?":
                break
        else:
            return None
    except OSError:
        pass
    server.wait(10)
    return server.stderr.read().splitlines()[-1].split(":")[0]


def about_errnos():
    number = 35 if platform.machine() == "alpha" else 11
    claim("number-and-text", errno.EAGAIN == errno.EWOULDBLOCK == number
          and os.strerror(errno.EAGAIN) == "Resource temporarily unavailable",
          "EAGAIN, which is EWOULDBLOCK, is 11 (Alpha: 35), with this text")
    four = (errno.EAGAIN, errno.EALREADY, errno.EWOULDBLOCK, errno.EINPROGRESS)
    claim("four-errnos", all(type(OSError(n, "")) is BlockingIOError for n in four)
          and not isinstance(OSError(errno.ECONNRESET, ""), BlockingIOError),
          "BlockingIOError stands for four errnos, and goes by errno alone")
    one, _ = socket.socketpair()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 50000))
    try:
        one.recv(1)
        raised = False
    except BlockingIOError:
        raised = os.get_blocking(one.fileno())
    claim("timeout-too", raised,
          "a blocking socket whose SO_RCVTIMEO expires raises it too")


def about_sockets():
    early = socket.socket()
    early.bind(("127.0.0.1", 0))
    early.setblocking(False)
    try:
        early.accept()
        said = 0
    except OSError as error:
        said = error.errno
    claim("before-listen", said == errno.EINVAL, "before listen() accept() is EINVAL")
    server = listener()
    server.setblocking(False)
    client = socket.create_connection(server.getsockname())
    select.select([server], [], [], 5)
    conn, _ = server.accept()
    claim("accepted-blocks", not fcntl.fcntl(conn, fcntl.F_GETFL) & os.O_NONBLOCK,
          "what a non-blocking listener accepts is blocking")
    server.close()
    try:
        server.accept()
        said = 0
    except OSError as error:
        said = error.errno
    claim("closed-listener", said == errno.EBADF, "accept() on a closed listener is EBADF")
    client.close()


def about_the_tutorial():
    with tutorial_server() as server:
        claim("recv-reset-lives", killed_by(server, reset) is None,
              "a client that resets before it has asked is survived")
    with tutorial_server() as server:
        claim("send-reset-dies", killed_by(
            server, lambda sock: (sock.send(b"x"), reset(sock))) == "ConnectionResetError",
            "a client that asks and resets ends the server")
    with tutorial_server() as server:
        claim("close-dies", killed_by(
            server, lambda sock: (sock.sendall(bytes(5000)), sock.close()))
            in ("BrokenPipeError", "ConnectionResetError"),
            "so does one that asks 5000 bytes and closes")
    with tutorial_server(files=8) as server:
        clients = []

        def call_often(sock):
            clients.append(sock)
            for _ in range(5):
                clients.append(socket.create_connection(server.address))
        claim("full-table-dies", killed_by(server, call_often) == "OSError",
              "a full table of descriptors ends it")
    with tutorial_server() as server:
        before = len(os.listdir("/proc/%d/fd" % server.pid))
        for _ in range(3):
            client = socket.create_connection(server.address)
            client.sendall(b"question")
            client.recv(100)
            client.close()
        after = before
        end = time.monotonic() + 5
        while time.monotonic() < end and after != before + 1:
            time.sleep(0.01)
            after = len(os.listdir("/proc/%d/fd" % server.pid))
        claim("last-stays-open", after == before + 1,
              "off the list a client is closed; the last one stays, as `sock`")


# Is a writer in the loop's book?
def booked(loop):
    return any(key.data[1] is not None for key in loop._selector.get_map().values())


def about_asyncio():
    full = listener(0)
    fillers = []
    while True:  # until a connect is stuck, the accept queue is full
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(full.getsockname())
        fillers.append(filler)
        if not select.select([], [filler], [], 0.2)[1]:
            break

    async def awaited(loop):
        sock = socket.socket()
        sock.setblocking(False)
        task = loop.create_task(loop.sock_connect(sock, full.getsockname()))
        seen = []
        while not booked(loop):
            await asyncio.sleep(0)
        task.cancel()
        seen.append(booked(loop))  # the canceller could close now
        try:
            await task
        except asyncio.CancelledError:
            seen.append(booked(loop))  # who awaits closes here
        sock.close()
        return seen

    loop = asyncio.SelectorEventLoop()
    seen = loop.run_until_complete(awaited(loop))
    loop.close()
    claim("cancel-defers", seen[0], "right after cancel() the writer is still in the book")
    claim("await-cleans-first", seen[1] is False,
          "who awaits sees the error when the clean-up has run")


def main():
    if sys.argv[1:] == ["tutorial"]:
        tutorial()
    about_errnos()
    about_sockets()
    about_the_tutorial()
    about_asyncio()
    sys.exit(claim.failed)


if __name__ == "__main__":
    main()
