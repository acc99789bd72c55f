# exercise: E16
# caught by: test_accuracy_thresholds, test_accuracy_ties
# message: always made at 0.5


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p.flatten() >= 0.5) == (y.flatten() == 1)).double().mean().item()
