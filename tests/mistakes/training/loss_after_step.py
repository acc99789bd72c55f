# exercise: E17
# caught by: ?
# message: loss|before
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    y = y.flatten().to(x.dtype)
    loss = torch.nn.functional.binary_cross_entropy(model(x).flatten(), y)
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        return torch.nn.functional.binary_cross_entropy(model(x).flatten(), y).item()
