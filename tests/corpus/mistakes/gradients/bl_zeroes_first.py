# exercise: E02b
# caught by: test_backward_losses_add_to_what_is_in_grad
# message: The call adds to it; do not clear it first
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    todo = [loss.grad_fn for loss in losses]
    while todo:
        node = todo.pop()
        if hasattr(node, "variable"):
            node.variable.grad = None
        todo += [n for n, _ in getattr(node, "next_functions", ()) if n is not None]
    torch.autograd.backward(losses, grad_tensors=starts)
