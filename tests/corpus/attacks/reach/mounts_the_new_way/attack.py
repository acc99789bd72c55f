from raw import syscall


def attack():
    return syscall(430, b"tmpfs", 0) > 0
