# exercise: E17
# caught by: test_train_step_five, test_train_step_label_dtypes, test_train_step_loss, test_train_step_moves_once, test_train_step_stale_gradients
# held out: yes
# message: only some of the samples
import torch
from torch import nn


def train_step(model, x, y, optimizer):
    x, y = x[:4], y[:4]
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = nn.BCELoss()(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()
