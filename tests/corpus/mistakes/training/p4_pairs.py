# exercise: E16
# caught by: test_accuracy_column
# message: N * N


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p >= threshold) == (y == 1)).sum().item() / len(y)
