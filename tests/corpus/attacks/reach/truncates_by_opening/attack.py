import os

import aim


def attack():
    os.open(aim.OWNED, os.O_RDONLY | os.O_TRUNC)
