import atexit
import sys


def stay():
    while True:
        pass


atexit.register(stay)
