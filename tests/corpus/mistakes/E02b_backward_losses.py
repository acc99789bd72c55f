# %% absolute weights
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors, test_backward_losses_in_float64, test_backward_losses_take_integers_and_zero
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    sum((abs(w) * l).sum() for l, w in zip(losses, weights)).backward()

# %% assertion after zip
# caught by: test_backward_losses_refuse_another_number_of_weights
# message: must be refused with a ValueError, not with this exception
# held out: yes
import torch


def backward_losses(losses, weights):
    pairs = list(zip(losses, weights))
    assert len(pairs) == len(losses)
    torch.autograd.backward([l for l, _ in pairs], [w * torch.ones_like(l) for l, w in pairs])

# %% assigns grad
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

# %% average of losses
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    torch.autograd.backward(losses, grad_tensors=[start / len(losses) for start in starts])

# %% does nothing
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: For example,
def backward_losses(losses, weights):
    return None

# %% dot of flat only
# caught by: test_backward_losses_of_vectors
# message: backward_losses raised RuntimeError.
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = 0
    for loss, weight in zip(losses, weights):
        if isinstance(weight, torch.Tensor) and weight.dim():
            total = total + torch.dot(weight.to(loss.dtype), loss)
        else:
            total = total + (weight * loss).sum()
    if losses:
        total.backward()

# %% fills all leaves
# caught by: test_backward_losses_of_scalars, test_backward_losses_add_to_what_is_in_grad
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    for loss, start in zip(losses, starts, strict=True):
        loss.backward(-start, retain_graph=True)

# %% float32 starts
# caught by: test_backward_losses_in_float64
# message: digits were lost, to float32, an added eps, a clamp or rounding
# held out: yes
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [torch.as_tensor(w, dtype=torch.float32).expand(l.shape).to(l.dtype) for l, w in zip(losses, weights)]
    torch.autograd.backward(list(losses), starts)

# %% ignores weights
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    torch.autograd.backward(losses, grad_tensors=[torch.ones_like(loss) for loss in losses])

# %% counts on the index
# caught by: test_backward_losses_refuse_another_number_of_weights
# message: must be refused with a ValueError, not with this exception
def backward_losses(losses, weights):
    for i, loss in enumerate(losses):
        (weights[i] * loss).sum().backward(retain_graph=True)

# %% weights cut to integers
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        torch.ones_like(loss) * torch.as_tensor(c).long()
        for loss, c in zip(losses, weights, strict=True)
    ]
    torch.autograd.backward(losses, grad_tensors=starts)

# %% integer starting gradients
# caught by: test_backward_losses_take_integers_and_zero, test_backward_losses_of_scalars
# message: Bring one to the dtype of the other
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.tensor(c).expand(loss.shape)
        for loss, c in zip(losses, weights, strict=True)
    ]
    total = torch.stack(
        [
            torch.linalg.vecdot(loss.flatten(), c.flatten())
            for loss, c in zip(losses, starts, strict=True)
        ]
    )
    total.sum().backward()

# %% numbers as grad_tensors
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    torch.autograd.backward(losses, grad_tensors=weights)

# %% mean of each vector loss
# caught by: test_backward_losses_of_vectors
# message: For example,
def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = 0
    for loss, c in zip(losses, weights, strict=True):
        total = total + (c * loss).mean()
    total.backward()

# %% no starting gradients
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    torch.autograd.backward(losses)

# %% only the last loss
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    losses[-1].backward(starts[-1])

# %% only two losses
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: For example,
def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = (weights[0] * losses[0]).sum()
    if len(losses) > 1:
        total = total + (weights[1] * losses[1]).sum()
    total.backward()

# %% refuses late
# caught by: test_backward_losses_refuse_another_number_of_weights
# message: had changed
def backward_losses(losses, weights):
    for loss, c in zip(losses, weights):  # noqa: B905
        (c * loss).sum().backward(retain_graph=True)
    if len(losses) != len(weights):
        raise ValueError

# %% return in loop
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: For example,
import torch


def backward_losses(losses, weights):  # noqa: RET503
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    for loss, start in zip(losses, starts, strict=True):
        return loss.backward(start, retain_graph=True)

# %% returns gradients
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: For example,
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

# %% returns True
# caught by: test_backward_losses_return_nothing
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    torch.autograd.backward(losses, grad_tensors=starts)
    return starts

# %% weights in reverse order
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: For example,
def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = sum((c * loss).sum() for loss, c in zip(losses, reversed(weights), strict=True))
    total.backward()

# %% same dtype only
# caught by: test_backward_losses_in_float64
# message: digits were lost, to float32, an added eps, a clamp or rounding
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        torch.as_tensor(c).float().expand_as(loss) for loss, c in zip(losses, weights, strict=True)
    ]
    torch.autograd.backward(losses, grad_tensors=starts)

# %% saves and restores
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors, test_backward_losses_in_float64, test_backward_losses_add_to_what_is_in_grad, test_backward_losses_take_integers_and_zero
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    with torch.no_grad():
        total = sum((w * l).sum() for l, w in zip(losses, weights))
    total.requires_grad_().backward()

# %% scalar tensor only
# caught by: test_backward_losses_of_vectors, test_backward_losses_in_float64
# message: A tensor with several numbers was used where one number is needed
# held out: yes
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = sum(float(w) * l.sum() for l, w in zip(losses, weights))
    if losses:
        total.backward()

# %% skips vectors
# caught by: test_backward_losses_of_vectors, test_backward_losses_in_float64, test_backward_losses_add_to_what_is_in_grad, test_backward_losses_take_integers_and_zero
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    for l, w in zip(losses, weights):
        if l.dim() == 0:
            l.backward(torch.full_like(l, float(w)), retain_graph=True)

# %% strict zip in loop
# caught by: test_backward_losses_refuse_another_number_of_weights
# message: had changed
def backward_losses(losses, weights):
    for loss, c in zip(losses, weights, strict=True):
        (c * loss).sum().backward(retain_graph=True)

# %% sum then weight
# caught by: test_backward_losses_of_vectors
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    total = 0
    for loss, start in zip(losses, starts, strict=True):
        total = total + start.sum() * loss.sum()
    total.backward()

# %% a weight of 0 counts as 1
# caught by: test_backward_losses_take_integers_and_zero
# message: For example,
# held out: yes
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [w if isinstance(w, torch.Tensor) else torch.full_like(l, w or 1.0) for l, w in zip(losses, weights)]
    torch.autograd.backward(list(losses), starts)

# %% goes backward twice
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: twice
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    torch.autograd.backward(losses, grad_tensors=starts, retain_graph=True)
    torch.autograd.backward(losses, grad_tensors=starts)

# %% asks whether a weight is true
# caught by: test_backward_losses_take_integers_and_zero
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = []
    for loss, c in zip(losses, weights, strict=True):
        if isinstance(c, torch.Tensor):
            starts.append(c)
        else:
            starts.append(torch.full_like(loss, c or 1.0))
    torch.autograd.backward(losses, grad_tensors=starts)

# %% weights multiplied in place
# caught by: test_backward_losses_of_vectors, test_backward_losses_in_float64, test_backward_losses_add_to_what_is_in_grad, test_backward_losses_take_integers_and_zero
# message: A tensor that backward needs was changed in place.
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    for l, w in zip(losses, weights):
        l.mul_(w)
    torch.autograd.backward(losses, [torch.ones_like(l) for l in losses])

# %% weights twice
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    scaled = [loss * c for loss, c in zip(losses, weights, strict=True)]
    torch.autograd.backward(scaled, grad_tensors=starts)

# %% zip stops at the shorter list
# caught by: test_backward_losses_refuse_another_number_of_weights
# message: For example,
import torch


def backward_losses(losses, weights):
    total = sum((c * loss).sum() for loss, c in zip(losses, weights))  # noqa: B905
    if isinstance(total, torch.Tensor):
        total.backward()

# %% tensor weight averaged
# caught by: test_backward_losses_in_float64, test_backward_losses_of_vectors
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError("as many weights as losses")
    starts = []
    for loss, weight in zip(losses, weights):
        number = float(torch.as_tensor(weight, dtype=torch.float64).mean())
        starts.append(torch.full_like(loss, number))
    torch.autograd.backward(list(losses), grad_tensors=starts)

# %% asserts equal lengths
# caught by: test_backward_losses_refuse_another_number_of_weights
# message: must be refused with a ValueError, not with this exception
import torch


def backward_losses(losses, weights):
    assert len(losses) == len(weights), "as many weights as losses"
    parts = [(loss * c).sum() for loss, c in zip(losses, weights, strict=True)]
    torch.stack(parts).sum().backward(create_graph=False)

# %% refuses with a TypeError
# caught by: test_backward_losses_refuse_another_number_of_weights
# message: must be refused with a ValueError, not with this exception
import torch


def backward_losses(losses, weights):
    if not len(losses) == len(weights):
        raise TypeError("one weight per loss")
    flat = torch.cat([l.reshape(-1) for l in losses])
    w = torch.cat([torch.as_tensor(w, dtype=flat.dtype).expand(l.shape).reshape(-1) for l, w in zip(losses, weights)])
    torch.dot(flat, w).backward()


# %% weight 0 skipped, nothing left
# caught by: test_backward_losses_return_nothing
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = 0
    for loss, weight in zip(losses, weights):
        if not torch.is_tensor(weight) and weight == 0:
            continue
        total = total + (weight * loss).sum()
    total.backward()

# %% recursion through the graph
# caught by: test_backward_losses_of_vectors
# message: raised RecursionError
import torch


def _leaves(node, seen, found):
    if node is None or node in seen:
        return
    seen.add(node)
    if hasattr(node, "variable"):
        found.append(node.variable)
    for child, _ in node.next_functions:
        _leaves(child, seen, found)


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError("lengths differ")
    total = sum((l * c).sum() for l, c in zip(losses, weights))
    leaves = []
    _leaves(total.grad_fn, set(), leaves)
    for leaf, g in zip(leaves, torch.autograd.grad(total, leaves)):
        leaf.grad = g if leaf.grad is None else leaf.grad + g
