# exercise: E17
# caught by: ?
# message: call|weight|step
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    for g in optimizer.param_groups:
        g["lr"] *= 0.9
    return loss.item()
