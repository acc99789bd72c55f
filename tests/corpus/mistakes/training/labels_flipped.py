# exercise: E17
# caught by: test_train_step_moves_once, test_train_step_five
# message: exchanged
# ruff: noqa: N812

import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, 1 - y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()
