from raw import syscall


def attack():
    return syscall(323, 1) > 0
