# exercise: E17
# caught by: test_train_step_rate_zero, test_train_step_moves_once
# message: Something besides the optimizer moves the parameters:
# ruff: noqa: F821, N812

import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for q in model.parameters():
            q -= 0.01 * q.grad
    return loss.item()
