# exercise: E16
# ruff: noqa: B905


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    right = 0
    for one, label in zip(p.flatten().tolist(), y.flatten().tolist()):
        right += int(one >= threshold) == int(label)
    return right / y.numel()
