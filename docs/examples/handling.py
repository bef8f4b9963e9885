# SPDX-License-Identifier: MIT
"""The reactions of docs/handling.md in Python, and a run of each."""
import errno
import os
import resource
import select
import socket
import struct
import time


# Send all of it, however often the kernel takes a part; give up at `deadline`, a
# time of time.monotonic().  Returns how much was sent, and the error that ended
# it, or None.
def send_all(sock, data, deadline):
    sent = 0
    poller = select.poll()
    poller.register(sock, select.POLLOUT)
    while sent < len(data):
        left = deadline - time.monotonic()
        if left <= 0:  # also if there is room: a peer that reads on is no reason
            return sent, TimeoutError("the time is up")
        try:
            sent += sock.send(memoryview(data)[sent:])
        except BlockingIOError:
            poller.poll(left * 1000)
        except OSError as error:
            return sent, error
    return sent, None


# Read what is there, at most `limit` bytes: the bytes, and whether the peer has
# finished.
def recv_ready(sock, limit):
    parts = []
    while limit > 0:
        try:
            part = sock.recv(min(limit, 16384))
        except BlockingIOError:
            break
        if not part:
            return b"".join(parts), True
        parts.append(part)
        limit -= len(part)
    return b"".join(parts), False


# Accept until EAGAIN.  With no descriptor left, the spare's is used to tell a
# client to go: spare is a list of one.
def accept_ready(listener, spare):
    accepted = []
    while True:
        if not spare:
            spare.append(os.open(os.devnull, os.O_RDONLY))
        try:
            conn = listener.accept()[0]
            conn.setblocking(False)  # Python's accept() makes it blocking
            accepted.append(conn)
        except BlockingIOError:
            return accepted
        except OSError as error:
            if error.errno in (errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                time.sleep(0.01)  # only time helps
                return accepted
            if error.errno in (errno.EBADF, errno.EINVAL, errno.ENOTSOCK):
                raise  # not a listener, or not any more
            if error.errno != errno.EMFILE:
                continue  # this client is gone already, or its network
            os.close(spare.pop())
            try:
                listener.accept()[0].close()
            except BlockingIOError:  # EMFILE had not looked into the queue
                spare.append(os.open(os.devnull, os.O_RDONLY))
                return accepted
            except OSError:
                pass  # gone already


# Connect at the latest at `end`, by time.monotonic().
def connect_by(sock, address, end):
    error = sock.connect_ex(address)
    if error == errno.EINPROGRESS:
        poller = select.poll()
        poller.register(sock, select.POLLOUT)
        if not poller.poll(max(0, end - time.monotonic()) * 1000):
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if error:
        raise OSError(error, os.strerror(error))


# One step of a connection: True if bytes moved, False on EAGAIN, None when it is
# over, whether by the end or by a reset.
def step(sock, kept):
    try:
        if not kept:
            data = sock.recv(16384)
            if not data:
                return None
            kept += data.upper()
        del kept[: sock.send(kept)]
        return True
    except BlockingIOError:
        return False
    except OSError:
        return None


# One edge of edge-triggered epoll: go on until EAGAIN or the end.
def on_edge(epoll, sock, kept):
    for _ in range(16):
        moved = step(sock, kept)
        if not moved:
            return moved
    # Others want their turn; re-arm it, or this edge was the last.
    epoll.modify(sock, select.EPOLLIN | select.EPOLLOUT | select.EPOLLET)
    return True


def main():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(5)
    listener.setblocking(False)
    spare = []
    assert accept_ready(listener, spare) == []

    client = socket.socket()
    client.setblocking(False)
    connect_by(client, listener.getsockname(), time.monotonic() + 5)
    select.select([listener], [], [], 5)
    (conn,) = accept_ready(listener, spare)

    assert recv_ready(conn, 100) == (b"", False)
    late, error = send_all(client, b"hello", time.monotonic() - 1)
    assert late == 0 and isinstance(error, TimeoutError)  # though there is room
    full, error = send_all(client, bytes(16 << 20), time.monotonic() + 0.1)
    assert 0 < full < 16 << 20 and isinstance(error, TimeoutError)
    got = 0
    while got < full:
        select.select([conn], [], [], 5)
        got += len(recv_ready(conn, 1 << 20)[0])
    assert got == full

    epoll = select.epoll()
    epoll.register(conn, select.EPOLLIN | select.EPOLLOUT | select.EPOLLET)
    kept = bytearray()
    client.send(b"hello")
    select.select([conn], [], [], 5)
    assert on_edge(epoll, conn, kept) is False
    select.select([client], [], [], 5)
    assert recv_ready(client, 100) == (b"HELLO", False)
    client.shutdown(socket.SHUT_WR)
    select.select([conn], [], [], 5)
    assert on_edge(epoll, conn, kept) is None

    # A full table of descriptors: the client is told to go, the spare is back.
    late = socket.create_connection(listener.getsockname())
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.dup(0)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, limits[1]))
    assert accept_ready(listener, spare) == []
    resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert late.recv(1) == b"" and len(spare) == 1

    # A reset in the middle: the count is known, and a step ends the connection.
    late = socket.create_connection(listener.getsockname())
    select.select([listener], [], [], 5)
    (conn,) = accept_ready(listener, spare)
    late.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    late.close()
    select.select([conn], [], [], 5)
    assert step(conn, bytearray()) is None
    sent, error = send_all(conn, b"hello", time.monotonic() + 5)
    assert sent == 0 and not isinstance(error, TimeoutError)

    refused = socket.socket()
    refused.setblocking(False)
    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    try:
        connect_by(refused, holder.getsockname(), time.monotonic() + 5)
        raise AssertionError("connected to a port where nobody listens")
    except ConnectionRefusedError:
        pass
    print("every reaction did what it should")


if __name__ == "__main__":
    main()
