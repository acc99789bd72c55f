# exercise: E17
# caught by: test_train_step_moves_once, test_train_step_loss, test_train_step_five, test_train_step_stale_gradients, test_train_step_label_dtypes
# unnamed: yes
# message: labels belong to other samples
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    order = torch.randperm(len(x))
    p = model(x[order]).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()
