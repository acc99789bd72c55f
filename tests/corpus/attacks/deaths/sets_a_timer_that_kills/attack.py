import ctypes
import struct
import time

from raw import syscall


def attack():
    timer = ctypes.create_string_buffer(8)
    syscall(222, 1, struct.pack("qii48x", 0, 9, 0), timer)
    at_once = struct.pack("qqqq", 0, 0, 0, 1000)
    syscall(223, int.from_bytes(timer[:4], "little"), 0, at_once, None)
    time.sleep(1)
