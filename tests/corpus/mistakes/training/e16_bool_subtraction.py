# exercise: E16
# caught by: test_accuracy_dtypes
# message: Arithmetic with a bool tensor


def accuracy(p, y, threshold=0.5):
    if len(y) == 0:
        raise ValueError("empty")
    d = p.flatten() >= threshold
    return 1 - (d.to(y.dtype) - y).abs().float().mean().item()
