# exercise: E03
# caught by: test_backward_n_times_starts_from_zero_each_call
# message: detach it first
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(None if x.grad is None else x.grad.clone())
    return out
