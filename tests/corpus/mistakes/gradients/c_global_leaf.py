# exercise: E03
# caught by: test_backward_n_times_starts_from_zero_each_call
# message: What was in .grad before the first pass is in your totals.
HELD = {}


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    key = tuple(x.detach().flatten().tolist())
    leaf = HELD.setdefault(key, x.detach().clone().requires_grad_())
    z = (leaf**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(leaf.grad.clone().reshape(x.shape))
    return out
