import os

from raw import syscall


def attack():
    syscall(157, 22, 1, 0, 0, 0)
    os.getpid()
    os.getppid()
