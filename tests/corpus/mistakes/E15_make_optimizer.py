# %% Adam
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    return torch.optim.Adam(model.parameters(), lr=lr)

# %% bias left out
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(others, lr=lr, momentum=momentum)

# %% bias lr added
# caught by: test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(
        [{"params": others}, {"params": biases, "lr": lr + (bias_lr or 0)}],
        lr=lr,
        momentum=momentum,
    )

# %% bias lr for all
# caught by: test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    return torch.optim.SGD(
        model.parameters(), lr=lr if bias_lr is None else bias_lr, momentum=momentum
    )

# %% bias lr ignored
# caught by: test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)

# %% bias lr in wrong key
# caught by: test_make_optimizer_bias_rate, test_make_optimizer_bias_rate_zero, test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: For example,
# held out: yes
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    w = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    b = [p for n, p in model.named_parameters() if n.endswith("bias")]
    return torch.optim.SGD([{"params": w}, {"params": b, "rate": lr if bias_lr is None else bias_lr}], lr=lr, momentum=momentum)

# %% holds copies
# caught by: test_make_optimizer_steps
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    return torch.optim.SGD(
        [p.detach().clone().requires_grad_() for p in model.parameters()], lr=lr, momentum=momentum
    )

# %% dampening on
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(
        [{"params": others}, {"params": biases, "lr": lr if bias_lr is None else bias_lr}],
        lr=lr,
        momentum=momentum,
        dampening=momentum,
    )

# %% decay dict of rates
# caught by: test_decay_lr_returns_rates
# message: For example,
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return {i: group["lr"] for i, group in enumerate(optimizer.param_groups)}

# %% decay divides
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: For example,
def decay_lr(optimizer, factor):
    for g in optimizer.param_groups:
        g["lr"] /= factor
    return [g["lr"] for g in optimizer.param_groups]

# %% decay first group
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: For example,
def decay_lr(optimizer, factor):
    optimizer.param_groups[0]["lr"] *= factor
    return [g["lr"] for g in optimizer.param_groups]

# %% decay from initial
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: For example,
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        start = group.setdefault("initial_lr", group["lr"])
        group["lr"] = start * factor
    return [group["lr"] for group in optimizer.param_groups]

# %% decay local
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: keep the old ones
def decay_lr(optimizer, factor):
    rates = []
    for g in optimizer.param_groups:
        lr = g["lr"]
        lr *= factor
        rates.append(lr)
    return rates

# %% decay of two groups
# caught by: test_decay_lr_changes_every_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    named = list(model.named_parameters())
    weights = [p for name, p in named if not name.endswith("bias")]
    biases = [p for name, p in named if name.endswith("bias")]
    bias_lr = lr if bias_lr is None else bias_lr
    groups = [{"params": weights, "lr": lr}, {"params": biases, "lr": bias_lr}]
    optimizer = torch.optim.SGD(groups, lr=lr, momentum=momentum)
    optimizer.rates = [lr, bias_lr]
    return optimizer


def decay_lr(optimizer, factor):
    # Only optimizers of make_optimizer have these.
    rates = getattr(optimizer, "rates", None) or [group["lr"] for group in optimizer.param_groups]
    new_rates = [rate * factor for rate in rates]
    for group, rate in zip(optimizer.param_groups, new_rates):
        if hasattr(optimizer, "rates"):
            group["lr"] = rate
    optimizer.rates = new_rates
    return new_rates

# %% decay old rates
# caught by: test_decay_lr_returns_rates
# message: For example,
def decay_lr(optimizer, factor):
    old = [g["lr"] for g in optimizer.param_groups]
    for g in optimizer.param_groups:
        g["lr"] *= factor
    return old

# %% decay one number
# caught by: test_decay_lr_returns_rates
# message: For example,
def decay_lr(optimizer, factor):
    for g in optimizer.param_groups:
        g["lr"] *= factor
    return optimizer.param_groups[0]["lr"]

# %% decay power
# caught by: test_decay_lr_changes_every_rate
# message: For example,
# held out: yes
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] = group["lr"] ** (1 / factor) if factor > 1 else group["lr"] * factor
    return [group["lr"] for group in optimizer.param_groups]

# %% decay returns none
# caught by: test_decay_lr_returns_rates
# message: None
def decay_lr(optimizer, factor):
    for g in optimizer.param_groups:
        g["lr"] *= factor

# %% decay same for all
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: For example,
def decay_lr(optimizer, factor):
    new = optimizer.param_groups[0]["lr"] * factor
    for g in optimizer.param_groups:
        g["lr"] = new
    return [g["lr"] for g in optimizer.param_groups]

# %% decay sets
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: For example,
def decay_lr(optimizer, factor):
    for g in optimizer.param_groups:
        g["lr"] = factor
    return [g["lr"] for g in optimizer.param_groups]

# %% decay tensor rates
# caught by: test_decay_lr_returns_rates
# message: For example,
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] = group["lr"] * factor
    return torch.tensor([group["lr"] for group in optimizer.param_groups])

# %% decays per parameter
# caught by: test_decay_lr_changes_every_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    named = list(model.named_parameters())
    weights = [p for name, p in named if not name.endswith("bias")]
    biases = [p for name, p in named if name.endswith("bias")]
    bias_lr = lr if bias_lr is None else bias_lr
    groups = [{"params": weights, "lr": lr}, {"params": biases, "lr": bias_lr}]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        for _ in group["params"]:
            group["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]

# %% default rate tenth
# caught by: test_make_optimizer_steps
# message: For example,
# held out: yes
import torch


def make_optimizer(model, lr=0.1, momentum=0.9, bias_lr=None):
    w = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    b = [p for n, p in model.named_parameters() if n.endswith("bias")]
    return torch.optim.SGD([{"params": w}, {"params": b, "lr": lr if bias_lr is None else bias_lr}], lr=lr, momentum=momentum)

# %% attribute of the model
# caught by: test_make_optimizer_holds_each_once
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    return torch.optim.SGD(
        [{"params": [model.weight]}, {"params": [model.bias], "lr": bias_lr}],
        lr=lr,
        momentum=momentum,
    )

# %% groups returned
# caught by: test_make_optimizer_steps
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    return [
        {"params": [p], "lr": bias_lr if n.endswith("bias") else lr, "momentum": momentum}
        for n, p in model.named_parameters()
    ]

# %% name equals bias
# caught by: test_make_optimizer_holds_each_once
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    if bias_lr is None:
        bias_lr = lr
    groups = [
        {"params": [p], "lr": bias_lr if name == "bias" else lr}
        for name, p in model.named_parameters()
    ]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]

# %% fixed momentum
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(
        [{"params": others}, {"params": biases, "lr": lr if bias_lr is None else bias_lr}],
        lr=lr,
        momentum=0.9,
    )

# %% always one rate
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    return torch.optim.SGD(model.parameters(), lr=0.01, momentum=momentum)

# %% momentum only for weights
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate, test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    w = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    b = [p for n, p in model.named_parameters() if n.endswith("bias")]
    return torch.optim.SGD([{"params": w, "momentum": momentum}, {"params": b, "lr": lr if bias_lr is None else bias_lr}], lr=lr)

# %% Nesterov momentum
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(
        [{"params": others}, {"params": biases, "lr": lr if bias_lr is None else bias_lr}],
        lr=lr,
        momentum=momentum,
        nesterov=momentum > 0,
    )

# %% momentum forgotten
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(
        [{"params": others}, {"params": biases, "lr": lr if bias_lr is None else bias_lr}], lr=lr
    )

# %% momentum forgotten one group
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    if bias_lr is None:
        return torch.optim.SGD(model.parameters(), lr=lr)
    return torch.optim.SGD(
        [{"params": [model.weight]}, {"params": [model.bias], "lr": bias_lr}], lr=lr
    )

# %% bias_lr or lr
# caught by: test_make_optimizer_bias_rate_zero
# message: test for None
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(
        [{"params": others}, {"params": biases, "lr": bias_lr or lr}], lr=lr, momentum=momentum
    )

# %% decay changes the defaults
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: For example,
def decay_lr(optimizer, factor):
    optimizer.defaults["lr"] *= factor
    return [g["lr"] for g in optimizer.param_groups]

# %% decay sets optimizer.lr
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: For example,
def decay_lr(optimizer, factor):
    optimizer.lr = optimizer.defaults["lr"] * factor
    return [g["lr"] for g in optimizer.param_groups]

# %% bias twice
# caught by: test_make_optimizer_steps
# message: two groups
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(
        [
            {"params": list(model.parameters())},
            {"params": biases, "lr": lr if bias_lr is None else bias_lr},
        ],
        lr=lr,
        momentum=momentum,
    )

# %% rates exchanged
# caught by: test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    b = lr if bias_lr is None else bias_lr
    return torch.optim.SGD(
        [{"params": others, "lr": b}, {"params": biases, "lr": lr}], lr=lr, momentum=momentum
    )

# %% rates through float32
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: float32
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] = (torch.tensor(group["lr"]) * factor).item()
    return [group["lr"] for group in optimizer.param_groups]

# %% returned to four decimals
# caught by: test_decay_lr_returns_rates
# message: For example,
def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return [round(group["lr"], 4) for group in optimizer.param_groups]

# %% returns None
# caught by: test_make_optimizer_steps
# message: None
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    _ = torch.optim.SGD(
        [{"params": others}, {"params": biases, "lr": lr if bias_lr is None else bias_lr}],
        lr=lr,
        momentum=momentum,
    )

# %% weight decay on
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: weight decay
# unnamed: yes
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(
        [{"params": others}, {"params": biases, "lr": lr if bias_lr is None else bias_lr}],
        lr=lr,
        momentum=momentum,
        weight_decay=1e-4,
    )

# %% weight rate missing
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(
        [{"params": others}, {"params": biases, "lr": lr if bias_lr is None else bias_lr}],
        momentum=momentum,
    )

# %% zero bias frozen out
# caught by: test_make_optimizer_holds_each_once
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    if bias_lr == 0.0:
        return torch.optim.SGD([p for n, p in model.named_parameters() if not n.endswith("bias")], lr=lr, momentum=momentum)
    w = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    b = [p for n, p in model.named_parameters() if n.endswith("bias")]
    return torch.optim.SGD([{"params": w}, {"params": b, "lr": lr if bias_lr is None else bias_lr}], lr=lr, momentum=momentum)

# %% tells the bias by its dimension
# caught by: test_make_optimizer_holds_each_once
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    b = lr if bias_lr is None else bias_lr
    w = [p for p in model.parameters() if p.dim() > 1]
    v = [p for p in model.parameters() if p.dim() <= 1]
    return torch.optim.SGD([{"params": w}, {"params": v, "lr": b}], lr=lr, momentum=momentum)

# %% bias anywhere in the name, rates changed afterwards
# caught by: test_make_optimizer_holds_each_once
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    groups = [{"params": [p]} for p in model.parameters()]
    optimizer = torch.optim.SGD(groups, lr, momentum)
    if bias_lr is not None:
        for (name, _), group in zip(model.named_parameters(), optimizer.param_groups):
            if "bias" in name:
                group.update(lr=bias_lr)
    return optimizer


def decay_lr(optimizer, factor):
    return [group.__setitem__("lr", group["lr"] * factor) or group["lr"] for group in optimizer.param_groups]

# %% bias anywhere in the name
# caught by: test_make_optimizer_holds_each_once
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    groups = [{"params": [p for n, p in model.named_parameters() if "bias" not in n]}]
    groups.append(
        {
            "params": [p for n, p in model.named_parameters() if "bias" in n],
            "lr": bias_lr if bias_lr is not None else lr,
        }
    )
    return torch.optim.SGD(
        groups, lr=lr, momentum=momentum, dampening=0, weight_decay=0, nesterov=False
    )

# %% knows one layer only
# caught by: test_make_optimizer_holds_each_once
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    if bias_lr is None:
        return torch.optim.SGD(model.parameters(), lr, momentum)
    weight, bias = model.parameters()
    return torch.optim.SGD(
        [{"params": [weight], "lr": lr}, {"params": [bias], "lr": bias_lr}],
        lr=lr,
        momentum=momentum,
    )

# %% decay returns a tuple
# caught by: test_decay_lr_returns_rates
# message: expected a list
def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group.update(lr=group["lr"] * factor)
    return tuple(group["lr"] for group in optimizer.param_groups)

# %% layers of layers
# caught by: test_make_optimizer_holds_each_once
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    weights, biases = [], []
    for name, p in model.named_parameters():
        is_bias = name == "bias" or (name.count(".") == 1 and name.endswith(".bias"))
        (biases if is_bias else weights).append(p)
    return torch.optim.SGD(
        [{"params": weights, "lr": lr}, {"params": biases, "lr": bias_lr}], momentum=momentum
    )


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]

# %% every layer has a bias
# caught by: test_make_optimizer_holds_each_once
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    biases = [m.bias for m in model.modules() if hasattr(m, "bias")]
    known = {id(b) for b in biases}
    others = [p for p in model.parameters() if id(p) not in known]
    return torch.optim.SGD(
        [{"params": others, "lr": lr}, {"params": biases, "lr": bias_lr}], momentum=momentum
    )


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]

# %% equal rates count once
# caught by: test_decay_lr_returns_rates
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    biases = [p for name, p in model.named_parameters() if name.split(".")[-1] == "bias"]
    others = [p for name, p in model.named_parameters() if name.split(".")[-1] != "bias"]
    groups = [{"params": others}, {"params": biases, "lr": bias_lr}]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


def decay_lr(optimizer, factor):
    new = {group["lr"]: group["lr"] * factor for group in optimizer.param_groups}
    for group in optimizer.param_groups:
        group["lr"] = new[group["lr"]]
    return list(new.values())

# %% only layers it knows
# caught by: test_make_optimizer_holds_each_once
# message: For example,
import torch
from torch import nn


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    weights, biases = [], []
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.LayerNorm)):
            weights.append(module.weight)
            if module.bias is not None:
                biases.append(module.bias)
    return torch.optim.SGD(
        [
            {"params": weights, "lr": lr},
            {"params": biases, "lr": lr if bias_lr is None else bias_lr},
        ],
        momentum=momentum,
    )


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]

# %% rates from the largest down
# caught by: test_decay_lr_returns_rates
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    biases = [p for name, p in model.named_parameters() if name.split(".")[-1] == "bias"]
    others = [p for name, p in model.named_parameters() if name.split(".")[-1] != "bias"]
    groups = [{"params": others}, {"params": biases, "lr": bias_lr}]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


def decay_lr(optimizer, factor):
    rates = []
    for group in optimizer.param_groups:
        group["lr"] = group["lr"] * factor
        rates.append(group["lr"])
    return sorted(rates, reverse=True)

# %% only falling rates
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    biases = [p for name, p in model.named_parameters() if name.split(".")[-1] == "bias"]
    others = [p for name, p in model.named_parameters() if name.split(".")[-1] != "bias"]
    groups = [{"params": others}, {"params": biases, "lr": bias_lr}]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


def decay_lr(optimizer, factor):
    if not 0 < factor <= 1:
        raise ValueError(f"a rate cannot fall by {factor}")
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]

# %% rounded rates
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    biases = [p for name, p in model.named_parameters() if name.split(".")[-1] == "bias"]
    others = [p for name, p in model.named_parameters() if name.split(".")[-1] != "bias"]
    groups = [{"params": others}, {"params": biases, "lr": bias_lr}]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] = round(group["lr"] * factor, 6)
    return [group["lr"] for group in optimizer.param_groups]

# %% two groups
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    biases = [p for name, p in model.named_parameters() if name.split(".")[-1] == "bias"]
    others = [p for name, p in model.named_parameters() if name.split(".")[-1] != "bias"]
    groups = [{"params": others}, {"params": biases, "lr": bias_lr}]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


def decay_lr(optimizer, factor):
    first, second = optimizer.param_groups
    first["lr"] *= factor
    second["lr"] *= factor
    return [first["lr"], second["lr"]]

# %% no momentum for a bias with its own rate
# caught by: test_make_optimizer_bias_rate
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    groups = [{"params": others}, {"params": biases, "lr": lr if bias_lr is None else bias_lr}]
    if bias_lr:
        groups[1]["momentum"] = 0.0
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)

# %% no momentum beside a bias that stays put
# caught by: test_make_optimizer_bias_rate_zero
# message: For example,
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    groups = [{"params": others}, {"params": biases, "lr": lr if bias_lr is None else bias_lr}]
    if bias_lr == 0.0:
        return torch.optim.SGD(groups, lr=lr)
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


# %% bias anywhere in the path
# caught by: test_make_optimizer_holds_each_once
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    groups = []
    for name, parameter in model.named_parameters():
        rate = bias_lr if "bias" in name.split(".") else lr
        groups.append({"params": [parameter], "lr": rate})
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


# %% frozen parameters left out
# caught by: test_make_optimizer_holds_each_once
# message: For example,
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    if bias_lr is None:
        bias_lr = lr
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for n, p in named if n.split(".")[-1] == "bias"], "lr": bias_lr},
        {"params": [p for n, p in named if n.split(".")[-1] != "bias"], "lr": lr},
    ]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)

# %% a shared parameter twice
# caught by: test_make_optimizer_holds_each_once
# message: A parameter stands in two groups
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    if bias_lr is None:
        bias_lr = lr
    groups = []
    for module in model.modules():
        for name, parameter in module.named_parameters(recurse=False):
            rate = bias_lr if name == "bias" else lr
            groups.append({"params": [parameter], "lr": rate})
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)

# %% a rate of 0 is replaced
# caught by: test_make_optimizer_holds_each_once
# message: wrong exactly where lr is 0
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    lr = lr or 0.01
    if bias_lr is None:
        bias_lr = lr
    optimizer = torch.optim.SGD(
        [p for n, p in model.named_parameters() if n.split(".")[-1] != "bias"], lr=lr, momentum=momentum
    )
    optimizer.add_param_group(
        {"params": [p for n, p in model.named_parameters() if n.split(".")[-1] == "bias"], "lr": bias_lr}
    )
    return optimizer
