import socket

import aim


def attack():
    return socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM).fileno() > 0
