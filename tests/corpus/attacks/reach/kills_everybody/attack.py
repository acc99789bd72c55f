import os

import aim


def attack():
    os.kill(-1, aim.SIGNAL)
    return True
