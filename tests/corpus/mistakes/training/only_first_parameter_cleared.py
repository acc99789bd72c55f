# exercise: E17
# caught by: test_train_step_loss, test_train_step_five, test_train_step_stale_gradients, test_train_step_one_sample
# message: clear all of them
import torch


def train_step(model, x, y, optimizer):
    next(model.parameters()).grad = None
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()
