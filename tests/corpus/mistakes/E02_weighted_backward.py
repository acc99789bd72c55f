# %% losses copied by torch.tensor
# caught by: test_weighted_backward_of_vectors
# message: None
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    losses = torch.tensor([y0.sum(), y1.sum()], requires_grad=True)
    losses.backward(loss_weights.to(losses.dtype))
    return w.grad

# %% weights as one tensor
# caught by: test_weighted_backward_of_vectors
# message: For example,
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    torch.autograd.backward([y0, y1], grad_tensors=loss_weights)
    return w.grad

# %% weights without the shape of the losses
# caught by: test_weighted_backward_of_vectors
# message: For example,
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    torch.autograd.backward([y0, y1], grad_tensors=[loss_weights[0], loss_weights[1]])
    return w.grad

# %% plain numbers as grad_tensors
# caught by: test_weighted_backward_of_vectors
# message: For example,
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    torch.autograd.backward([y0, y1], grad_tensors=loss_weights.tolist())
    return w.grad

# %% weights swapped
# caught by: test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    (loss_weights[1] * y0 + loss_weights[0] * y1).sum().backward()
    return w.grad

# %% backward twice
# caught by: test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    total = (loss_weights[0] * y0 + loss_weights[1] * y1).sum()
    total.backward()
    total.backward()
    return w.grad

# %% two backwards through a shared graph
# caught by: test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c0, c1 = loss_weights.tolist()
    (c0 * y0).sum().backward()
    (c1 * y1 * y0 / y0.detach()).sum().backward()
    return w.grad

# %% cleared between
# caught by: test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c0, c1 = loss_weights
    (c0 * y0).sum().backward(retain_graph=True)
    w.grad.zero_()
    (c1 * y1).sum().backward()
    return w.grad

# %% adds what was in grad
# caught by: test_weighted_backward_is_plain
# message: For example,
import torch


_real = weighted_backward
def weighted_backward(w, x, loss_weights):
    found = _real(w, x, loss_weights)
    return found if w.grad is None else found + w.grad

# %% converted to long
# caught by: test_weighted_backward_is_plain, test_weighted_backward_kind, test_weighted_backward_of_vectors
# message: For example,
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    c0, c1 = (int(c) for c in loss_weights)
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    (c0 * (x + w) * (w + 1) + c1 * ((x + w) + (w + 1))).sum().backward()
    return w.grad

# %% create_graph left on
# caught by: test_weighted_backward_is_plain, test_weighted_backward_kind
# message: carries a graph
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    total = (loss_weights[0] * y0 + loss_weights[1] * y1).sum()
    return torch.autograd.grad(total, w, create_graph=True)[0]

# %% answer is flat
# caught by: test_weighted_backward_kind, test_weighted_backward_leaves_the_arguments_alone
# message: expected shape
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    (loss_weights[0] * y0 + loss_weights[1] * y1).sum().backward()
    return w.grad.flatten()

# %% float32 weights
# caught by: test_weighted_backward_is_plain, test_weighted_backward_kind
# message: digits were lost, to float32, an added eps, a clamp or rounding
import torch


_real = weighted_backward
def weighted_backward(w, x, loss_weights):
    return _real(w, x, loss_weights.float())

# %% grad left on argument
# caught by: test_weighted_backward_leaves_the_arguments_alone
# message: Argument 1 of weighted_backward came back with a filled .grad.
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    c0, c1 = loss_weights.tolist()
    needed = w.requires_grad
    w.requires_grad_(True)
    before = w.grad
    w.grad = None
    (c0 * (x.detach() + w) * (w + 1) + c1 * ((x.detach() + w) + (w + 1))).sum().backward()
    found = w.grad
    w.requires_grad_(needed)
    return found

# %% weights ignored
# caught by: test_weighted_backward_of_vectors
# message: For example,
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    torch.autograd.backward([y0.sum(), y1.sum()])
    return w.grad

# %% refuses with an IndexError
# caught by: test_weighted_backward_refuses_another_number_of_weights
# message: refused with a ValueError
def weighted_backward(w, x, loss_weights):
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    if len(loss_weights) > 2:
        raise ValueError("too many")
    (loss_weights[0] * y0 + loss_weights[1] * y1).sum().backward()
    return w.grad

# %% int weights
# caught by: test_weighted_backward_of_vectors
# message: whole numbers
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c0, c1 = (int(c) for c in loss_weights)
    (c0 * y0 + c1 * y1).sum().backward()
    return w.grad

# %% refuses with a KeyError
# caught by: test_weighted_backward_refuses_another_number_of_weights
# message: For example, weighted_backward(
# held out: yes
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        return torch.zeros_like(w)
    c0, c1 = loss_weights.tolist()
    return (c0 * (x + 2 * w + 1) + 2 * c1).detach()

# %% matmul of ints
# caught by: test_weighted_backward_is_plain, test_weighted_backward_kind, test_weighted_backward_leaves_the_arguments_alone
# message: dtype
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    (torch.stack([y0.sum(), y1.sum()]) @ loss_weights).backward()
    return w.grad

# %% means in place of sums
# caught by: test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    (loss_weights[0] * y0 + loss_weights[1] * y1).mean().backward()
    return w.grad

# %% refuses nothing
# caught by: test_weighted_backward_refuses_another_number_of_weights
# message: For example, weighted_backward(
def weighted_backward(w, x, loss_weights):
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    (loss_weights[0] * y0 + loss_weights[-1] * y1).sum().backward()
    return w.grad

# %% gradient normalized
# caught by: test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c = loss_weights / loss_weights.sum()
    (c[0] * y0 + c[1] * y1).sum().backward()
    return w.grad

# %% works on w itself
# caught by: test_weighted_backward_is_plain, test_weighted_backward_kind, test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    w.requires_grad_()
    a, b = x + w, w + 1
    (loss_weights[0] * (a * b) + loss_weights[1] * (a + b)).sum().backward()
    return w.grad

# %% only the first loss
# caught by: test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b  # noqa: F841
    (loss_weights[0] * y0).sum().backward()
    return w.grad

# %% product of the losses
# caught by: test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    (loss_weights.prod() * (y0 + y1)).sum().backward()
    return w.grad

# %% answer in the wider dtype
# caught by: test_weighted_backward_is_plain, test_weighted_backward_kind
# message: The numbers of weighted_backward are right, but the result still
import torch


def weighted_backward(w, x, loss_weights):
    c0, c1 = loss_weights
    return c0 * (x + 2 * w + 1) + 2 * c1 * torch.ones_like(w)

# %% refuses only too few
# caught by: test_weighted_backward_refuses_another_number_of_weights
# message: For example, weighted_backward(
# held out: yes
import torch


def weighted_backward(w, x, loss_weights):
    if len(loss_weights) < 2:
        raise ValueError("two weights")
    c0, c1 = loss_weights[0].item(), loss_weights[1].item()
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    (c0 * (x + w) * (w + 1) + c1 * ((x + w) + (w + 1))).sum().backward()
    return w.grad

# %% answer rounded
# caught by: test_weighted_backward_of_vectors
# message: nearly right
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    c0, c1 = loss_weights.tolist()
    return (c0 * (x + 2 * w + 1) + 2 * c1).detach().round(decimals=3)

# %% second unweighted
# caught by: test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    (loss_weights[0] * y0 + y1).sum().backward()
    return w.grad

# %% shared sum detached
# caught by: test_weighted_backward_is_plain, test_weighted_backward_kind, test_weighted_backward_of_vectors
# message: For example,
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    c0, c1 = loss_weights.tolist()
    w = w.detach().clone().requires_grad_()
    s = (x + w).detach()
    (c0 * s * (w + 1) + c1 * (s + (w + 1))).sum().backward()
    return w.grad

# %% value instead of gradient
# caught by: test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    return (loss_weights[0] * y0 + loss_weights[1] * y1).detach()

# %% weights normalised to one
# caught by: test_weighted_backward_is_plain, test_weighted_backward_kind, test_weighted_backward_of_vectors
# message: For example, weighted_backward(
import torch


def weighted_backward(w, x, loss_weights):
    if len(loss_weights) != 2:
        raise ValueError
    c = loss_weights.double() / loss_weights.double().abs().max()
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    y0, y1 = (x + w) * (w + 1), (x + w) + (w + 1)
    torch.autograd.backward([y0, y1], [torch.full_like(y0, float(c[0])), torch.full_like(y1, float(c[1]))])
    return w.grad

# %% gradient by x
# caught by: test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    w = w.detach()
    c = loss_weights
    (c[0] * (x + w) * (w + 1) + c[1] * (x + 2 * w + 1)).sum().backward()
    return x.grad

# %% x not detached
# caught by: test_weighted_backward_leaves_the_arguments_alone
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    w = w.detach().clone().requires_grad_()
    a, b = x + w, w + 1
    (loss_weights[0] * (a * b) + loss_weights[1] * (a + b)).sum().backward()
    return w.grad

# %% y1 is wrong
# caught by: test_weighted_backward_of_vectors
# message: For example,
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b  # noqa: F841
    (loss_weights[0] * y0 + loss_weights[1] * (x + w)).sum().backward()
    return w.grad

# %% formula in the wider dtype
# caught by: test_weighted_backward_kind
# message: For example, weighted_backward(
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("expected two weights")
    w, x = w.detach(), x.detach()
    c0, c1 = loss_weights.detach()
    return c0 * (2 * w + x + 1) + c1 * 2

# %% leaf kept between calls
# caught by: test_weighted_backward_is_plain, test_weighted_backward_kind, test_weighted_backward_of_vectors
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

# %% weights stay in the graph
# caught by: test_weighted_backward_leaves_the_arguments_alone
# message: For example, try weighted_backward(
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("expected two weights")
    w, x = w.detach().clone().requires_grad_(), x.detach()
    y = torch.stack([((x + w) * (w + 1)).sum(), ((x + w) + (w + 1)).sum()])
    (loss_weights * y).sum().backward()
    return w.grad

# %% weights require grad
# caught by: test_weighted_backward_is_plain, test_weighted_backward_kind
# message: For example, weighted_backward(
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("expected two weights")
    c = loss_weights.detach().clone().requires_grad_()
    w, x = w.detach().clone().requires_grad_(), x.detach()
    total = c[0] * ((x + w) * (w + 1)).sum() + c[1] * ((x + w) + (w + 1)).sum()
    total.backward()
    return w.grad

# %% asserts two weights
# caught by: test_weighted_backward_refuses_another_number_of_weights
# message: must be refused with a ValueError, not with this exception
import torch


def weighted_backward(w, x, loss_weights):
    assert loss_weights.shape == (2,), "two weights"
    with torch.no_grad():
        c0, c1 = loss_weights.to(w.dtype)
        return c0 * (x + 2 * w + 1) + 2 * c1 * torch.ones_like(w)

# %% asserts two weights, hook collects
# caught by: test_weighted_backward_refuses_another_number_of_weights
# message: must be refused with a ValueError, not with this exception
import torch


def weighted_backward(w, x, loss_weights):
    c = [float(v) for v in loss_weights.reshape(-1)]
    assert len(c) == 2, "two weights"
    caught = []
    leaf = w.detach().clone().requires_grad_()
    leaf.register_hook(lambda g: caught.append(g.clone()))
    x = x.detach()
    total = c[0] * ((x + leaf) * (leaf + 1)).sum() + c[1] * ((x + leaf) + (leaf + 1)).sum()
    total.backward()
    return sum(caught)

# %% refuses with a RuntimeError
# caught by: test_weighted_backward_refuses_another_number_of_weights
# message: must be refused with a ValueError, not with this exception
import torch


def weighted_backward(w, x, loss_weights):
    if len(loss_weights) != 2:
        raise RuntimeError(f"{len(loss_weights)} weights")
    x = x.detach()
    (y0, y1), pull = torch.func.vjp(lambda w: ((x + w) * (w + 1), x + 2 * w + 1), w.detach())
    c0, c1 = loss_weights.tolist()
    return pull((torch.full_like(y0, c0), torch.full_like(y1, c1)))[0]


# %% integer_weights_through_float32
# caught by: test_weighted_backward_kind
# message: For example,
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights, please")
    if not loss_weights.is_floating_point():
        loss_weights = loss_weights.float()
    c = loss_weights.detach().to(w.dtype)
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    y0, y1 = (x + w) * (w + 1), (x + w) + (w + 1)
    torch.autograd.backward([y0, y1], [c[0].expand_as(y0), c[1].expand_as(y1)])
    return w.grad
