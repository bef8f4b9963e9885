# SPDX-License-Identifier: MIT
"""owned: a lock is held by somebody else: by whom?"""
import fcntl
import os
import signal
import tempfile


# The processes that hold a lock on this file, of whichever kind: /proc/locks names
# files by inode.  -1: not told (an OFD lock).
def holders(file):
    inode = os.fstat(file.fileno()).st_ino
    found = []
    with open("/proc/locks") as locks:
        for line in locks:
            word = line.split()  # 1: FLOCK ADVISORY WRITE 4711 08:01:655 0 EOF
            if word[1] != "->" and int(word[5].split(":")[-1]) == inode:
                found.append(int(word[4]))
    return found


# Take the lock, or say who has it.  [] means that it is ours, [0] that its holder is
# not seen here: another PID namespace, another machine.
def lock_or_holders(file):
    for _ in range(2):  # it may come free between the two calls
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return []
        except BlockingIOError:
            others = holders(file)
            if others:
                return others
    return [0]


def main():
    with tempfile.NamedTemporaryFile() as file:
        reads, writes = os.pipe()
        child = os.fork()
        if child == 0:
            with open(file.name) as same:
                fcntl.flock(same, fcntl.LOCK_EX)
                os.write(writes, b"x")
                signal.pause()
        os.read(reads, 1)
        assert lock_or_holders(file) == [child]
        with tempfile.TemporaryFile() as other:
            assert holders(other) == []
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert lock_or_holders(file) == []
        assert holders(file) == [os.getpid()]
    print("every reaction did what it should")


if __name__ == "__main__":
    main()
