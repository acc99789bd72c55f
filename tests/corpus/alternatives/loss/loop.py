# exercise: E12
# ruff: noqa: B905


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    total = 0
    for one, label in zip(p.clamp(1e-7, 1 - 1e-7), y):
        total = total - (one.log() if label == 1 else (1 - one).log())
    return total / len(p)
