import os

import aim


def attack():
    os.kill(aim.PID, 15)
