# exercise: E17
# caught by: test_train_step_loss, test_train_step_five, test_train_step_stale_gradients, test_train_step_one_sample
# message: rate of the optimizer is changed
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
