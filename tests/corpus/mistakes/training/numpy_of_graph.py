# exercise: E16
# caught by: test_accuracy_with_graph
# message: numpy knows no graphs


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    import numpy as np

    return float(np.mean((p.numpy().ravel() >= threshold) == (y.numpy().ravel() == 1)))
