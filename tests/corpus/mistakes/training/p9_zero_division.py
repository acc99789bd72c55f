# exercise: E16
# caught by: test_accuracy_refuses_no_samples
# message: raise ValueError


def accuracy(p, y, threshold=0.5):
    right = (p.flatten() >= threshold) == (y.flatten() == 1)
    return right.sum().item() / right.numel()
