# exercise: E03
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    out = []
    for _ in range(n):
        (x**3).sum().backward()
        out.append(x.grad.detach().clone())
    return out
