def double(x):
    return x * 2 + 5j
