import aim
from raw import syscall


def attack():
    syscall(234, aim.PID, aim.PID, 15)
