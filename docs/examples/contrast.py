# SPDX-License-Identifier: MIT
"""contrast: what only looks like EAGAIN."""
import errno
import socket


# What recv() said.  A raw read() of a file object says None for EAGAIN, and b"" for
# the end: `if not data` takes one for the other.
def what_it_said(sock, size):
    try:
        data = sock.recv(size)
    except BlockingIOError:
        return "nothing yet"
    return "bytes, perhaps fewer than asked for" if data else "the end"


# What getaddrinfo() said: EAI_AGAIN is -3, and it is not EAGAIN.
def what_the_resolver_said(error):
    if error.errno == socket.EAI_AGAIN:
        return "the name server did not answer: try later"
    return error.strerror


def main():
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    assert what_it_said(ours, 1) == "nothing yet"
    raw = socket.SocketIO(ours, "r")
    assert raw.read(1) is None
    theirs.close()
    assert what_it_said(ours, 1) == "the end"
    assert raw.read(1) == b""
    try:
        socket.getaddrinfo("no number", None, flags=socket.AI_NUMERICHOST)
        raise AssertionError("that is a number")
    except socket.gaierror as error:
        assert what_the_resolver_said(error) == error.strerror
    assert socket.EAI_AGAIN != errno.EAGAIN
    assert "later" in what_the_resolver_said(socket.gaierror(socket.EAI_AGAIN, "x"))
    print("every reaction did what it should")


if __name__ == "__main__":
    main()
