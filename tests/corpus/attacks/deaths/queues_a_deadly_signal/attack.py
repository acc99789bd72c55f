import os
import struct

from raw import syscall


def attack():
    syscall(129, os.getpid(), 9, struct.pack("iii116x", 9, 0, -1))
