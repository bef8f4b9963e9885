# SPDX-License-Identifier: MIT
"""timeout: a receive with a deadline, and the late answer is not lost."""
import select
import socket
import time


# Go on with a reply until it has `size` bytes: True.  If the deadline comes first:
# False, and `reply` keeps what came.  Then go on with it later, before the next
# reply is read.
def receive_by(sock, reply, size, deadline):
    poller = select.poll()
    poller.register(sock, select.POLLIN)
    while len(reply) < size:
        try:
            part = sock.recv(size - len(reply), socket.MSG_DONTWAIT)
        except BlockingIOError:
            left = max(0, deadline - time.monotonic())
            if not poller.poll(left * 1000):
                return False
            continue
        if not part:
            raise EOFError("the peer has finished: close the socket")
        reply += part
    return True


def main():
    ours, theirs = socket.socketpair()
    now, later = time.monotonic(), time.monotonic() + 5
    first, second = bytearray(), bytearray()
    assert receive_by(ours, first, 10, now) is False and not first
    theirs.send(b"repl")
    assert receive_by(ours, first, 10, now) is False and first == b"repl"
    # The rest is late, and the next reply comes right behind it.
    theirs.send(b"y no.1reply n")
    assert receive_by(ours, first, 10, later) and first == b"reply no.1"
    assert receive_by(ours, second, 10, now) is False and second == b"reply n"
    theirs.close()
    try:
        receive_by(ours, second, 10, later)
        raise AssertionError("half a reply is no reply")
    except EOFError:
        pass
    print("every reaction did what it should")


if __name__ == "__main__":
    main()
