# %% bce column
# caught by: test_train_step_moves_once, test_train_step_five
# message: different shapes
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x)
    loss = F.binary_cross_entropy(p, y.to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% plain descent by hand
# caught by: test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    with torch.no_grad():
        for q in model.parameters():
            q -= optimizer.param_groups[0]["lr"] * q.grad
    return loss.item()

# %% changes y
# caught by: test_train_step_kind
# message: changed
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    y.clamp_(0.01, 0.99)
    return loss.item()

# %% cleared between
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()

# %% detached p
# caught by: test_train_step_moves_once, test_train_step_five
# message: no history
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).detach().flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% logs without floor
# caught by: test_train_step_loss
# message: For example,
def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    t = y.flatten().to(p.dtype)
    loss = -(t * torch.log(p) + (1 - t) * torch.log(1 - p)).mean()
    loss.backward()
    optimizer.step()
    return loss.item()

# %% two halves, a step each
# caught by: test_train_step_moves_once
# message: For example,
from torch import nn


def train_step(model, x, y, optimizer):
    last = 0.0
    half = max(1, (len(x) + 1) // 2)
    for i in range(0, len(x), half):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy(
            model(x[i : i + half]).flatten(), y[i : i + half].flatten().to(x.dtype)
        )
        loss.backward()
        optimizer.step()
        last += loss.item() * len(x[i : i + half])
    return last / len(x)

# %% only first batch
# caught by: test_train_step_five, test_train_step_kind, test_train_step_loss, test_train_step_moves_once, test_train_step_stale_gradients
# message: For example,
# held out: yes
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

# %% rate decays
# caught by: test_train_step_five
# message: For example,
from torch import nn


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    loss = nn.functional.binary_cross_entropy(model(x).flatten(), y.flatten().to(x.dtype))
    loss.backward()
    optimizer.step()
    for g in optimizer.param_groups:
        g["lr"] *= 0.95
    return loss.item()

# %% regularised
# caught by: test_train_step_moves_once
# message: For example,
from torch import nn


def train_step(model, x, y, optimizer, lam=0.01):
    optimizer.zero_grad()
    loss = nn.functional.binary_cross_entropy(model(x).flatten(), y.flatten().to(x.dtype))
    loss = loss + lam * sum((p**2).sum() for p in model.parameters())
    loss.backward()
    optimizer.step()
    return loss.item()

# %% five steps in a call
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    for _ in range(5):
        optimizer.zero_grad()
        p = model(x).flatten()
        loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
        loss.backward()
        optimizer.step()
    return loss.item()

# %% grad clipped
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 0.1)
    optimizer.step()
    return loss.item()

# %% hand at rate zero
# caught by: test_train_step_optimizers, test_train_step_moves_once
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for q in model.parameters():
            q -= 0.01 * q.grad
    return loss.item()

# %% loss of the decisions
# caught by: test_train_step_moves_once, test_train_step_five
# message: no history
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = (model(x).flatten() >= 0.5).float()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% l2 penalty
# caught by: test_train_step_moves_once, test_train_step_loss, test_train_step_five, test_train_step_stale_gradients, test_train_step_kind, test_train_step_kind
# message: For example,
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    (loss + 1e-3 * sum((q ** 2).sum() for q in model.parameters())).backward()
    optimizer.step()
    return loss.item()

# %% labels flipped
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, 1 - y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% labels to float32
# caught by: test_train_step_kind
# message: Convert labels or inputs to the dtype of the predictions
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    loss = torch.nn.functional.binary_cross_entropy(model(x).flatten(), y.float())
    loss.backward()
    optimizer.step()
    return loss.item()

# %% loss after step
# caught by: test_train_step_loss
# message: For example,
# held out: yes
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    y = y.flatten().to(x.dtype)
    loss = torch.nn.functional.binary_cross_entropy(model(x).flatten(), y)
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        return torch.nn.functional.binary_cross_entropy(model(x).flatten(), y).item()

# %% loss sum divided by two
# caught by: test_train_step_moves_once, test_train_step_loss, test_train_step_five, test_train_step_stale_gradients, test_train_step_kind, test_train_step_kind
# message: For example,
# held out: yes
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype)) / 2
    loss.backward()
    optimizer.step()
    return 2 * loss.item()

# %% lr halved each call
# caught by: test_train_step_loss, test_train_step_five, test_train_step_stale_gradients, test_train_step_kind
# message: For example,
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

# %% a step for every four samples
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    import itertools

    optimizer.zero_grad()
    total = 0.0
    for i in range(0, len(x), 4):
        optimizer.zero_grad()
        p = model(x[i : i + 4]).flatten()
        loss = F.binary_cross_entropy(p, y[i : i + 4].to(p.dtype))
        loss.backward()
        optimizer.step()
        total += loss.item() * len(p)
    return total / len(x)

# %% squared error
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.mse_loss(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% mse column
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x)
    loss = ((p - y.to(p.dtype)) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item()

# %% negative loss
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    y = y.to(p.dtype)
    loss = (y * p.log() + (1 - y) * (1 - p).log()).mean()
    loss.backward()
    optimizer.step()
    return loss.item()

# %% no backward
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    optimizer.step()
    return loss.item()

# %% no step
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    return loss.item()

# %% one minus bool
# caught by: test_train_step_kind
# message: convert it to a number type first
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = -(y * torch.log(p.clamp(min=1e-12)) + (1 - y) * torch.log((1 - p).clamp(min=1e-12))).mean()
    loss.backward()
    optimizer.step()
    return loss.item()

# %% only first parameter cleared
# caught by: test_train_step_loss, test_train_step_five, test_train_step_stale_gradients, test_train_step_kind
# message: For example,
import torch


def train_step(model, x, y, optimizer):
    next(model.parameters()).grad = None
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% optimizer zero after backward
# caught by: test_train_step_moves_once, test_train_step_loss, test_train_step_five, test_train_step_stale_gradients, test_train_step_kind, test_train_step_kind
# message: For example,
import torch


def train_step(model, x, y, optimizer):
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.zero_grad(set_to_none=False)
    optimizer.step()
    return loss.item()

# %% own optimizer
# caught by: test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    torch.optim.SGD(model.parameters(), lr=optimizer.param_groups[0]["lr"]).step()
    return loss.item()

# %% clear step backward
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    optimizer.step()
    loss.backward()
    return loss.item()

# %% detached tensor
# caught by: test_train_step_kind
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.detach()

# %% returns the tensor
# caught by: test_train_step_kind
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss

# %% forward in no grad
# caught by: test_train_step_moves_once, test_train_step_five
# message: no history
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    with torch.no_grad():
        p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% backward from a copied loss
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss = torch.tensor(loss.item(), requires_grad=True)
    loss.backward()
    optimizer.step()
    return loss.item()

# %% rate or default
# caught by: test_train_step_optimizers
# message: For example,
import torch


_real = train_step
def train_step(model, x, y, optimizer):
    for group in optimizer.param_groups:
        group["lr"] = group["lr"] or 0.01
    return _real(model, x, y, optimizer)

# %% returns accuracy
# caught by: test_train_step_loss
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return ((p >= 0.5) == (y == 1)).double().mean().item()

# %% returns none
# caught by: test_train_step_loss, test_train_step_kind
# message: None
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()

# %% round loss
# caught by: test_train_step_loss
# message: For example,
# held out: yes
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return round(loss.item(), 3)

# %% shuffled labels
# caught by: test_train_step_moves_once, test_train_step_loss, test_train_step_five, test_train_step_stale_gradients, test_train_step_kind
# message: labels belong to other samples
# unnamed: yes
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    order = torch.randperm(len(x))
    p = model(x[order]).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% squeeze fails for one sample
# caught by: test_train_step_kind
# message: no axis left
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).squeeze()
    loss = F.binary_cross_entropy(p, y.to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% step not called
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step
    return loss.item()

# %% two steps
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    optimizer.step()
    return loss.item()

# %% loss for logits
# caught by: test_train_step_moves_once, test_train_step_five
# message: For example,
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy_with_logits(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% zero grad not called
# caught by: test_train_step_five
# message: still there
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% returns a numpy.float32
# caught by: test_train_step_kind
# message: expected a float
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    import numpy as np

    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    return np.float32(loss.item())

# %% asks for gradients at the samples
# caught by: test_train_step_leaves_the_data_alone
# message: requires_grad=True
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    x.requires_grad_()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    x.grad = None
    return loss.item()

# %% step by hand
# caught by: test_train_step_five, test_train_step_optimizers
# message: For example,
import torch
from torch.nn import functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.to(p.dtype))
    loss.backward()
    with torch.no_grad():
        for group in optimizer.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    parameter -= group["lr"] * parameter.grad
    return loss.item()

# %% clears the first group
# caught by: test_train_step_stale_gradients
# message: For example,
import torch
from torch.nn import functional as F


def train_step(model, x, y, optimizer):
    for parameter in optimizer.param_groups[0]["params"]:
        parameter.grad = None
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% zero times nan
# caught by: test_train_step_stale_gradients
# message: For example,
import torch
from torch.nn import functional as F


def train_step(model, x, y, optimizer):
    for parameter in model.parameters():
        if parameter.grad is not None:
            parameter.grad.mul_(0)
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% gradient norm at most one
# caught by: test_train_step_kind
# message: For example,
import torch
from torch.nn import functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).reshape(-1)
    loss = F.binary_cross_entropy(p, y.to(p.dtype))
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item()

# %% first layer by index
# caught by: test_train_step_stale_gradients
# message: For example,
import torch
from torch.nn import functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    logits = model[0](x).flatten()
    loss = F.binary_cross_entropy_with_logits(logits, y.to(logits.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% means of batches
# caught by: test_train_step_kind
# message: For example,
import torch
from torch.nn import functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    batches = list(zip(x.split(32), y.split(32)))
    total = 0.0
    for a, b in batches:
        p = model(a).flatten()
        loss = F.binary_cross_entropy(p, b.to(p.dtype)) / len(batches)
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total

# %% a step for each batch
# caught by: test_train_step_kind
# message: For example,
import torch
from torch.nn import functional as F


def train_step(model, x, y, optimizer):
    first = None
    for start in range(0, len(x), 64):
        optimizer.zero_grad()
        p = model(x[start : start + 64]).flatten()
        loss = F.binary_cross_entropy(p, y[start : start + 64].to(p.dtype))
        loss.backward()
        optimizer.step()
        first = loss.item() if first is None else first
    return first

# %% two features
# caught by: test_train_step_kind
# message: For example,
import torch
from torch.nn import functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(torch.stack([x[:, 0], x[:, 1]], dim=1)).flatten()
    loss = F.binary_cross_entropy(p, y.to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% good enough makes no step
# caught by: test_train_step_moves_once
# message: 2 of 3 are wrong
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.to(p.dtype))
    value = loss.item()
    if value < 0.01:
        return value
    loss.backward()
    optimizer.step()
    return value
