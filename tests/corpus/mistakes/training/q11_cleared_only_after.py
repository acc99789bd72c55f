# exercise: E17
# caught by: test_train_step_stale_gradients
# message: leak
# ruff: noqa: N812

import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()
