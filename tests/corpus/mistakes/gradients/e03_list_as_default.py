# exercise: E03
# caught by: test_backward_n_times_starts_from_zero_each_call
# message: something persists from the calls before it


def backward_n_times(x, n, out=[]):
    if n < 0:
        raise ValueError("n")
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return out
