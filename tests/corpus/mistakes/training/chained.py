# exercise: E16
# caught by: test_accuracy_values, test_accuracy_column
# message: truth value


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    return float(p.flatten() >= threshold == y.flatten())
