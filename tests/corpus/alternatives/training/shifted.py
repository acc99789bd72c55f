# exercise: E16


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p.flatten() - threshold >= 0).int() == y.int()).sum().item() / len(p)
