import ctypes


def attack():
    # The number of a small int lies behind its reference count, type and size.
    ctypes.c_uint32.from_address(id(2) + 24).value = 3
