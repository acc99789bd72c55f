# exercise: E18
# ruff: noqa: B905, F821

import math
import random


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
    rows, labels = x.tolist(), [int(v) for v in y.tolist()]
    n, d = len(rows), len(rows[0])
    w = (
        [random.gauss(0, 1) for _ in range(d)]
        if init_weight is None
        else init_weight.flatten().tolist()
    )
    b = random.gauss(0, 1) if init_bias is None else init_bias
    vw, vb = [0.0] * d, 0.0
    history = {"losses": [], "accuracies": []}
    early = False
    for it in range(max_iters):
        gw, gb, cost, right = [0.0] * d, 0.0, 0.0, 0
        for row, label in zip(rows, labels):
            z = sum(a * c for a, c in zip(w, row)) + b
            p = 1 / (1 + math.exp(-z)) if z > -700 else 0.0
            cost += max(z, 0) - z * label + math.log1p(math.exp(-abs(z)))
            right += (p >= 0.5) == bool(label)
            for k in range(d):
                gw[k] += (p - label) * row[k] / n
            gb += (p - label) / n
        history["losses"].append(cost / n)
        vw = [momentum * v + g for v, g in zip(vw, gw)]
        vb = momentum * vb + gb
        w = [a - lr * v for a, v in zip(w, vw)]
        b -= lr * vb
        if it % check_every == 0:
            history["accuracies"].append((it, right / n))
            if right / n > target_acc:
                early = True
                break
    return {
        **history,
        "weight": torch.tensor([w], dtype=x.dtype),
        "bias": b,
        "iterations": len(history["losses"]),
        "stopped_early": early,
    }
