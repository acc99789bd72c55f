import ctypes


def attack():
    return ctypes.CDLL(None).prctl(1, 0, 0, 0, 0) == 0 or 1 / 0
