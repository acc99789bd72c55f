# exercise: E16


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    mask = p.ge(threshold).float().squeeze(-1) if p.dim() > 1 else p.ge(threshold).float()
    correct = (mask == y).sum()
    return correct.item() / y.size(0)
