from raw import machine


def attack():
    # mov eax, 41 (socket); mov edi, 1 (unix); mov esi, 1 (stream); xor edx, edx; syscall; cdqe; ret
    return machine(b"\xb8\x29\0\0\0\xbf\x01\0\0\0\xbe\x01\0\0\0\x31\xd2\x0f\x05\x48\x98\xc3") > 0
