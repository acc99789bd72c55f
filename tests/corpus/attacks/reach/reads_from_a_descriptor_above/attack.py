import os

import aim


def attack():
    above = os.open("/proc/self/cwd/" + "../" * 30, os.O_PATH)
    return os.read(os.open(aim.CANARY[1:], os.O_RDONLY, dir_fd=above), 100).decode()
