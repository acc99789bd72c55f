import aim


def attack():
    return open(aim.SHARED).read()
