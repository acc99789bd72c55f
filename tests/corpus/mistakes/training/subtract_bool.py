# exercise: E16
# caught by: test_accuracy_dtypes
# message: convert it to a number type first


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return 1 - ((p.flatten() >= threshold).float() - y).abs().mean().item()
