from raw import syscall


def attack():
    return syscall(272, 0x10000000) == 0
