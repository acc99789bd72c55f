# exercise: E16
# caught by: test_accuracy_one_sample
# message: axis
# ruff: noqa: B905


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    mask = p.squeeze().ge(threshold)
    return sum(bool(a) == bool(b) for a, b in zip(mask, y)) / len(mask)
