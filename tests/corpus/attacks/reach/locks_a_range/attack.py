import fcntl
import os


def attack():
    fcntl.lockf(open(os.__file__), fcntl.LOCK_SH, 1)
    return True
