# exercise: E16
# ruff: noqa: F821


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    with torch.no_grad():
        pred = torch.where(p.flatten() >= threshold, 1, 0)
    return pred.eq(y).sum().true_divide(y.numel()).item()
