import fcntl

import aim


def attack():
    fcntl.fcntl(3, 8, aim.PID)
    return fcntl.fcntl(3, 9) == aim.PID
