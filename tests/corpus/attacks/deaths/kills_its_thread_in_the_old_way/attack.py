import os

from raw import syscall


def attack():
    syscall(200, os.getpid(), 9)
