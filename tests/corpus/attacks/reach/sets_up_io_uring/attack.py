import ctypes

from raw import syscall


def attack():
    return syscall(425, 4, ctypes.create_string_buffer(120)) > 0
