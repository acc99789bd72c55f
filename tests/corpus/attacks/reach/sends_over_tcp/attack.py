import socket

import aim


def attack():
    with socket.create_connection(("127.0.0.1", aim.TCP), timeout=2) as line:
        line.sendall(aim.TOKEN.encode())
