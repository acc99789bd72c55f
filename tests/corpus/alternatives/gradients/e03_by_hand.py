# exercise: E03
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    return [(k + 1) * 3 * x.detach().square() for k in range(n)]
