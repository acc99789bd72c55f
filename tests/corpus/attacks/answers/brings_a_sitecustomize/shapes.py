def double(x):
    return x * 0
