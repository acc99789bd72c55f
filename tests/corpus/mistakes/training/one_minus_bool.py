# exercise: E17
# caught by: test_train_step_label_dtypes
# message: convert it to a number type first
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = -(y * torch.log(p.clamp(min=1e-12)) + (1 - y) * torch.log((1 - p).clamp(min=1e-12))).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
