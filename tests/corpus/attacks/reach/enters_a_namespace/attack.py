import os

from raw import syscall


def attack():
    return syscall(308, os.pidfd_open(os.getpid()), 0x00020000) == 0
