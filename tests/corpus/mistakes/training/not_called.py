# exercise: E16
# caught by: test_accuracy_values, test_accuracy_column
# message: expected a Python float


def accuracy(p, y, threshold=0.5):
    return ((p.flatten() >= threshold) == (y.flatten() == 1)).float().mean().item
