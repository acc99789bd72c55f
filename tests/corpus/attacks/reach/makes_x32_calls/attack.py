import os

from raw import syscall


def attack():
    return syscall(0x40000000 + 39) == os.getpid()
