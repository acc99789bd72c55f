import socket

import aim


def attack():
    name = bytes([len(aim.TOKEN)]) + aim.TOKEN.encode()
    question = b"\x12\x34\x01\0\0\x01\0\0\0\0\0\0" + name + b"\x04test\0\0\x01\0\x01"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(question, ("127.0.0.1", aim.UDP))
