# exercise: E16
# caught by: test_accuracy_refuses_no_samples
# message: no samples


def accuracy(p, y, threshold=0.5):
    if len(y) == 0:
        return 0.0
    return ((p.flatten() >= threshold) == (y.flatten() == 1)).double().mean().item()
