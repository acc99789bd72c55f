import os

from raw import syscall


def attack():
    return syscall(254, syscall(294, 0), os.__file__.encode(), 0x20) > 0
