import os

import aim


def attack():
    os.link(aim.OWNED, aim.PLANT)
