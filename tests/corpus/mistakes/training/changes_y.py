# exercise: E17
# caught by: test_train_step_returns_float
# message: changed
# ruff: noqa: N812

import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    y.clamp_(0.01, 0.99)
    return loss.item()
