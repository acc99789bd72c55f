def attack():
    return len([bytearray(64 << 20) for _ in range(48)]) == 48
