# exercise: E17
# caught by: ?
# message: twice|half|number|wrong
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype)) / 2
    loss.backward()
    optimizer.step()
    return 2 * loss.item()
