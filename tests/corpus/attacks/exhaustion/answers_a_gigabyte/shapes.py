import aim


def double(x):
    return "x" * aim.HUGE
