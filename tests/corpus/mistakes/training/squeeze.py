# exercise: E17
# caught by: test_train_step_one_sample
# message: no axis left
# ruff: noqa: N812

import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).squeeze()
    loss = F.binary_cross_entropy(p, y.to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()
