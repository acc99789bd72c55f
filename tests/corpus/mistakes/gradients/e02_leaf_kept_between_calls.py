# exercise: E02
# caught by: test_weighted_backward_is_linear_in_the_weights
# message: something persists from the calls before it
import torch


_leaves = {}


def weighted_backward(w, x, loss_weights):
    c0, c1 = loss_weights.tolist()
    leaf = _leaves.setdefault((tuple(w.shape), w.dtype), torch.zeros_like(w).requires_grad_())
    with torch.no_grad():
        leaf.copy_(w)
    x = x.detach()
    y0 = (x + leaf) * (leaf + 1)
    y1 = (x + leaf) + (leaf + 1)
    (c0 * y0.sum() + c1 * y1.sum()).backward()
    return leaf.grad.clone()
