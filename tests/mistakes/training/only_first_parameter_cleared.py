# exercise: E17
# caught by: ?
# message: gradient|weight|bias
import torch


def train_step(model, x, y, optimizer):
    next(model.parameters()).grad = None
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()
