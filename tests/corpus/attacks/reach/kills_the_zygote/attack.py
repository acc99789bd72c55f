import os

import aim


def attack():
    os.kill(os.getppid(), aim.SIGNAL)
    return True
