# exercise: E17
# caught by: test_train_step_five
# message: by hand
# ruff: noqa: F821, N812

import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    with torch.no_grad():
        for q in model.parameters():
            q -= optimizer.param_groups[0]["lr"] * q.grad
    return loss.item()
