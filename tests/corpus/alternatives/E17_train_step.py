# %% accumulated chunks
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    total = 0.0
    for a, b in zip(x.split(3), y.split(3)):
        p = model(a).flatten()
        loss = F.binary_cross_entropy(p, b.to(p.dtype), reduction="sum") / len(y)
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total

# %% added eps
def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    t = y.to(p.dtype)
    loss = -(t * torch.log(p + 1e-7) + (1 - t) * torch.log(1 - p + 1e-7)).mean()
    loss.backward()
    optimizer.step()
    return loss.item()

# %% bce module columns
def train_step(model, x, y, optimizer):
    model.train()
    optimizer.zero_grad(set_to_none=True)
    p = model(x)
    loss = torch.nn.BCELoss()(p, y.view(-1, 1).to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% cleared before and after
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()

# %% closure
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    def closure():
        optimizer.zero_grad()
        p = model(x).flatten()
        loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
        loss.backward()
        return loss

    return float(optimizer.step(closure))

# %% closure with a summed loss
def train_step(model, x, y, optimizer):
    def closure():
        optimizer.zero_grad(set_to_none=True)
        p = model(x)
        cost = nn.BCELoss(reduction="sum")(p, y.reshape(p.shape).to(p)) / len(p)
        cost.backward()
        return cost

    return float(optimizer.step(closure))

# %% functional call step
import torch


from torch.func import functional_call, grad_and_value


def train_step(model, x, y, optimizer):
    live = dict(model.named_parameters())

    def objective(params):
        p = functional_call(model, params, (x,)).squeeze(-1)
        return torch.nn.functional.binary_cross_entropy(p, y.to(p.dtype))

    grads, loss = grad_and_value(objective)({k: v.detach() for k, v in live.items()})
    for name, parameter in live.items():
        parameter.grad = grads[name]
    optimizer.step()
    return loss.item()

# %% grads by autograd grad
import torch


def train_step(model, x, y, optimizer):
    params = [p for group in optimizer.param_groups for p in group["params"]]
    p = model(x).reshape(-1)
    loss = -torch.log(torch.where(y.reshape(-1) == 1, p, 1 - p)).mean()
    for q, g in zip(params, torch.autograd.grad(loss, params)):
        q.grad = g
    optimizer.step()
    return float(loss.detach())

# %% grads set by hand
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    params = [q for group in optimizer.param_groups for q in group["params"]]
    for q, g in zip(params, torch.autograd.grad(loss, params)):
        q.grad = g
    optimizer.step()
    return loss.detach().numpy().item()

# %% model zero grad
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.flatten().to(p.dtype))
    model.zero_grad(set_to_none=False)
    loss.backward()
    optimizer.step()
    return float(loss)

# %% own formula
def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x)[:, 0].clamp(1e-7, 1 - 1e-7)
    t = y.to(p.dtype)
    loss = -(t * p.log() + (1 - t) * (1 - p).log()).mean()
    loss.backward()
    optimizer.step()
    return loss.item()

# %% per sample backward
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    total = 0.0
    for row, label in zip(x, y):
        p = model(row[None])[0, 0]
        one = -(p if label else 1 - p).log() / len(x)
        one.backward()
        total += one.item()
    optimizer.step()
    return total

# %% squeeze one axis
def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).squeeze(1)
    loss = torch.nn.BCELoss()(p, y.type_as(p))
    loss.backward()
    optimizer.step()
    return round(loss.item(), 9)

# %% sum divided
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy(p, y.to(p.dtype), reduction="sum") / len(y)
    loss.backward()
    optimizer.step()
    return loss.item()

# %% train mode and finally
import torch


def train_step(model, x, y, optimizer):
    model.train()
    try:
        optimizer.zero_grad(set_to_none=False)
        out = model(x)
        loss = torch.nn.BCELoss()(out, y.to(out.dtype).view_as(out))
        loss.backward()
        optimizer.step()
        return loss.detach().cpu().numpy().item()
    finally:
        model.eval()

# %% via logit
import torch.nn.functional as F


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = F.binary_cross_entropy_with_logits(torch.logit(p, eps=1e-6), y.to(p.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()

# %% gradients assigned
# autograd.grad instead of backward; .grad is replaced, not added to.
import torch
from torch.nn import functional as F


def train_step(model, x, y, optimizer):
    p = model(x)
    loss = F.binary_cross_entropy(p, y.reshape(p.shape).to(p.dtype))
    held = [q for group in optimizer.param_groups for q in group["params"]]
    wanted = [q for q in held if q.requires_grad]
    grads = torch.autograd.grad(loss, wanted, allow_unused=True)
    for q in held:
        q.grad = None
    for q, g in zip(wanted, grads):
        q.grad = g
    optimizer.step()
    return loss.item()

# %% cleared at both ends
# Before and after; labels as a column; BCELoss with a sum.
import torch
from torch import nn


def train_step(model, x, y, optimizer):
    model.zero_grad(set_to_none=True)
    optimizer.zero_grad(set_to_none=True)
    p = model(x)
    target = y.to(p.dtype).view(-1, 1)
    loss = nn.BCELoss(reduction="sum")(p, target) / target.numel()
    loss.backward()
    value = float(loss.detach())
    optimizer.step()
    optimizer.zero_grad()
    return value

# %% a closure
# optimizer.step with a closure that makes the whole pass.
import torch
from torch.nn import functional as F


def train_step(model, x, y, optimizer):
    def closure():
        optimizer.zero_grad()
        p = model(x).squeeze(-1)
        loss = F.binary_cross_entropy(p, y.to(p.dtype))
        loss.backward()
        return loss

    return optimizer.step(closure).item()

# %% logarithms by hand
# The two logarithms are stopped at -100, as torch does it.
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    one = y.flatten().bool()
    chance = torch.where(one, p, 1 - p)
    cost = -torch.log(chance.clamp(min=1e-12))
    loss = cost.mean()
    loss.backward()
    optimizer.step()
    return loss.item()
