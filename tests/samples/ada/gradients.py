import torch


def leaf(t):
    return t.detach().clone().requires_grad_()


def graph_gradients(w, x):
    w, x = leaf(w), leaf(x)
    a, b = x + w, w + 1
    grads = torch.autograd.grad((a * b).sum(), [w, x, a, b])
    return dict(zip("wxab", grads))


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("I need two weights")
    w, x = leaf(w), x.detach()
    c0, c1 = loss_weights.reshape(-1).tolist()
    y0, y1 = (x + w) * (w + 1), (x + w) + (w + 1)
    (c0 * y0 + c1 * y1).sum().backward()
    return w.grad


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError("one weight per loss")
    starts = [
        torch.as_tensor(c, dtype=loss.dtype).expand(loss.shape).contiguous()
        for loss, c in zip(losses, weights)
    ]
    if losses:
        torch.autograd.backward(list(losses), grad_tensors=starts)


def backward_n_times(x, n):
    if n < 0:
        raise ValueError("n must not be negative")
    x = leaf(x)
    z = (x**3).sum()
    copies = []
    for _ in range(n):
        z.backward(retain_graph=True)
        copies.append(x.grad.clone())
    return copies


def nth_derivative(coeffs, x, n):
    if n < 0:
        raise ValueError("n must not be negative")
    x = leaf(x)
    p = sum((c * x**k for k, c in enumerate(coeffs.tolist())), torch.zeros_like(x))
    for _ in range(n):
        if not p.requires_grad:
            return torch.zeros_like(x.detach())
        (p,) = torch.autograd.grad(p.sum(), x, create_graph=True, allow_unused=True)
        if p is None:
            return torch.zeros_like(x.detach())
    return p.detach()


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    x, y = x.detach(), y.detach().to(x.dtype)
    w, b = torch.tensor(float(w0), dtype=x.dtype), torch.tensor(float(b0), dtype=x.dtype)
    losses = []
    for _ in range(steps):
        r = w * x + b - y
        losses.append((0.5 * r * r).mean().item())
        w, b = w - lr * (r * x).mean(), b - lr * r.mean()
    return {"w": w.item(), "b": b.item(), "losses": losses}
