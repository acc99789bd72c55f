# exercise: E03
# caught by: test_backward_n_times_refuses_a_negative_n
# message: range over a negative
def backward_n_times(x, n):
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return out
