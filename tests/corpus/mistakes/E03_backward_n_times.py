# %% no retain_graph
# caught by: test_backward_n_times_of_vectors
# message: For example,
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward()
        out.append(x.grad.clone())
    return out

# %% retain ends early
# caught by: test_backward_n_times_of_vectors
# message: For example,
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for k in range(n):
        z.backward(retain_graph=k < n - 2)
        out.append(x.grad.clone())
    return out

# %% detach in place of a copy
# caught by: test_backward_n_times_of_vectors
# message: shares
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.detach())
    return out

# %% works on x itself
# caught by: test_backward_n_times_leaves_the_argument_alone
# message: For example,
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x.requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return out

# %% buffer of all calls
# caught by: test_backward_n_times_is_plain, test_backward_n_times_kind, test_backward_n_times_of_vectors
# message: For example, backward_n_times(
import torch

BUFFERS = {}


def backward_n_times(x, n):
    if n < 0:
        raise ValueError("n")
    key = (n, *x.shape, x.dtype)
    totals = BUFFERS.setdefault(key, [torch.zeros_like(x.detach()) for _ in range(n)])
    leaf = x.detach().clone().requires_grad_()
    z = (leaf**3).sum()
    for total in totals:
        z.backward(retain_graph=True)
        total.copy_(leaf.grad)
    return totals

# %% callers grad cleared
# caught by: test_backward_n_times_leaves_the_argument_alone
# message: Argument 1 of backward_n_times lost its .grad.
# held out: yes
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x.grad = None
    leaf = x.detach().clone().requires_grad_()
    z = (leaf ** 3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(leaf.grad.clone())
    return out

# %% clone without detach
# caught by: test_backward_n_times_is_plain, test_backward_n_times_leaves_the_argument_alone
# message: For example,
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(None if x.grad is None else x.grad.clone())
    return out

# %% copies before the pass
# caught by: test_backward_n_times_is_plain, test_backward_n_times_kind, test_backward_n_times_of_vectors
# message: they are the same memory, which keeps growing.
# held out: yes
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    leaf = x.detach().clone().requires_grad_()
    z = (leaf ** 3).sum()
    for _ in range(n):
        z.backward(retain_graph=True)
    return [leaf.grad.clone() for _ in range(n)]

# %% create_graph left on
# caught by: test_backward_n_times_is_plain, test_backward_n_times_kind
# message: carries a graph
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(create_graph=True)
        out.append(x.grad.clone())
    return out

# %% cube of the sum
# caught by: test_backward_n_times_is_plain, test_backward_n_times_kind, test_backward_n_times_of_vectors
# message: For example,
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    out = []
    for k in range(n):
        z = x.sum() ** 3
        z.backward()
        out.append(x.grad.clone())
    return out

# %% entries double
# caught by: test_backward_n_times_is_plain, test_backward_n_times_kind, test_backward_n_times_of_vectors
# message: For example,
# held out: yes
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    out, g = [], 3 * x.detach() ** 2
    for _ in range(n):
        out.append(g.clone())
        g = g + g
    return out

# %% always float32
# caught by: test_backward_n_times_kind
# message: float32
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone().float())
    return out

# %% global leaf
# caught by: test_backward_n_times_kind, test_backward_n_times_leaves_the_argument_alone
# message: For example,
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

# %% grad not accumulated
# caught by: test_backward_n_times_of_vectors
# message: single pass
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        out += torch.autograd.grad(z, x, retain_graph=True)
    return out

# %% only the last total
# caught by: test_backward_n_times_of_vectors
# message: expected a list
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []  # noqa: F841
    for _ in range(n):
        z.backward(retain_graph=True)
    return x.grad

# %% list of lists
# caught by: test_backward_n_times_is_plain, test_backward_n_times_kind
# message: For example, backward_n_times(
# held out: yes
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    leaf = x.detach().clone().requires_grad_()
    z = (leaf ** 3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(leaf.grad.tolist())
    return out

# %% mean in place of sum
# caught by: test_backward_n_times_of_vectors
# message: For example,
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).mean()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return out

# %% a negative n gives an empty list
# caught by: test_backward_n_times_refuses_a_negative_n
# message: backward_n_times returned a list of 0 where it should refuse:
import torch


def backward_n_times(x, n):
    leaf = x.detach().clone().requires_grad_()
    z = (leaf ** 3).sum()
    out = []
    for _ in range(max(n, 0)):
        z.backward(retain_graph=True)
        out.append(leaf.grad.clone())
    return out

# %% refuses nothing
# caught by: test_backward_n_times_refuses_a_negative_n
# message: For example,
def backward_n_times(x, n):
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return out

# %% entries are numpy arrays
# caught by: test_backward_n_times_is_plain, test_backward_n_times_kind
# message: expected a
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.tolist())
    return out

# %% one too many
# caught by: test_backward_n_times_of_vectors
# message: expected
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n + 1):
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return out

# %% refuses zero
# caught by: test_backward_n_times_without_a_pass_is_empty
# message: For example, backward_n_times(
def backward_n_times(x, n):
    if n <= 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return out

# %% remembered by lru cache
# caught by: test_backward_n_times_entries_are_copies
# message: the same memory as the first
import functools


@functools.lru_cache(maxsize=None)
def backward_n_times(x, n):
    if n < 0:
        raise ValueError("n")
    leaf = x.detach().clone().requires_grad_()
    z = (leaf**3).sum()
    totals = []
    for _ in range(n):
        z.backward(retain_graph=True)
        totals.append(leaf.grad.clone())
    return totals

# %% rebuilt for every pass and cleared
# caught by: test_backward_n_times_is_plain, test_backward_n_times_kind, test_backward_n_times_of_vectors
# message: Every entry is the gradient of a single pass.
# held out: yes
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    out = []
    for _ in range(n):
        leaf = x.detach().clone().requires_grad_()
        (leaf ** 3).sum().backward()
        out.append(leaf.grad)
    return out

# %% square in place of cube
# caught by: test_backward_n_times_of_vectors
# message: For example,
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**2).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return out

# %% entries stacked into one tensor
# caught by: test_backward_n_times_of_vectors
# message: expected a list
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return torch.stack(out) if out else []

# %% totals summed
# caught by: test_backward_n_times_of_vectors
# message: All are off by the same factor.
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    total = torch.zeros_like(x.detach())
    for _ in range(n):
        z.backward(retain_graph=True)
        total = total + x.grad
        out.append(total)
    return out

# %% backward from a vector
# caught by: test_backward_n_times_of_vectors
# message: one number
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = x**3
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return out

# %% view of the argument
# caught by: test_backward_n_times_is_plain, test_backward_n_times_kind, test_backward_n_times_without_a_pass_is_empty
# message: view needs numbers that lie in memory one after the other, and a
import torch


_real = backward_n_times
def backward_n_times(x, n):
    return [entry.reshape(x.shape) for entry in _real(x.detach().view(-1), n)]

# %% a list as default argument
# caught by: test_backward_n_times_is_plain, test_backward_n_times_kind, test_backward_n_times_of_vectors
# message: backward_n_times returned
def backward_n_times(x, n, out=[]):
    if n < 0:
        raise ValueError("n")
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone())
    return out

# %% asserts that n is not negative
# caught by: test_backward_n_times_refuses_a_negative_n
# message: must be refused with a ValueError, not with this exception
import torch


def backward_n_times(x, n):
    assert n >= 0
    leaf = x.detach().clone().requires_grad_()
    z = leaf * leaf * leaf
    out = []
    for k in range(n):
        z.backward(torch.ones_like(z), retain_graph=k + 1 < n)
        out.append(torch.tensor(leaf.grad))
    return out

# %% returns a tuple
# caught by: test_backward_n_times_kind
# message: expected a list
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad.clone(memory_format=torch.contiguous_format))
    return tuple(out)

# %% entries that require grad where x does
# caught by: test_backward_n_times_is_plain
# message: still carries a graph
_real = backward_n_times
def backward_n_times(x, n):
    return [entry.requires_grad_(x.requires_grad) for entry in _real(x, n)]

# %% recursion for every pass
# caught by: test_backward_n_times_kind
# message: maximum recursion depth exceeded
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    if n == 0:
        return []
    before = backward_n_times(x, n - 1)
    once = torch.func.grad(lambda t: (t**3).sum())(x.detach())
    return before + [once if not before else before[-1] + once]

# %% remembered by the values
# caught by: test_backward_n_times_entries_are_copies
# message: the same memory as the first
_known = {}


def backward_n_times(x, n):
    if n < 0:
        raise ValueError("n")
    key = (n, x.dtype, tuple(x.shape), tuple(x.flatten().tolist()))
    if key not in _known:
        leaf = x.detach().clone().requires_grad_()
        z = (leaf**3).sum()
        totals = []
        for _ in range(n):
            z.backward(retain_graph=True)
            totals.append(leaf.grad.clone())
        _known[key] = totals
    return list(_known[key])
