# %% by hand
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b = torch.tensor(w0, dtype=x.dtype), torch.tensor(b0, dtype=x.dtype)
    losses = []
    for _ in range(steps):
        r = y - w * x - b
        losses.append(float((0.5 * r**2).mean()))
        w, b = w + lr * (r * x).mean(), b + lr * r.mean()
    return {"w": float(w), "b": float(b), "losses": losses}

# %% update of .data
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        w.data -= lr * w.grad.data
        b.data -= lr * b.grad.data
        w.grad.zero_()
        b.grad.zero_()
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% dataclass state
import torch


from dataclasses import dataclass, field


@dataclass
class _State:
    w: torch.Tensor
    b: torch.Tensor
    losses: list[float] = field(default_factory=list)

    def step(self, x, y, lr):
        residual = torch.sub(torch.addcmul(self.b.expand_as(x), self.w.expand_as(x), x), y)
        self.losses.append(torch.dot(residual, residual).item() / (2 * x.numel()))
        self.w, self.b = self.w - lr * torch.mean(residual * x), self.b - lr * residual.mean()


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    state = _State(torch.as_tensor(w0, dtype=x.dtype), torch.as_tensor(b0, dtype=x.dtype))
    for _ in range(steps):
        state.step(x.detach(), y.detach(), lr)
    return {"w": state.w.item(), "b": state.b.item(), "losses": state.losses}

# %% func grad
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    def loss(w, b):
        return (0.5 * (y - (w * x + b)) ** 2).mean()

    slopes = torch.func.grad_and_value(loss, argnums=(0, 1))
    w, b = (torch.tensor(v, dtype=x.dtype) for v in (w0, b0))
    losses = []
    for _ in range(steps):
        (gw, gb), value = slopes(w, b)
        losses += [value.item()]
        w, b = w - lr * gw, b - lr * gb
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% functional call
import torch


from torch.func import functional_call, grad_and_value


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    net = torch.nn.Linear(1, 1, dtype=x.dtype)
    p = {"weight": torch.full((1, 1), float(w0), dtype=x.dtype), "bias": torch.full((1,), float(b0), dtype=x.dtype)}
    objective = lambda p: 0.5 * (functional_call(net, p, (x[:, None],))[:, 0] - y).square().mean()
    losses = []
    for _ in range(steps):
        g, value = grad_and_value(objective)(p)
        losses.append(value.item())
        p = {k: (v - lr * g[k]).detach() for k, v in p.items()}
    return {"w": p["weight"].item(), "b": p["bias"].item(), "losses": losses}

# %% a ParameterList
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    theta = torch.nn.ParameterList([torch.tensor([float(w0)], dtype=x.dtype), torch.tensor([float(b0)], dtype=x.dtype)])
    losses = []
    for _ in range(steps):
        theta.zero_grad(set_to_none=False)
        loss = torch.nn.functional.mse_loss(theta[0] * x.detach() + theta[1], y.detach()) / 2
        loss.backward()
        losses.append(float(loss.detach()))
        for p in theta:
            p.data.add_(p.grad, alpha=-lr)
    w, b = (p.item() for p in theta)
    return {"losses": losses, "b": b, "w": w}

# %% linear layer
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    layer = torch.nn.Linear(1, 1).to(x.dtype)
    with torch.no_grad():
        layer.weight.fill_(w0)
        layer.bias.fill_(b0)
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = F.mse_loss(layer(x[:, None]), y[:, None]) / 2
        loss.backward()
        losses.append(float(loss))
        with torch.no_grad():
            for p in layer.parameters():
                p.sub_(p.grad, alpha=lr)
    return {"w": float(layer.weight), "b": float(layer.bias), "losses": losses}

# %% moments of the data
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    x, y = x.detach(), y.detach()
    A = torch.stack([x, torch.ones_like(x)], 1)
    theta = torch.tensor([w0, b0], dtype=x.dtype)
    H, g = A.T @ A / len(x), A.T @ y / len(x)
    losses = []
    for _ in range(steps):
        losses.append(((A @ theta - y) ** 2).mean().item() * 0.5)
        theta = theta - lr * (H @ theta - g)
    return dict(w=theta[0].item(), b=theta[1].item(), losses=losses)

# %% optimizer
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.nn.Parameter(torch.tensor(w0, dtype=x.dtype))
    b = torch.nn.Parameter(torch.tensor(b0, dtype=x.dtype))
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = 0.5 * F.mse_loss(w * x + b, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% rebinding
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        w = (w - lr * w.grad).detach().requires_grad_()
        b = (b - lr * b.grad).detach().requires_grad_()
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% sum divided by n
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).sum() / len(x)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% two autograd calls
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        gw = torch.autograd.grad(loss, w, retain_graph=True)[0]
        gb = torch.autograd.grad(loss, b)[0]
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * gw
            b -= lr * gb
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% vector
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    theta = torch.tensor([w0, b0], dtype=x.dtype, requires_grad=True)
    a = torch.stack([x, torch.ones_like(x)], dim=1)
    losses = []
    for _ in range(steps):
        loss = 0.5 * (a @ theta - y).square().mean()
        (slope,) = torch.autograd.grad(loss, theta)
        losses.append(loss.item())
        with torch.no_grad():
            theta -= lr * slope
    w, b = theta.tolist()
    return {"w": w, "b": b, "losses": losses}

# %% python floats throughout
def manual_gradient_descent(x, y, w0, b0, lr, steps):
    xs, ys = x.tolist(), y.tolist()
    n, w, b, losses = len(xs), w0, b0, []
    for _ in range(steps):
        r = [w * p + b - q for p, q in zip(xs, ys, strict=True)]
        losses.append(sum(0.5 * e * e for e in r) / n)
        w, b = w - lr * sum(e * p for e, p in zip(r, xs, strict=True)) / n, b - lr * sum(r) / n
    return {"b": b, "w": w, "losses": losses}
