import os

import aim


def attack():
    for _ in range(aim.MANY):
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
    return True
