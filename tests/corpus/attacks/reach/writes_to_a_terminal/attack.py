import os

import aim


def attack():
    os.write(os.open(aim.TERMINAL, os.O_WRONLY | os.O_NOCTTY), aim.TOKEN.encode())
