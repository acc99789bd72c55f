# exercise: E12
# ruff: noqa: F821


def bce_loss(p, y):
    p = p.squeeze(-1) if p.dim() == 2 else p
    y = y.squeeze(-1) if y.dim() == 2 else y
    if p.shape != y.shape:
        raise ValueError("sizes")
    return torch.nn.BCELoss()(p, y.to(p.dtype))
