def double(x):
    return "x" * (400 << 20)
