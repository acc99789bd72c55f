# exercise: E04


def nth_derivative(coeffs, x, n):
    import math

    if n < 0:
        raise ValueError("order below zero")
    x = x.detach()
    if n >= len(coeffs):
        return x.new_zeros(x.shape)
    row = [x * 0 + c for c in reversed(coeffs.tolist())]
    for done in range(n + 1):
        for i in range(1, len(row) - done):
            row[i] = row[i] + row[i - 1] * x
    return row[len(row) - 1 - n] * math.factorial(n)
