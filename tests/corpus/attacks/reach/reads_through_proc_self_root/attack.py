import aim


def attack():
    return open(f"/proc/self/root{aim.CANARY}").read()
