# exercise: E16
import torch


import numpy as np


def accuracy(p, y, threshold=0.5):
    p, y = p.detach().numpy().ravel(), y.detach().numpy().ravel()
    if p.size == 0:
        raise ValueError("no samples")
    return np.mean((p >= threshold) == y.astype(bool))
