from raw import syscall


def attack():
    return syscall(240, b"attack", 0o102, 0o600, None) >= 0 and syscall(241, b"attack") == 0
