import os

import aim
from raw import syscall


def attack():
    for _ in range(aim.MANY):
        pid = syscall(56, 17, 0, 0, 0, 0)
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
    return True
