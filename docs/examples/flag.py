# SPDX-License-Identifier: MIT
"""flag: a read that may not wait for the disk, and the one that may."""
import errno
import os
import tempfile


# Read what is in memory; if it is not there, read it from the disk.  (A server leaves
# the second read to a thread that may wait: loop.run_in_executor().)
def read_at(file, size, start):
    room = bytearray(size)
    try:
        n = os.preadv(file, [room], start, os.RWF_NOWAIT)
        return bytes(room[:n])
    except OSError as error:
        if error.errno not in (errno.EAGAIN, errno.EOPNOTSUPP):
            raise
    return os.pread(file, size, start)


def main():
    with tempfile.TemporaryFile() as file:
        os.write(file.fileno(), b"what it says")
        os.fsync(file.fileno())
        assert read_at(file.fileno(), 100, 0) == b"what it says"
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        assert read_at(file.fileno(), 100, 5) == b"it says"
        assert read_at(file.fileno(), 100, 12) == b""
    print("every reaction did what it should")


if __name__ == "__main__":
    main()
