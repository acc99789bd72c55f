# exercise: E16
# caught by: test_accuracy_values, test_accuracy_column
# message: divide it by the number


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p.flatten() >= threshold) == (y.flatten() == 1)).sum().item()
