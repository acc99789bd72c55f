# exercise: E17
# caught by: test_train_step_moves_once
# message: penalty on the weights
from torch import nn


def train_step(model, x, y, optimizer, lam=0.01):
    optimizer.zero_grad()
    loss = nn.functional.binary_cross_entropy(model(x).flatten(), y.flatten().to(x.dtype))
    loss = loss + lam * sum((p**2).sum() for p in model.parameters())
    loss.backward()
    optimizer.step()
    return loss.item()
