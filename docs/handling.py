# SPDX-License-Identifier: MIT
"""The reactions of docs/handling.md in Python, and a run of each."""
import errno
import os
import select
import socket
import time


# Send all of it, however often the kernel takes a part; says how much it was.
def send_all(sock, data, patience):
    sent = 0
    poller = select.poll()
    poller.register(sock, select.POLLOUT)
    while sent < len(data):
        try:
            sent += sock.send(memoryview(data)[sent:])
        except BlockingIOError:
            if not poller.poll(patience * 1000):
                break
    return sent


# Read what is there: the bytes, and whether the peer has finished.
def recv_ready(sock):
    parts = []
    while True:
        try:
            part = sock.recv(16384)
        except BlockingIOError:
            return b"".join(parts), False
        if not part:
            return b"".join(parts), True
        parts.append(part)


# Accept until EAGAIN; with no descriptor left, turn clients away with the spare.
def accept_ready(listener, spare):
    accepted = []
    while True:
        try:
            accepted.append(listener.accept()[0])
        except BlockingIOError:
            return accepted, spare
        except ConnectionAbortedError:
            continue
        except OSError as error:
            if error.errno != errno.EMFILE:
                raise
            os.close(spare)
            try:
                listener.accept()[0].close()
            except BlockingIOError:
                return accepted, os.open(os.devnull, os.O_RDONLY)
            spare = os.open(os.devnull, os.O_RDONLY)


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


# One step of a connection: True if bytes moved, False on EAGAIN, None at the end.
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
    spare = os.open(os.devnull, os.O_RDONLY)
    assert accept_ready(listener, spare)[0] == []

    client = socket.socket()
    client.setblocking(False)
    connect_by(client, listener.getsockname(), time.monotonic() + 5)
    select.select([listener], [], [], 5)
    (conn,), spare = accept_ready(listener, spare)
    conn.setblocking(False)

    assert recv_ready(conn) == (b"", False)
    full = send_all(client, bytes(16 << 20), 0)
    assert 0 < full < 16 << 20
    got = 0
    while got < full:
        select.select([conn], [], [], 5)
        got += len(recv_ready(conn)[0])
    assert got == full

    epoll = select.epoll()
    epoll.register(conn, select.EPOLLIN | select.EPOLLOUT | select.EPOLLET)
    kept = bytearray()
    client.send(b"hello")
    select.select([conn], [], [], 5)
    assert on_edge(epoll, conn, kept) is False
    select.select([client], [], [], 5)
    assert recv_ready(client) == (b"HELLO", False)
    client.shutdown(socket.SHUT_WR)
    select.select([conn], [], [], 5)
    assert on_edge(epoll, conn, kept) is None

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
