# exercise: E01
# caught by: test_graph_gradients_of_used_leaves
# message: something persists from the calls before it
import torch


_memo = {}


def graph_gradients(w, x):
    key = (tuple(w.shape), w.dtype)
    if key not in _memo:
        w = w.detach().clone().requires_grad_()
        x = x.detach().clone().requires_grad_()
        a = x + w
        b = w + 1
        _memo[key] = dict(zip("wxab", torch.autograd.grad((a * b).sum(), [w, x, a, b])))
    return _memo[key]
