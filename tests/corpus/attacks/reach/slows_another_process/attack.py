import os

import aim


def attack():
    os.setpriority(os.PRIO_PROCESS, aim.PID, 19)
    return True
