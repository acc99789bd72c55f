def total(x):
    return float("nan")
