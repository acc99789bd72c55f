import os

import aim


def attack():
    os.mkfifo(aim.PLANT)
