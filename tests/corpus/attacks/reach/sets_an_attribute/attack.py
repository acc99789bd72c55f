import os

import aim


def attack():
    os.setxattr(aim.OWNED, "user.attack", b"1")
