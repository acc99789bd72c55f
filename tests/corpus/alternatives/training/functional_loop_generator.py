# exercise: E18
import torch


def _iterations(x, y, w, b, lr, momentum):
    vw, vb = torch.zeros_like(w), torch.zeros_like(b)
    n = len(x)
    while True:
        z = torch.mv(x, w) + b
        r = (torch.sigmoid(z) - y) / n
        loss = torch.nn.functional.softplus((1 - 2 * y) * z).mean().item()
        vw, vb = momentum * vw + r @ x, momentum * vb + r.sum()
        w, b = w - lr * vw, b - lr * vb
        yield loss, z, w, b


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    x = x.detach()
    y = y.reshape(-1).to(x.dtype)
    w = torch.randn(x.shape[1], dtype=x.dtype) if init_weight is None else init_weight.reshape(-1).to(x.dtype).clone()
    b = torch.tensor(torch.randn(()).item() if init_bias is None else float(init_bias), dtype=x.dtype)
    losses, accuracies, stopped = [], [], False
    steps = _iterations(x, y, w, b, lr, momentum)
    while len(losses) < max_iters and not stopped:
        it = len(losses)
        loss, z, w, b = next(steps)
        losses.append(loss)
        if not it % check_every:
            accuracies.append((it, ((z >= 0) == (y > 0.5)).float().mean().item()))
            stopped = accuracies[-1][1] > target_acc + 1e-7
    return dict(weight=w, bias=b.item(), iterations=len(losses), stopped_early=stopped, losses=losses, accuracies=accuracies)
