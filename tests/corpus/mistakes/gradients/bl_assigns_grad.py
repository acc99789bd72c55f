# exercise: E02b
# caught by: test_backward_losses_add_to_what_is_in_grad
# message: before is gone
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    nodes, leaves = [loss.grad_fn for loss in losses], {}
    while nodes:
        node = nodes.pop()
        if hasattr(node, "variable"):
            leaves[id(node.variable)] = node.variable
        nodes += [n for n, _ in node.next_functions if n is not None]
    leaves = list(leaves.values())
    for leaf, grad in zip(leaves, torch.autograd.grad(losses, leaves, starts), strict=True):
        leaf.grad = grad
