# SPDX-License-Identifier: MIT
"""The reactions to EAGAIN in a few lines each: `eagain explain` shows the one that fits
the message.  Below they are run."""
import errno
import fcntl
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time


# What comes next; b"" is the end.  BlockingIOError: nothing came in time.
def reading(sock, size, seconds):
    try:
        return sock.recv(size)
    except BlockingIOError:
        select.select([sock], [], [], seconds)
        return sock.recv(size)  # b"" is the end, not EAGAIN


# Returns the rest that was not taken in time.
def writing(sock, data, seconds):
    while data:
        try:
            data = data[sock.send(data) :]  # go on where the count says
        except BlockingIOError:
            if not select.select([], [sock], [], seconds)[1]:
                break  # the peer does not read
    return data


# A datagram goes whole or not at all; False: it is dropped.
def sending_datagram(sock, data, seconds):
    while True:
        try:
            return sock.send(data) > 0
        except BlockingIOError:
            if not select.select([], [sock], [], seconds)[1]:
                return False  # count it


# All who wait in the queue.  BlockingIOError is the end of them, not a failure.
def accepting(listener, serve, seconds):
    select.select([listener], [], [], seconds)
    try:
        while True:
            serve(listener.accept()[0])
    except BlockingIOError:
        pass  # all are in: wait again


# 0, or the errno of what became of it.
def connecting(sock, address, seconds):
    error = sock.connect_ex(address)
    if error == errno.EINPROGRESS:
        if not select.select([], [sock], [], seconds)[1]:
            return errno.ETIMEDOUT  # close it
        error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    return error  # 0: connected


# A path whose listener's queue is full: False if it stays so.
def connecting_to_path(sock, path, seconds):
    pause = 0.001
    while sock.connect_ex(path) == errno.EAGAIN:
        if pause > seconds:
            return False
        time.sleep(pause)  # select() would not wait
        pause *= 2
    return True


# True: somebody held it, and is done.
def locking(file):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:  # somebody holds it
        fcntl.flock(file, fcntl.LOCK_EX)  # without LOCK_NB it waits
        return True


# The command's status; at a limit with a pause, `tries` times.
def running(command, tries):
    for pause in range(tries):
        try:
            return subprocess.call(command)
        except BlockingIOError:  # too many processes
            time.sleep(0.1 * pause)
    raise SystemExit("too many processes: ulimit -u, pids.max")


# The thread; None at a limit, and then the work was done here.
def starting_thread(work):
    thread = threading.Thread(target=work)
    try:
        thread.start()
    except RuntimeError:  # can't start new thread
        work()  # do it here, or fail
        return None
    return thread


# Print, whoever made this output non-blocking.
def printing(text, out=sys.stdout):
    os.set_blocking(out.fileno(), True)  # for all who share it
    print(text, file=out, flush=True)


# A line, whoever made this input non-blocking.
def asking(stream=sys.stdin):
    os.set_blocking(stream.fileno(), True)  # for all who share it
    return stream.readline()


# A reply, or None.  The time limit is over: close it.
def with_limit(sock, size, seconds):
    sock.settimeout(seconds)  # Python's own limit
    try:
        return sock.recv(size)
    except TimeoutError:  # EAGAIN, if SO_RCVTIMEO is set instead
        sock.close()  # or the late reply answers the next question


# From memory, or else from the disk.
def without_flag(file, size, start):
    room = bytearray(size)
    try:
        return os.preadv(file, [room], start, os.RWF_NOWAIT)
    except BlockingIOError:
        return os.preadv(file, [room], start)  # in a thread that may wait


# A driver that says "not now" has no readiness: a few times, with a pause.
def asking_driver(file, size):
    for _ in range(5):
        try:
            return os.read(file, size)
        except BlockingIOError:
            time.sleep(0.02)


# The addresses, or the reason: EAI_AGAIN is not EAGAIN.
def resolving(name):
    try:
        return socket.getaddrinfo(name, None)
    except socket.gaierror as error:
        return error.strerror  # error.errno is EAI_AGAIN, -3: later


def try_sockets():
    a, b = socket.socketpair()
    a.setblocking(False)
    b.setblocking(False)
    try:
        reading(a, 1, 0)
        raise AssertionError
    except BlockingIOError:
        pass
    b.send(b"x")
    assert reading(a, 1, 0) == b"x"
    assert writing(a, bytes(1 << 22), 0)
    while select.select([b], [], [], 0)[0]:
        b.recv(65536)
    came = []
    helper = threading.Thread(
        target=lambda: came.extend(iter(lambda: reading(b, 65536, 10), b""))
    )
    helper.start()
    assert not writing(a, bytes(1 << 22), 10)
    a.close()
    helper.join()
    assert len(b"".join(came)) == 1 << 22

    a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    a.setblocking(False)
    while sending_datagram(a, b"x", 0):
        pass
    b.recv(1)
    assert sending_datagram(a, b"x", 10)

    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    one, two = socket.socket(), socket.socket()
    one.setblocking(False)
    two.setblocking(False)
    served = []
    assert connecting(one, listener.getsockname(), 10) == 0
    accepting(listener, served.append, 10)
    assert len(served) == 1
    address = listener.getsockname()
    listener.close()
    assert connecting(two, address, 10) == errno.ECONNREFUSED

    listener = socket.socket(socket.AF_UNIX)
    listener.bind("")  # the kernel makes a name: unix(7), autobind
    listener.listen(0)
    kept = []
    while True:
        kept.append(socket.socket(socket.AF_UNIX))
        kept[-1].setblocking(False)
        if not connecting_to_path(kept[-1], listener.getsockname(), 0.002):
            break
    served = listener.accept()[0]
    assert connecting_to_path(kept[-1], listener.getsockname(), 0.1)

    a, b = socket.socketpair()
    assert with_limit(a, 1, 0.01) is None and a.fileno() == -1


def asleep(process):
    with open(f"/proc/{process}/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] == "S"


def try_files():
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"text")
        file.flush()
        assert without_flag(file.fileno(), 8, 0) == 4
        held, asked = os.pipe(), os.pipe()
        child = os.fork()
        if child == 0:
            own = open(file.name, "r+b")
            fcntl.flock(own, fcntl.LOCK_EX)
            os.write(held[1], b"x")
            os.read(asked[0], 1)
            while not asleep(os.getppid()):
                time.sleep(0.001)
            os._exit(0)
        os.read(held[0], 1)
        os.write(asked[1], b"x")
        assert locking(file)  # it sleeps in flock() until the child has ended
        os.waitpid(child, 0)
        assert not locking(file)
    r, w = os.pipe()
    os.set_blocking(r, False)
    assert asking_driver(r, 1) is None
    os.write(w, b"x")
    assert asking_driver(r, 1) == b"x"
    os.set_blocking(w, False)
    with os.fdopen(r) as stream, os.fdopen(w, "w") as out:
        printing("line", out)
        assert asking(stream) == "line\n"
        assert os.get_blocking(r) and os.get_blocking(w)
    assert resolving("127.0.0.1")
    assert running(["true"], 1) == 0


# The last: nothing can be started afterwards.
def try_limits():
    try:
        if os.getuid() == 0:
            os.setresuid(65534, 65534, 65534)
    except PermissionError:
        print("SKIP: nobody's user cannot be taken on here")
        sys.exit(77)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    try:
        running(["true"], 2)
        raise AssertionError
    except SystemExit:
        pass
    done = []
    assert starting_thread(lambda: done.append(1)) is None and done


if __name__ == "__main__":
    signal.alarm(60)
    try_sockets()
    try_files()
    try_limits()
    print("every reaction did what it should")
