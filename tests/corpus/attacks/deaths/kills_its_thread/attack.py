import os

from raw import syscall


def attack():
    syscall(234, os.getpid(), os.getpid(), 9)
