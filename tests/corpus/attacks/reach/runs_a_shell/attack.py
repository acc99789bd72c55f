import os

import aim


def attack():
    if os.system(f"touch '{aim.PLANT}'"):
        raise OSError("no shell")
