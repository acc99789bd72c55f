# exercise: E16
# caught by: test_accuracy_values, test_accuracy_column
# message: The accuracy is rounded:


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return round(((p.flatten() >= threshold) == (y.flatten() == 1)).double().mean().item(), 2)
