# exercise: E17
# caught by: ?
# message: weight|number|wrong
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    (loss + 1e-3 * sum((q ** 2).sum() for q in model.parameters())).backward()
    optimizer.step()
    return loss.item()
