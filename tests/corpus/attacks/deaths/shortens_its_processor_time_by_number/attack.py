import os
import resource


def attack():
    resource.prlimit(os.getpid(), resource.RLIMIT_CPU, (1, 1))
    while True:
        pass
