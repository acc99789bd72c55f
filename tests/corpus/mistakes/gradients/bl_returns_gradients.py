# exercise: E02b
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: left the .grad
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
    return torch.autograd.grad(losses, list(leaves.values()), grad_outputs=starts)
