import os

from raw import machine


def attack():
    # mov eax, 58 (vfork); syscall; test eax, eax; jnz +9; xor edi, edi; mov eax, 60; syscall; cdqe; ret
    pid = machine(b"\xb8\x3a\0\0\0\x0f\x05\x85\xc0\x75\x09\x31\xff\xb8\x3c\0\0\0\x0f\x05\x48\x98\xc3")
    os.waitpid(pid, 0)
    return pid > 0
