# exercise: E16
# caught by: test_accuracy_ties, test_accuracy_thresholds
# message: half to even


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return (p.flatten().round() == y.flatten()).double().mean().item()
