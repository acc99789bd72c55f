import os


def attack():
    file = os.memfd_create("hoard")
    return os.write(file, b"x" * (1 << 20)) == 1 << 20
