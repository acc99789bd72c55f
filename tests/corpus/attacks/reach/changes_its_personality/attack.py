from raw import syscall


def attack():
    return syscall(135, 0x0040000) >= 0
