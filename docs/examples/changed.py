# SPDX-License-Identifier: MIT
"""changed: a futex says EAGAIN: look again, now."""
import threading


# Wait until read() is not `old` any more; False if `seconds` pass first.  Python has
# no futex(): a Condition stands on one, and sees to EAGAIN.  Its rule is the same:
# a wake says "look again", and nothing else.
def wait_while(condition, read, old, seconds):
    with condition:
        return condition.wait_for(lambda: read() != old, seconds)


def main():
    condition, word = threading.Condition(), [1]
    assert wait_while(condition, lambda: word[0], 0, 5)
    assert wait_while(condition, lambda: word[0], 1, 0) is False

    def change():
        with condition:
            condition.notify()  # for nothing
        with condition:
            word[0] = 2
            condition.notify()

    threading.Timer(0.01, change).start()
    assert wait_while(condition, lambda: word[0], 1, 5) and word[0] == 2
    print("every reaction did what it should")


if __name__ == "__main__":
    main()
