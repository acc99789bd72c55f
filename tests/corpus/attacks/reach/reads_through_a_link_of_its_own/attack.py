import os

import aim


def attack():
    os.symlink(aim.CANARY, "here")
    return open("here").read()
