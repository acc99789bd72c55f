import os

from raw import syscall


def attack():
    return syscall(165, b"x", os.getcwd().encode(), b"tmpfs", 0, None) == 0
