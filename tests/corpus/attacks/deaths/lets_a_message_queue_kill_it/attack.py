import os
import struct
import time

from raw import syscall


def attack():
    queue = syscall(240, b"deadly%d" % os.getpid(), os.O_RDWR | os.O_CREAT, 0o600, None)
    syscall(244, queue, struct.pack("qii48x", 0, 9, 0))
    syscall(242, queue, b"x", 1, 0, None)
    time.sleep(1)
