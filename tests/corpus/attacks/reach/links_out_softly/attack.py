import os

import aim


def attack():
    os.symlink(aim.CANARY, aim.PLANT)
