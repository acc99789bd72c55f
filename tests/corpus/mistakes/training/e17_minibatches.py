# exercise: E17
# caught by: test_train_step_moves_once
# message: cut into batches
from torch import nn


def train_step(model, x, y, optimizer):
    last = 0.0
    half = max(1, (len(x) + 1) // 2)
    for i in range(0, len(x), half):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy(
            model(x[i : i + half]).flatten(), y[i : i + half].flatten().to(x.dtype)
        )
        loss.backward()
        optimizer.step()
        last += loss.item() * len(x[i : i + half])
    return last / len(x)
