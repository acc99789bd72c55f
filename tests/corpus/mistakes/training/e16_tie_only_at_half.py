# exercise: E16
# caught by: test_accuracy_ties
# message: without a margin


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("no samples")
    right = (p.flatten() + 1e-4 > threshold) == (y.flatten() == 1)
    return right.sum().item() / right.numel()
