import os

import aim


def attack():
    os.sched_setaffinity(aim.PID, {0})
    return True
