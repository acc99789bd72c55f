import os

from raw import machine


def attack():
    # mov eax, 20 (getpid of i386); int 0x80; cdqe; ret
    return machine(b"\xb8\x14\0\0\0\xcd\x80\x48\x98\xc3") == os.getpid()
