# exercise: E17
# caught by: test_train_step_five
# message: changed between the calls
from torch import nn


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    loss = nn.functional.binary_cross_entropy(model(x).flatten(), y.flatten().to(x.dtype))
    loss.backward()
    optimizer.step()
    for g in optimizer.param_groups:
        g["lr"] *= 0.95
    return loss.item()
