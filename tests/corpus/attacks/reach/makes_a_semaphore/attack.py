from raw import syscall


def attack():
    made = syscall(64, 0, 1, 0o600)
    return syscall(66, made, 0, 0) == 0
