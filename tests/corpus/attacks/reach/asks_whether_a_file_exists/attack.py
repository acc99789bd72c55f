import os

import aim


def attack():
    return os.stat(aim.CANARY).st_size > 0
