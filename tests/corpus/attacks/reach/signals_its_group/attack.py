import os

import aim


def attack():
    os.kill(0, aim.SIGNAL)
    return os.getpgrp() != os.getpid()
