import os
import struct

from raw import syscall


def attack():
    syscall(297, os.getpid(), os.getpid(), 9, struct.pack("iii116x", 9, 0, -1))
