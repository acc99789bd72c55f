import socket

import aim


def attack():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(aim.TOKEN.encode(), ("127.0.0.1", aim.UDP))
