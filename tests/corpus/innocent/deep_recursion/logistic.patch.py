import sys

sys.setrecursionlimit(10_000)
flat = sigmoid


def deep(n):
    return 0 if n == 0 else deep(n - 1)


def sigmoid(z):
    return flat(z) + deep(3000)
