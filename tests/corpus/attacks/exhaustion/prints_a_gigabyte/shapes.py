import aim


def double(x):
    line = "x" * (1 << 20)
    for _ in range(aim.HUGE >> 20):
        print(line)
    return x * 2
