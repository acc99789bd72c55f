def attack():
    return len(str(7 ** (10**8)))
