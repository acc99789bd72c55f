import os

from raw import syscall


def attack():
    try:
        own = os.open("/proc/self", os.O_RDONLY)
    except PermissionError:
        own = 3
    syscall(424, own, 9, None, 0)
