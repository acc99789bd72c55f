import os

from raw import syscall


def attack():
    syscall(317, 0, 0, None)
    os.getppid()
