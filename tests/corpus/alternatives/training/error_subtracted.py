# exercise: E16


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return 1.0 - (p.reshape(-1).ge(threshold) ^ y.reshape(-1).bool()).sum().item() / p.shape[0]
