import os

import aim


def attack():
    os.truncate(aim.OWNED, 0)
