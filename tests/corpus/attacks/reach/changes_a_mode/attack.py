import os

import aim


def attack():
    os.chmod(aim.OWNED, 0o777)
