import aim


def attack():
    return open("/proc/self/cwd" + "/.." * 30 + aim.CANARY).read()
