import ctypes

from raw import syscall


def attack():
    return syscall(321, 0, (ctypes.c_uint32 * 18)(1, 4, 8, 1), 72) > 0
