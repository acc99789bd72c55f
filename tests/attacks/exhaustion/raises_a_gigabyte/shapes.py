def double(x):
    raise ValueError("x" * (400 << 20))
