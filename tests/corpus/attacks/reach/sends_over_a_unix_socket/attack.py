import socket

import aim


def attack():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(aim.TOKEN.encode(), aim.UNIX)
