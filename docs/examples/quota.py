# SPDX-License-Identifier: MIT
"""quota: fork() says EAGAIN: which limit is it, and what then?"""
import os
import resource
import sys
import time


# fork(); at a limit wait until a child of our own ends, and try again.  (Its status is
# lost here: keep it if you need it.)  BlockingIOError if there is no child to wait for:
# others use it up.
def fork_or_wait():
    while True:
        try:
            return os.fork()
        except BlockingIOError as refused:
            try:
                os.wait()
            except ChildProcessError:
                raise refused from None


def text_of(path):
    try:
        with open(path) as file:
            return file.read().strip()
    except OSError:
        return "not told"


def line_of(path, start):
    lines = [line for line in text_of(path).splitlines() if line.startswith(start)]
    return lines[0][len(start) :].strip() if lines else "not told"


def threads_of(user):
    threads = 0
    for process in filter(str.isdigit, os.listdir("/proc")):
        status = f"/proc/{process}/status"
        if line_of(status, "Uid:").split()[0] == str(user):
            threads += int(line_of(status, "Threads:"))
    return threads


# Where this process's control group is: cgroups(7), version 1 or 2.
def group():
    lines = [line.split(":", 2) for line in text_of("/proc/self/cgroup").splitlines()]
    for number, what, path in lines:
        if what == "pids":
            return "/sys/fs/cgroup/pids" + path
    return "/sys/fs/cgroup" + (lines[-1][2] if lines else "")


# What a new thread or process needs: how much is used, and how much may be.
def limits():
    kernel, pids = "/proc/sys/kernel/", group() + "/pids."
    threads = resource.getrlimit(resource.RLIMIT_NPROC)[0]  # ulimit -u
    space = resource.getrlimit(resource.RLIMIT_AS)[0]  # ulimit -v
    in_all = text_of("/proc/loadavg").split()[3].split("/")[1]
    return [
        ("user", threads_of(os.getuid()), threads),
        ("cgroup", text_of(pids + "current"), text_of(pids + "max")),
        ("cgroup, refused", text_of(pids + "events")),
        ("all threads", in_all, text_of(kernel + "threads-max")),
        ("process numbers", text_of(kernel + "pid_max")),
        ("address space", line_of("/proc/self/status", "VmSize:"), space),
    ]


def main():
    try:
        if os.getuid() == 0:  # the limit does not count for root
            os.setresuid(65534, 65534, 65534)
    except OSError:
        print("SKIP: nobody's user cannot be taken on here")
        sys.exit(77)
    for limit in limits():
        print(*limit, flush=True)

    before = resource.getrlimit(resource.RLIMIT_NPROC)
    none = (0, before[1])
    resource.setrlimit(resource.RLIMIT_NPROC, none)
    try:
        fork_or_wait()
        raise AssertionError("a process more than none")
    except BlockingIOError:
        pass

    # A child's end makes room: this one puts the limit up again before.
    resource.setrlimit(resource.RLIMIT_NPROC, before)
    parent = os.getpid()
    reads, writes = os.pipe()
    if os.fork() == 0:
        os.read(reads, 1)
        while text_of(f"/proc/{parent}/stat").rsplit(") ", 1)[1][0] != "S":
            time.sleep(0.001)
        resource.prlimit(parent, resource.RLIMIT_NPROC, before)
        os._exit(0)
    resource.setrlimit(resource.RLIMIT_NPROC, none)
    os.write(writes, b"x")
    child = fork_or_wait()
    if child == 0:
        os._exit(0)
    assert os.wait() == (child, 0)
    print("every reaction did what it should")


if __name__ == "__main__":
    main()
