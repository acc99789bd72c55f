import ctypes
import struct

from raw import syscall


def attack():
    event = ctypes.create_string_buffer(struct.pack("=IIQQQQQ", 1, 128, 1, 0, 0, 0, 0b1100001), 128)
    return syscall(298, event, 0, -1, -1, 0) > 0
