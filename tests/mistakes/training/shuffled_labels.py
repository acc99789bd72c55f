# exercise: E17
# caught by: ?
# message: weight|number|wrong
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    order = torch.randperm(len(x))
    p = model(x[order]).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()
