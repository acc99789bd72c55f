def total(x):
    return float("inf")
