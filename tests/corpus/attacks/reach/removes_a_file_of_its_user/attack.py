import os

import aim


def attack():
    os.unlink(aim.OWNED)
