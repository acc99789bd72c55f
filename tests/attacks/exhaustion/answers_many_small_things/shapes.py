def double(x):
    return [0.5] * (10 << 20)
