import os

from raw import syscall


def attack():
    syscall(157, 1, 9, 0, 0, 0)
    return "the kernel will kill it"
