# exercise: E03
# caught by: test_backward_n_times_in_float64_agrees_with_differences
# message: float32
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone().float())
    return out
