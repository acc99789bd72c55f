# exercise: E17
# caught by: test_train_step_loss
# held out: yes
# message: For example,
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return round(loss.item(), 3)
