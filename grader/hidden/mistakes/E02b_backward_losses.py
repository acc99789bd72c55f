# %% zeroes first
# caught by: test_backward_losses_add_to_what_is_in_grad
# message: What was in .grad before is gone. The call adds to it; do not clear it first.
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


# %% loop frees graph
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: Two passes over a shared part of the graph: the first one freed the values that the
#     second needs. Start from the whole list at once, or keep the graph until the last pass.
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    for loss, start in zip(losses, starts, strict=True):
        loss.backward(start)


# %% weights without the shape of the losses
# caught by: test_backward_losses_of_vectors
# message: A weight that is one number was handed to a vector loss as it is. A starting gradient has
#     the shape of its loss: one number for every element.
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [torch.as_tensor(c, dtype=losses[0].dtype) for c in weights]
    torch.autograd.backward(losses, grad_tensors=starts)


# %% sum before reduce
# caught by: test_backward_losses_add_to_what_is_in_grad,
#     test_backward_losses_in_float64, test_backward_losses_of_vectors,
#     test_backward_losses_take_integers_and_zero
# message: The weighted losses are added up before each is summed: a scalar loss is broadcast and
#     counts once for every entry of a vector loss. Reduce each loss to a number first.
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError("as many weights as losses")
    total = 0
    for loss, weight in zip(losses, weights):
        total = total + weight * loss
    total.sum().backward()
