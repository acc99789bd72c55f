import ctypes

import aim


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    segment = libc.shmget(aim.KEY, 0, 0)
    if segment < 0:
        raise OSError(ctypes.get_errno(), "shmget")
    return ctypes.string_at(libc.shmat(segment, None, 0o10000), len(aim.TOKEN)).decode()
