# exercise: E17
# ruff: noqa: N812

import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    import numpy as np

    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return np.float32(loss.item())
