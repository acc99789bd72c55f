# %% add param group
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    sgd = torch.optim.SGD(others, lr=lr, momentum=momentum)
    sgd.add_param_group({"params": biases, "lr": lr if bias_lr is None else bias_lr})
    return sgd

# %% bias first
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(
        [{"params": biases, "lr": lr if bias_lr is None else bias_lr}, {"params": others}],
        lr=lr,
        momentum=momentum,
    )

# %% decay by index
def decay_lr(optimizer, factor):
    new_rates = []
    for i in range(len(optimizer.param_groups)):
        optimizer.param_groups[i]["lr"] = optimizer.param_groups[i]["lr"] * factor
        new_rates.append(float(optimizer.param_groups[i]["lr"]))
    return new_rates

# %% decay scheduler
def decay_lr(optimizer, factor):
    scheduler = torch.optim.lr_scheduler.MultiplicativeLR(optimizer, lr_lambda=lambda _: factor)
    optimizer.step_was = True
    scheduler.step()
    return scheduler.get_last_lr()

# %% one group if it can
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    from itertools import groupby

    if bias_lr in (None, lr):
        return torch.optim.SGD(model.parameters(), lr, momentum)

    def is_bias(pair):
        return pair[0].endswith("bias")

    named = sorted(model.named_parameters(), key=is_bias)
    groups = [
        dict(params=[p for _, p in pairs], lr=(lr, bias_lr)[bias])
        for bias, pairs in groupby(named, is_bias)
    ]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)

# %% explicit defaults
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = {id(m.bias) for m in model.modules() if getattr(m, "bias", None) is not None}
    common = dict(momentum=momentum, dampening=0, weight_decay=0, nesterov=False)
    first = dict(common, params=(p for p in model.parameters() if id(p) not in biases), lr=lr)
    second = dict(common, params=(p for p in model.parameters() if id(p) in biases), lr=lr if bias_lr is None else bias_lr)
    return torch.optim.SGD([second, first], lr=1.0)

# %% group per parameter
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    b = lr if bias_lr is None else bias_lr
    return torch.optim.SGD(
        [
            {"params": [p], "lr": b if n.endswith("bias") else lr}
            for n, p in model.named_parameters()
        ],
        lr=lr,
        momentum=momentum,
    )

# %% numpy rates
import torch


import numpy as np


def decay_lr(optimizer, factor):
    rates = np.array([g["lr"] for g in optimizer.param_groups]) * factor
    for g, rate in zip(optimizer.param_groups, rates):
        g["lr"] = float(rate)
    return list(rates)

# %% returned through a tensor
def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return torch.tensor([group["lr"] for group in optimizer.param_groups]).tolist()

# %% set after
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    sgd = torch.optim.SGD(
        [{"params": others}, {"params": biases}], lr=lr, momentum=momentum, foreach=False
    )
    if bias_lr is not None:
        sgd.param_groups[1]["lr"] = bias_lr
    return sgd

# %% subclass of sgd
import torch


class _SGD(torch.optim.SGD):
    """SGD that knows which of its parameters is the bias."""

    def __init__(self, model, lr, momentum, bias_lr):
        rate = {True: lr if bias_lr is None else bias_lr, False: lr}
        groups = [{"params": [p], "lr": rate[n.rpartition(".")[2] == "bias"]} for n, p in model.named_parameters()]
        super().__init__(groups, lr=lr, momentum=momentum)


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    return _SGD(model, lr, momentum, bias_lr)

# %% a group for each parameter
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    optimizer = None
    for name, parameter in model.named_parameters():
        own = lr if bias_lr is None or name.rpartition(".")[2] != "bias" else bias_lr
        group = {"params": [parameter], "lr": own, "momentum": momentum}
        if optimizer is None:
            optimizer = torch.optim.SGD([group], lr=lr, momentum=momentum)
        else:
            optimizer.add_param_group(group)
    return optimizer


def decay_lr(optimizer, factor):
    rates = [group["lr"] * factor for group in optimizer.param_groups]
    for group, rate in zip(optimizer.param_groups, rates):
        group.update(lr=rate)
    return rates

# %% a class of its own
import torch


class _TwoRates(torch.optim.SGD):
    def __init__(self, model, lr, momentum, bias_lr):
        named = dict(model.named_parameters())
        biases = {n: p for n, p in named.items() if n == "bias" or n.endswith(".bias")}
        rest = [p for n, p in named.items() if n not in biases]
        super().__init__(
            [{"params": rest}, {"params": list(biases.values()), "lr": bias_lr}],
            lr=lr, momentum=momentum,
        )


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    return _TwoRates(model, lr, momentum, {None: lr}.get(bias_lr, bias_lr))


def decay_lr(optimizer, factor):
    def lower(group):
        group["lr"] = factor * group["lr"]
        return group["lr"]

    return list(map(lower, optimizer.param_groups))

# %% one group where one is enough
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    if bias_lr is None:
        return torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    split = {True: [], False: []}
    for name, parameter in model.named_parameters():
        split["bias" == name.split(".")[-1]].append(parameter)
    groups = [
        {"params": parameters, "lr": bias_lr if is_bias else lr, "momentum": momentum}
        for is_bias, parameters in split.items()
        if parameters
    ]
    return torch.optim.SGD(groups, lr=lr)


def decay_lr(optimizer, factor):
    state = optimizer.state_dict()
    for group in state["param_groups"]:
        group["lr"] = group["lr"] * factor
    optimizer.load_state_dict(state)
    return [group["lr"] for group in optimizer.param_groups]
