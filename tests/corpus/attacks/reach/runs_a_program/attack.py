import os

import aim


def attack():
    os.execv("/bin/touch", ["touch", aim.PLANT])
