# %% by hand
import torch


@torch.no_grad()
def graph_gradients(w, x):
    a, b = x + w, w + 1
    return {"w": a + b, "x": b, "a": b, "b": a}

# %% a dict that can be called
import torch


class _Graph(dict):
    def __call__(self, w, x):
        leaves = [t.detach().clone().requires_grad_(True) for t in (w, x)]
        a = torch.add(leaves[1], leaves[0])
        b = leaves[0].add(1)
        with torch.enable_grad():
            y = torch.mul(a, b)
        gs = torch.autograd.grad([y], leaves + [a, b], grad_outputs=[torch.ones_like(y)])
        out = _Graph()
        out.update(zip("wxab", gs))
        return out


graph_gradients = _Graph()

# %% an object of a class, called
import torch


class _Gradients:
    names = ("w", "x", "a", "b")

    def __call__(self, w, x):
        nodes = [torch.nn.Parameter(w.detach().clone()), torch.nn.Parameter(x.detach().clone())]
        nodes += [nodes[1] + nodes[0], nodes[0] + 1]
        total = torch.einsum("i,i->", nodes[2].reshape(-1), nodes[3].reshape(-1))
        return {name: g.detach() for name, g in zip(self.names, torch.autograd.grad(total, nodes))}


graph_gradients = _Gradients()

# %% custom function
import torch


class _Product(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b

    @staticmethod
    def backward(ctx, up):
        a, b = ctx.saved_tensors
        return up * b, up * a


def graph_gradients(w, x):
    with torch.enable_grad():
        w = torch.empty_like(w).copy_(w.detach()).requires_grad_(True)
        x = torch.empty_like(x).copy_(x.detach()).requires_grad_(True)
        a, b = torch.add(x, w), torch.add(w, 1)
        a.retain_grad(), b.retain_grad()
        y = _Product.apply(a, b)
        y.backward(gradient=torch.ones_like(y))
    return {"b": b.grad, "a": a.grad, "x": x.grad, "w": w.grad}

# %% detached later
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    s = (a * b).sum()
    found = torch.autograd.grad(s, [w, x, a, b], create_graph=True)
    return {key: value.detach() for key, value in zip("wxab", found, strict=True)}

# %% dot product of the flat tensors
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    torch.dot(a.flatten(), b.flatten()).backward(inputs=(w, x, a, b))
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}

# %% enable grad
import torch


def graph_gradients(w, x):
    with torch.enable_grad():
        w, x = (t.detach().clone().requires_grad_(True) for t in (w, x))
        a, b = x + w, w + 1
        y = torch.mul(a, b)
    out = {}
    out["w"], out["x"], out["a"], out["b"] = torch.autograd.grad(
        y, (w, x, a, b), torch.ones_like(y)
    )
    return out

# %% forward mode
def graph_gradients(w, x):
    w, x = w.detach(), x.detach()
    a, b = x + w, w + 1
    one = torch.ones_like(w)

    def slope(f, at):
        return torch.func.jvp(f, (at,), (one,))[1]

    return {
        "w": slope(lambda t: (x + t) * (t + 1), w),
        "x": slope(lambda t: (t + w) * (w + 1), x),
        "a": slope(lambda t: t * b, a),
        "b": slope(lambda t: a * t, b),
    }

# %% func grad
import torch


def graph_gradients(w, x):
    w, x = w.detach(), x.detach()
    dw, dx = torch.func.grad(lambda w, x: ((x + w) * (w + 1)).sum(), argnums=(0, 1))(w, x)
    da, db = torch.func.grad(lambda a, b: (a * b).sum(), argnums=(0, 1))(x + w, w + 1)
    return {"w": dw, "x": dx, "a": da, "b": db}

# %% functional vjp
import torch


def graph_gradients(w, x):
    w, x = w.detach(), x.detach()
    a, b = x + w, w + 1
    product = lambda a, b: a * b
    whole = lambda w, x: (x + w) * (w + 1)
    ones = torch.ones_like(a)
    _, (da, db) = torch.autograd.functional.vjp(product, (a, b), ones)
    _, (dw, dx) = torch.autograd.functional.vjp(whole, (w, x), ones)
    return {"w": dw, "x": dx, "a": da, "b": db}

# %% tensor hooks
def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    found = {}
    for key, tensor in (("w", w), ("x", x), ("a", a), ("b", b)):
        tensor.register_hook(lambda grad, key=key: found.__setitem__(key, grad.clone()))
    (a * b).sum().backward()
    return found

# %% backward with inputs
def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    (a * b).sum().backward(inputs=[w, x, a, b])
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}

# %% functional.jacobian
import torch


def graph_gradients(w, x):
    def total(w, x):
        return ((x + w) * (w + 1)).sum()

    w, x = w.detach(), x.detach()
    dw, dx = torch.autograd.functional.jacobian(total, (w, x))
    return {"w": dw, "x": dx, "a": w + 1, "b": x + w}

# %% no copy needed
import torch


def graph_gradients(w, x):
    w = w if w.requires_grad else w.clone().requires_grad_()
    x = x if x.requires_grad else x.clone().requires_grad_()
    a = x + w
    b = w + 1
    gw, gx, ga, gb = torch.autograd.grad([(a * b).sum()], (w, x, a, b))
    return dict(w=gw, x=gx, a=ga, b=gb)

# %% one by one retained
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    s = (a * b).sum()
    found = {}
    for key, tensor in {"w": w, "x": x, "a": a, "b": b}.items():
        found[key] = torch.autograd.grad(s, tensor, retain_graph=True)[0]
    return found

# %% retain grad
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    a.retain_grad()
    b.retain_grad()
    y = a * b
    y.backward(torch.ones_like(y))
    return {"b": b.grad, "a": a.grad, "x": x.grad, "w": w.grad}

# %% through float64
def graph_gradients(w, x):
    from collections import OrderedDict

    wd, xd = w.detach().double(), x.detach().double()
    found = OrderedDict(w=xd + 2 * wd + 1, x=wd + 1, a=wd + 1, b=xd + wd)
    return OrderedDict((k, v.to(w.dtype)) for k, v in found.items())

# %% nn.Parameter as leaves
import torch


def graph_gradients(w, x):
    w = torch.nn.Parameter(w.detach().clone())
    x = torch.nn.Parameter(x.detach().clone())
    a, b = x + w, w + 1
    a.retain_grad(), b.retain_grad()
    torch.autograd.backward((a * b).sum())
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}

# %% vjp with perturbations
import torch


def graph_gradients(w, x):
    zero = torch.zeros_like(w.detach())
    _, back = torch.func.vjp(
        lambda w, x, da, db: (x + w + da) * (w + 1 + db), w.detach(), x.detach(), zero, zero
    )
    return dict(zip(["w", "x", "a", "b"], back(torch.ones_like(zero))))

# %% warns and prints
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    import warnings

    warnings.warn("a grad that is none of a leaf's", UserWarning, stacklevel=1)
    print("loud")
    y = a * b
    found = torch.autograd.grad([y], [w, x, a, b], grad_outputs=[torch.ones_like(y)])
    return dict(zip(["w", "x", "a", "b"], found, strict=True))

# %% by hand, on .data
def graph_gradients(w, x):
    w, x = w.data, x.data
    return {"w": x + 2 * w + 1, "x": w + 1, "a": w + 1, "b": x + w}
