import numpy


def attack():
    return len([numpy.zeros(8 << 20) for _ in range(48)]) == 48
