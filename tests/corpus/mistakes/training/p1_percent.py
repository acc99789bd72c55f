# exercise: E16
# caught by: test_accuracy_values, test_accuracy_column
# message: percent


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return 100 * ((p.flatten() >= threshold) == (y.flatten() == 1)).double().mean().item()
