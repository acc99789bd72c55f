import os


def attack():
    os.chroot(".")
    return True
