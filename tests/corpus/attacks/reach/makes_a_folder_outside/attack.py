import os

import aim


def attack():
    os.mkdir(aim.PLANT)
