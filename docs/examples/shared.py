# SPDX-License-Identifier: MIT
"""shared: write to a stdout that somebody else made non-blocking."""
import fcntl
import os
import select


# Write all of it, whether O_NONBLOCK is set or not.  print() does not: it raises
# BlockingIOError in the middle.
def write_all(out, data):
    poller = select.poll()
    poller.register(out, select.POLLOUT)
    data = memoryview(data)
    while data:
        try:
            data = data[os.write(out, data) :]
        except BlockingIOError:
            poller.poll()


# A pipe or a terminal, opened anew: its flags are our own, and the others keep
# theirs.  (A socket cannot be opened; a file would be written from its start.)
def own_output(out):
    return os.open(f"/proc/self/fd/{out}", os.O_WRONLY | os.O_NOCTTY)


def main():
    reads, writes = os.pipe()
    reader = os.fork()
    if reader == 0:
        os.close(writes)
        came = 0
        while part := os.read(reads, 4096):
            came += len(part)
        os._exit(came != (1 << 20) + 5)
    os.close(reads)
    os.set_blocking(writes, False)
    write_all(writes, bytes(1 << 20))
    own = own_output(writes)
    assert os.get_blocking(own) and not os.get_blocking(writes)
    write_all(own, b"hello")
    os.close(own)
    os.close(writes)
    assert os.waitpid(reader, 0) == (reader, 0)
    print("every reaction did what it should")


if __name__ == "__main__":
    main()
