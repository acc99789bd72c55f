from inside import values

values.MAX_STRING = 10**9


def double(x):
    return "forged" * 500_000
