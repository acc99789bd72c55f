import os


def attack():
    os.kill(0, 9)
