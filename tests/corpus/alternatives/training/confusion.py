# exercise: E16
# ruff: noqa: F821


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    d = (p.flatten() >= threshold).long()
    t = y.flatten().long()
    table = torch.bincount(2 * t + d, minlength=4)
    return float(table[0] + table[3]) / int(table.sum())
