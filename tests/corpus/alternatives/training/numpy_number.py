# exercise: E16


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    import numpy as np

    d = p.detach().numpy().ravel() >= threshold
    return np.mean(d == y.numpy().ravel().astype(bool))
