def double(x):
    for _ in range(1000):
        print("x" * (1 << 20))
    return x * 2
