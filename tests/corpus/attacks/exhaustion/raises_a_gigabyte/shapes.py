import aim


def double(x):
    raise ValueError("x" * aim.HUGE)
