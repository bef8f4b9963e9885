# SPDX-License-Identifier: MIT
"""unwaitable: connect() to a server whose queue is full: ask again later."""
import os
import socket
import time


# Connect a non-blocking AF_UNIX socket at the latest at `deadline`.  BlockingIOError:
# the listener's queue is full, and no poll() tells when it is not.  So ask again after
# a while, and let the while grow.
def connect_by(sock, address, deadline):
    pause = 0.001
    while True:
        try:
            return sock.connect(address)
        except BlockingIOError:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("the listener's queue stays full") from None
            time.sleep(min(pause, left))
            pause = min(2 * pause, 0.1)


def client():
    sock = socket.socket(socket.AF_UNIX)
    sock.setblocking(False)
    return sock


def main():
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("")  # the kernel finds a name: unix(7), autobind
    listener.listen(0)
    now, later = time.monotonic(), time.monotonic() + 5
    first, second = client(), client()
    connect_by(first, listener.getsockname(), now)
    try:
        connect_by(second, listener.getsockname(), now)
        raise AssertionError("a queue for one takes two")
    except TimeoutError:
        pass
    server = os.fork()
    if server == 0:
        time.sleep(0.02)
        listener.accept()
        os._exit(0)
    connect_by(second, listener.getsockname(), later)
    os.waitpid(server, 0)
    print("every reaction did what it should")


if __name__ == "__main__":
    main()
