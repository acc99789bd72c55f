# exercise: E17
# caught by: test_train_step_moves_once, test_train_step_five
# message: cut into batches
# ruff: noqa: F401, N812

import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    import itertools

    optimizer.zero_grad()
    total = 0.0
    for i in range(0, len(x), 4):
        optimizer.zero_grad()
        p = model(x[i : i + 4]).flatten()
        loss = F.binary_cross_entropy(p, y[i : i + 4].to(p.dtype))
        loss.backward()
        optimizer.step()
        total += loss.item() * len(p)
    return total / len(x)
