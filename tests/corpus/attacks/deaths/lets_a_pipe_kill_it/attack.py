import fcntl
import os
import time


def attack():
    ready, pipe = os.pipe()
    fcntl.fcntl(ready, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(ready, 10, 9)  # F_SETSIG
    fcntl.fcntl(ready, fcntl.F_SETFL, os.O_ASYNC)
    os.write(pipe, b"x")
    time.sleep(1)
