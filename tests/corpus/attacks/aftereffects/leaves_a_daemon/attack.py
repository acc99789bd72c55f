import os
import time


def attack():
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.setsid()
        pid = os.fork()
        if pid == 0:
            time.sleep(20)
            os._exit(0)
        os.write(writer, str(pid).encode())
        os._exit(0)
    return int(os.read(reader, 20))
