import aim


def attack():
    return open(f"/proc/{aim.PID}/root{aim.CANARY}").read()
