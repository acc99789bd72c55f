# exercise: E17
# caught by: ?
# message: move|step|weight
import torch


def train_step(model, x, y, optimizer):
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.zero_grad(set_to_none=False)
    optimizer.step()
    return loss.item()
