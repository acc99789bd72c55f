# exercise: E18
# ruff: noqa: F821

import numpy as np


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
    a, t = x.numpy().astype(np.float64), y.numpy().astype(np.float64)
    rng = np.random.default_rng()
    w = (
        rng.normal(size=a.shape[1])
        if init_weight is None
        else init_weight.numpy().astype(np.float64).ravel()
    )
    b = float(rng.normal()) if init_bias is None else float(init_bias)
    v, u = np.zeros_like(w), 0.0
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        z = a @ w + b
        p = 1 / (1 + np.exp(-z))
        losses.append(np.mean(np.logaddexp(0, z) - z * t))
        v, u = momentum * v + a.T @ (p - t) / len(t), momentum * u + np.mean(p - t)
        w, b = w - lr * v, b - lr * u
        if it % check_every == 0:
            accuracies.append((it, np.mean((p >= 0.5) == (t == 1))))
            if accuracies[-1][1] > target_acc:
                stopped = True
                break
    return {
        "weight": torch.from_numpy(w).to(x.dtype),
        "bias": b,
        "iterations": len(losses),
        "stopped_early": np.bool_(stopped),
        "losses": losses,
        "accuracies": accuracies,
    }
