import os


def attack():
    return len([os.open("/dev/null", os.O_RDONLY) for _ in range(200)]) == 200
