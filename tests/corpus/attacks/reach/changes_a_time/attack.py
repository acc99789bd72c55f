import os

import aim


def attack():
    os.utime(aim.OWNED, (5, 5))
