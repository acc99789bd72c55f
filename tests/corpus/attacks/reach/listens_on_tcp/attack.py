import socket

import aim


def attack():
    line = socket.socket()
    line.bind(("127.0.0.1", 0))
    line.listen()
    return line.getsockname()[1] > 0
