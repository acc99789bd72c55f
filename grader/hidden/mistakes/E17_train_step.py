# %% cleared only after
# caught by: test_train_step_stale_gradients
# message: Gradients left over from earlier code leak into your first step: clear before backward,
#     not only after the step.
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


# %% never cleared
# caught by: test_train_step_five
# message: First step right, then growing: the gradients of earlier steps are still there. Clear
#     them before backward. (Accuracy alone does not show this mistake.)
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()


# %% step before backward
# caught by: test_train_step_moves_once, test_train_step_five
# message: Your step uses the gradients of the previous call: backward comes before the step.
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


# %% own bce column
# caught by: test_train_step_moves_once, test_train_step_five
# message: A column (N, 1) met labels (N,): the loss was broadcast over N * N pairs. Flatten first.
def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x)
    y = y.to(p.dtype)
    loss = -(y * p.log() + (1 - y) * (1 - p).log()).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
