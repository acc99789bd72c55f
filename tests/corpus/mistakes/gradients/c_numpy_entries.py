# exercise: E03
# caught by: test_backward_n_times_of_vectors
# message: expected a
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.tolist())
    return out
