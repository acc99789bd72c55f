from more import nothing


def away_from_zero(p):
    return p + nothing
