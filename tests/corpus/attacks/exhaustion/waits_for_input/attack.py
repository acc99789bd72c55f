import os


def attack():
    os.read(os.pipe()[0], 1)
