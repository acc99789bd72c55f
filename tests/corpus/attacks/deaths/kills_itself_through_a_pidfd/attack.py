import os

from raw import syscall


def attack():
    syscall(424, os.pidfd_open(os.getpid()), 9, None, 0)
