import socket

import aim


def attack():
    return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).fileno() > 0
