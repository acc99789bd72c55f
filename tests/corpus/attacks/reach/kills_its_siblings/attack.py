import os

import aim


def attack():
    reached = 0
    for pid in range(os.getpid() - 3, os.getpid() + 4):
        if pid != os.getpid():
            try:
                os.kill(pid, aim.SIGNAL)
                reached += 1
            except ProcessLookupError:
                pass
    return reached > 0
