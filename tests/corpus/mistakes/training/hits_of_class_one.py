# exercise: E16
# caught by: test_accuracy_values, test_accuracy_column
# message: class 1


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p.flatten() >= threshold) * y.flatten()).sum().item() / p.numel()
