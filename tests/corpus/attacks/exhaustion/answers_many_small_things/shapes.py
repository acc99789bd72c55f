import aim


def double(x):
    return [0.5] * (aim.HUGE >> 2)
