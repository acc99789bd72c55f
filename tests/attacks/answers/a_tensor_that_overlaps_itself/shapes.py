def double(x):
    return (x * 2).flatten().as_strided((2, 3), (1, 1))
