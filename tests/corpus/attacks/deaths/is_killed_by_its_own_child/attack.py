import os
import time


def attack():
    if os.fork() == 0:
        os.kill(os.getppid(), 9)
        os._exit(0)
    time.sleep(1)
