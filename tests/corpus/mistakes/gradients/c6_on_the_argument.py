# exercise: E03
# caught by: test_backward_n_times_leaves_the_argument_alone
# message: What was in .grad before the first pass is in your totals.
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x.requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return out
