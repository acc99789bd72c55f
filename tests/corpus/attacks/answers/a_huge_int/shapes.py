def total(x):
    return 10**5000
