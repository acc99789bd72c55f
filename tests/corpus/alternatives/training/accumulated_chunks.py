# exercise: E17
# ruff: noqa: B905, N812

import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    total = 0.0
    for a, b in zip(x.split(3), y.split(3)):
        p = model(a).flatten()
        loss = F.binary_cross_entropy(p, b.to(p.dtype), reduction="sum") / len(y)
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total
