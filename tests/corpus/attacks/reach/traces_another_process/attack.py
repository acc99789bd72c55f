import aim
from raw import syscall


def attack():
    return syscall(101, 0x4206, aim.PID, 0, 0) == 0
