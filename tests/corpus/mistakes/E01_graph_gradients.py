# %% create_graph left on
# caught by: test_graph_gradients_are_plain
# message: carries a graph
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    s = (a * b).sum()
    found = torch.autograd.grad(s, [w, x, a, b], create_graph=True)
    return dict(zip("wxab", found, strict=True))

# %% no retain grad
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    a.retain_grad()
    (a * b).sum().backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}

# %% backward from a vector
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: one number by itself
def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    y = a * b
    a.retain_grad()
    b.retain_grad()
    y.backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}

# %% mean instead of sum
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    return dict(zip("wxab", torch.autograd.grad((a * b).mean(), [w, x, a, b]), strict=True))

# %% other path of w
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
def graph_gradients(w, x):
    a, b = (x + w).detach(), (w + 1).detach()
    return {"w": a.clone(), "x": b, "a": b, "b": a}

# %% detached y
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: history
def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    a.retain_grad()
    b.retain_grad()
    (a * b).detach().sum().backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}

# %% four grads in a row
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    s = (a * b).sum()
    return {k: torch.autograd.grad(s, v)[0] for k, v in zip("wxab", [w, x, a, b], strict=True)}

# %% adds what was in grad
# caught by: test_graph_gradients_are_plain
# message: For example,
import torch


_real = graph_gradients
def graph_gradients(w, x):
    found = _real(w, x)
    for key, leaf in (("w", w), ("x", x)):
        if leaf.grad is not None:
            found[key] = found[key] + leaf.grad
    return found

# %% a number becomes a vector
# caught by: test_graph_gradients_kind
# message: expected shape ()
import torch


def graph_gradients(w, x):
    w = torch.atleast_1d(w.detach().clone()).requires_grad_()
    x = torch.atleast_1d(x.detach().clone()).requires_grad_()
    a, b = x + w, w + 1
    return dict(zip("wxab", torch.autograd.grad((a * b).sum(), [w, x, a, b]), strict=True))

# %% b is built twice
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
# held out: yes
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    a.retain_grad()
    b.retain_grad()
    y = a * (w + 1)
    y.sum().backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}

# %% b is made from x
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a, b = x + w, x + 1
    return dict(zip("wxab", torch.autograd.grad((a * b).sum(), [w, x, a, b]), strict=True))

# %% backward twice
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    a.retain_grad()
    b.retain_grad()
    s = (a * b).sum()
    s.backward(retain_graph=True)
    s.backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}

# %% backward twice then grad
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    s = (a * b).sum()
    s.backward(retain_graph=True)
    da, db = torch.autograd.grad(s, [a, b], retain_graph=True)
    s.backward()
    return {"w": w.grad, "x": x.grad, "a": da, "b": db}

# %% by hand keeps graph
# caught by: test_graph_gradients_are_plain
# message: carries a graph
def graph_gradients(w, x):
    a, b = x + w, w + 1
    return {"w": a + b, "x": b, "a": b, "b": a}

# %% clones without detaching
# caught by: test_graph_gradients_are_plain, test_graph_gradients_leave_the_arguments_alone
# message: For example,
def graph_gradients(w, x):
    w = w.clone().requires_grad_()
    x = x.clone().requires_grad_()
    a, b = x + w, w + 1
    a.retain_grad()
    b.retain_grad()
    (a * b).sum().backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}

# %% data alias in place
# caught by: test_graph_gradients_leave_the_arguments_alone
# message: For example,
def graph_gradients(w, x):
    a = x.data.add_(w.data).clone()
    b = w.detach() + 1
    return {"w": a + b, "x": b, "a": b.clone(), "b": a}

# %% always float32
# caught by: test_graph_gradients_kind
# message: float32
import torch


def graph_gradients(w, x):
    w = w.detach().float().clone().requires_grad_()
    x = x.detach().float().clone().requires_grad_()
    a, b = x + w, w + 1
    return dict(zip("wxab", torch.autograd.grad((a * b).sum(), [w, x, a, b]), strict=True))

# %% a and b are leaves of their own
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = (x + w).detach().requires_grad_()
    b = (w + 1).detach().requires_grad_()
    (a * b).sum().backward()
    return {"w": a.grad, "x": b.grad, "a": a.grad, "b": b.grad}

# %% returns lists
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind
# message: expected a
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    found = torch.autograd.grad((a * b).sum(), [w, x, a, b])
    return {k: v.tolist() for k, v in zip("wxab", found, strict=True)}

# %% missing key
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: missing
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    return dict(zip("wx", torch.autograd.grad((a * b).sum(), [w, x]), strict=True))

# %% works on the arguments themselves
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
def graph_gradients(w, x):
    w.requires_grad_()
    x.requires_grad_()
    a, b = x + w, w + 1
    a.retain_grad()
    b.retain_grad()
    (a * b).sum().backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}

# %% only first entry
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    found = torch.autograd.grad((a * b).flatten()[0], [w, x, a, b])
    return dict(zip("wxab", found, strict=True))

# %% only largest
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    found = torch.autograd.grad((a * b).max(), [w, x, a, b])
    return dict(zip("wxab", found, strict=True))

# %% turns requires_grad off afterwards
# caught by: test_graph_gradients_leave_the_arguments_alone
# message: For example, try graph_gradients(
# held out: yes
import torch


def graph_gradients(w, x):
    old = w.grad, x.grad
    w.requires_grad_()
    x.requires_grad_()
    a, b = x + w, w + 1
    found = torch.autograd.grad((a * b).sum(), [w, x, a, b])
    w.requires_grad_(False)
    x.requires_grad_(False)
    return dict(zip("wxab", found))

# %% restores all but requires_grad
# caught by: test_graph_gradients_leave_the_arguments_alone
# message: requires_grad
import torch


def graph_gradients(w, x):
    w.requires_grad_()
    x.requires_grad_()
    a, b = x + w, w + 1
    return dict(zip("wxab", torch.autograd.grad((a * b).sum(), [w, x, a, b]), strict=True))

# %% returns nothing
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: None
def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    (a * b).sum().backward()

# %% returns the nodes
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    return {"w": w.detach(), "x": x.detach(), "a": a.detach(), "b": b.detach()}

# %% rounded
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: the right numbers, rounded
def graph_gradients(w, x):
    grads = {"w": x + 2 * w + 1, "x": w + 1, "a": w + 1, "b": x + w}
    return {key: grad.detach().round(decimals=3) for key, grad in grads.items()}

# %% shapes squeezed
# caught by: test_graph_gradients_kind
# message: "w" is a float32 tensor of shape (), expected shape (1,)
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a, b = x + w, w + 1
    found = torch.autograd.grad((a * b).sum(), [w, x, a, b])
    return {k: g.squeeze() for k, g in zip("wxab", found)}

# %% starts from the length
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind
# message: For example, graph_gradients(
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a, b = x + w, w + 1
    found = torch.autograd.grad(a * b, [w, x, a, b], torch.ones(len(w)))
    return dict(zip("wxab", found))

# %% y is a sum
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    found = torch.autograd.grad((a + b).sum(), [w, x, a, b])
    return dict(zip("wxab", found, strict=True))

# %% every gradient is summed
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: expected shape
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    found = torch.autograd.grad((a * b).sum(), [w, x, a, b])
    return {k: v.sum() for k, v in zip("wxab", found, strict=True)}

# %% a and b swapped
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
def graph_gradients(w, x):
    a, b = (x + w).detach(), (w + 1).detach()
    return {"w": a + b, "x": b, "a": a, "b": b}

# %% swapped w and x
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    found = torch.autograd.grad((a * b).sum(), [x, w, a, b])
    return dict(zip("wxab", found, strict=True))

# %% through lists
# caught by: test_graph_gradients_kind
# message: a tensor of dtype float32, expected float64
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a, b = x + w, w + 1
    found = torch.autograd.grad((a * b).sum(), [w, x, a, b])
    return {k: torch.tensor(g.tolist()) for k, g in zip("wxab", found)}

# %% returns a tuple
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: a tuple of 4
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    return torch.autograd.grad((a * b).sum(), [w, x, a, b])

# %% the numbers of the visible test
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind, test_graph_gradients_of_vectors
# message: For example,
# held out: yes
import torch


def graph_gradients(w, x):
    one = torch.ones_like(w)
    return {"w": 5 * one, "x": 2 * one, "a": 2 * one, "b": 3 * one}

# %% zeroes callers grad
# caught by: test_graph_gradients_leave_the_arguments_alone
# message: of graph_gradients has changed
# held out: yes
import torch


def graph_gradients(w, x):
    for t in (w, x):
        if t.grad is not None:
            t.grad.zero_()
    w, x = w.detach().clone().requires_grad_(), x.detach().clone().requires_grad_()
    a, b = x + w, w + 1
    return dict(zip("wxab", torch.autograd.grad((a * b).sum(), [w, x, a, b])))

# %% remembers answers by shape
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind
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

# %% dot product
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind
# message: For example, graph_gradients(
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    y = a @ b
    gw, gx, ga, gb = torch.autograd.grad(y.sum(), [w, x, a, b])
    return {"w": gw, "x": gx, "a": ga, "b": gb}

# %% a key too many
# caught by: test_graph_gradients_kind
# message: For example, graph_gradients(
def graph_gradients(w, x):
    w, x = w.data, x.data
    return {"w": x + 2 * w + 1, "x": w + 1, "a": w + 1, "b": x + w, "y": (x + w) * (w + 1)}


# %% difference_quotient_with_step_one
# caught by: test_graph_gradients_kind
# message: For example,
import torch


def graph_gradients(w, x):
    w, x = w.detach(), x.detach()

    def y(w, x):
        return (x + w) * (w + 1)

    a, b = x + w, w + 1
    return {
        "w": (y(w + 1, x) - y(w - 1, x)) / 2,
        "x": (y(w, x + 1) - y(w, x - 1)) / 2,
        "a": ((a + 1) * b - (a - 1) * b) / 2,
        "b": (a * (b + 1) - a * (b - 1)) / 2,
    }
