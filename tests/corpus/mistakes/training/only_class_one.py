# exercise: E16
# caught by: test_accuracy_values, test_accuracy_column
# message: class 1


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    mask = y == 1
    return (p.flatten()[mask] >= threshold).double().mean().item() if mask.any() else 0.0
