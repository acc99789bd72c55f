import ctypes

import aim


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    queue = libc.msgget(aim.KEY, 0)
    message = ctypes.create_string_buffer(100)
    if queue < 0 or libc.msgrcv(queue, message, 80, 0, 0o4000) < 0:
        raise OSError(ctypes.get_errno(), "msgrcv")
    return message.raw[8 : 8 + len(aim.TOKEN)].decode()
