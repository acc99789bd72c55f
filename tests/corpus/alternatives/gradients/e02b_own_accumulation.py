# exercise: E02b
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
    found = torch.autograd.grad(losses, leaves, grad_outputs=starts)
    for leaf, grad in zip(leaves, found, strict=True):
        leaf.grad = grad if leaf.grad is None else leaf.grad + grad
