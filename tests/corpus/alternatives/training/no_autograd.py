# exercise: E18
# ruff: noqa: F821


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.reshape(-1).to(x.dtype)
    w = (
        torch.randn(d).to(x)
        if init_weight is None
        else init_weight.detach().reshape(-1).to(x).clone()
    )
    b = (
        torch.zeros((), dtype=x.dtype)
        if init_bias is None
        else torch.tensor(init_bias, dtype=x.dtype)
    )
    vw, vb = torch.zeros_like(w), torch.zeros_like(b)
    losses, accuracies, stop, it = [], [], False, 0
    while it < max_iters and not stop:
        z = x @ w + b
        p = torch.sigmoid(z)
        losses.append(float((torch.logaddexp(z, torch.zeros_like(z)) - z * t).mean()))
        if it % check_every == 0:
            accuracies.append((it, float(((z >= 0) == (t == 1)).double().mean())))
            stop = accuracies[-1][1] > target_acc
        e = (p - t) / n
        vw = momentum * vw + x.T @ e
        vb = momentum * vb + e.sum()
        w = w - lr * vw
        b = b - lr * vb
        it += 1
    return {
        "weight": w,
        "bias": float(b),
        "iterations": it,
        "stopped_early": stop,
        "losses": losses,
        "accuracies": accuracies,
    }
