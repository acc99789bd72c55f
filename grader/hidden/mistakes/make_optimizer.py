"""Known mistakes of optimizer.make_optimizer and decay_lr (E15), written out."""

import torch

from grader.testing import KnownMistake

ONE, TWO, BIAS_FIRST = "one group without bias_lr", "two groups", "bias first"
STYLES = (ONE, TWO, BIAS_FIRST)


def _decay(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]


def _groups(model, style, lr, bias_lr):
    """Return parameter groups with explicit rates, in one of three usual arrangements."""
    if style == ONE and bias_lr in (None, lr):
        return [{"params": [model.weight, model.bias], "lr": lr}]
    groups = [
        {"params": [model.weight], "lr": lr},
        {"params": [model.bias], "lr": lr if bias_lr is None else bias_lr},
    ]
    return groups[::-1] if style == BIAS_FIRST else groups


def _make(change):
    """Return one ``make_optimizer`` per style; *change* gets the settings and alters them."""

    def made(style):
        def make(model, lr=0.01, momentum=0.9, bias_lr=None):
            asked = {"lr": lr, "momentum": momentum, "bias_lr": bias_lr}
            options = {"class": torch.optim.SGD} | asked | change(**asked)
            groups = _groups(model, style, options.pop("lr"), options.pop("bias_lr"))
            kind, bias_momentum = options.pop("class"), options.pop("bias_momentum", None)
            for group in groups:
                if bias_momentum is not None and group["params"][0] is model.bias:
                    group["momentum"] = bias_momentum
            if options.pop("bias_left_out", False):
                for group in groups:
                    group["params"] = [p for p in group["params"] if p is not model.bias]
                groups = [group for group in groups if group["params"]]
            if kind is not torch.optim.SGD:
                options.pop("momentum")
            return kind(groups, lr=0.01, **options)

        return make

    return [made(style) for style in STYLES]


MAKES = {
    "Behaves like momentum 0: pass momentum on to SGD.": lambda **_: {"momentum": 0.0},
    "The momentum is always 0.9: use the argument.": lambda **_: {"momentum": 0.9},
    "The rate is always 0.01: use the argument lr.": lambda **_: {"lr": 0.01},
    "The rate of the weight is missing: pass lr on to SGD.": lambda lr, bias_lr, **_: {
        "lr": 0.001,
        "bias_lr": lr if bias_lr is None else bias_lr,
    },
    "bias_lr=0.0 is ignored: 0.0 is a valid rate; test for None.": lambda bias_lr, **_: {
        "bias_lr": bias_lr or None
    },
    "bias_lr is ignored: the bias moves with the rate of the weight.": lambda **_: {
        "bias_lr": None
    },
    "The two rates are exchanged: bias_lr belongs to the bias.": lambda lr, bias_lr, **_: (
        {} if bias_lr is None else {"lr": bias_lr, "bias_lr": lr}
    ),
    "bias_lr has become the rate of the weight too: the weight keeps lr.": lambda bias_lr, **_: (
        {} if bias_lr is None else {"lr": bias_lr, "bias_lr": bias_lr}
    ),
    "The rate of the bias is lr * bias_lr: it should be bias_lr itself.": lambda lr, bias_lr, **_: {
        "bias_lr": None if bias_lr is None else lr * bias_lr
    },
    "Without bias_lr the bias has rate 0: None means lr.": lambda bias_lr, **_: {
        "bias_lr": bias_lr or 0.0
    },
    "The group of the bias has no momentum: both groups have it.": lambda **_: {
        "bias_momentum": 0.0
    },
    "This is Nesterov's momentum: plain momentum is asked for.": lambda momentum, **_: {
        "nesterov": momentum > 0
    },
    "The gradient is damped: leave dampening at 0.": lambda momentum, **_: {"dampening": momentum},
    "There is a weight decay that nobody asked for.": lambda **_: {"weight_decay": 0.01},
    "There is a weight decay that nobody asked for. ": lambda **_: {"weight_decay": 1e-4},
    "These are the steps of Adam: SGD is asked for.": lambda **_: {"class": torch.optim.Adam},
    "These are the steps of Adam: SGD is asked for. ": lambda **_: {
        "class": torch.optim.Adam,
        "bias_lr": None,
    },
    "The rate is always 0.01: use the argument lr. ": lambda **_: {"lr": 0.01, "bias_lr": None},
    "The bias never moves: the optimizer has to hold it as well.": lambda **_: {
        "bias_left_out": True
    },
    "The optimizer goes up the slope: leave maximize alone.": lambda **_: {"maximize": True},
}


def _by_size(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    groups = [{"params": [p], "lr": bias_lr if p.numel() == 1 else lr} for p in model.parameters()]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


def _attribute(optimizer, factor):
    optimizer.lr = optimizer.defaults["lr"] * factor
    return [group["lr"] for group in optimizer.param_groups]


def _missing_attribute(optimizer, factor):
    optimizer.lr *= factor
    return [group["lr"] for group in optimizer.param_groups]


def _first_group(optimizer, factor):
    optimizer.param_groups[0]["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]


def _last_group(optimizer, factor):
    optimizer.param_groups[-1]["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]


def _old_rates(optimizer, factor):
    old = [group["lr"] for group in optimizer.param_groups]
    _decay(optimizer, factor)
    return old


def _only_told(optimizer, factor):
    return [group["lr"] * factor for group in optimizer.param_groups]


def _divided(optimizer, factor):
    return _decay(optimizer, 1 / factor)


def _set_to_factor(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] = factor
    return [group["lr"] for group in optimizer.param_groups]


def _reduced_by(optimizer, factor):
    return _decay(optimizer, 1 - factor)


def _twice(optimizer, factor):
    return _decay(optimizer, factor**2)


def _subtracted(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] -= factor
    return [group["lr"] for group in optimizer.param_groups]


def _all_alike(optimizer, factor):
    rate = optimizer.param_groups[0]["lr"] * factor
    for group in optimizer.param_groups:
        group["lr"] = rate
    return [group["lr"] for group in optimizer.param_groups]


def _nothing(optimizer, factor):
    _decay(optimizer, factor)


def _one_number(optimizer, factor):
    return _decay(optimizer, factor)[0]


def _first_rate_alone(optimizer, factor):
    return _decay(optimizer, factor)[:1]


def _backwards(optimizer, factor):
    return _decay(optimizer, factor)[::-1]


DECAYS = {
    _missing_attribute: "The rate lives in param_groups, there is no optimizer.lr.",
    _attribute: "The rate lives in param_groups, not in optimizer.lr or optimizer.defaults.",
    _only_told: (
        "decay_lr returns new rates but the groups keep the old ones: write them into param_groups."
    ),
    _first_group: "Only the first group gets its new rate: go through all of param_groups.",
    _last_group: "Only the last group gets its new rate: go through all of param_groups.",
    _old_rates: "decay_lr returns the rates from before: return the new ones.",
    _divided: "decay_lr divides by the factor: multiply.",
    _set_to_factor: "decay_lr sets the rate to the factor: multiply the old rate by it.",
    _reduced_by: "decay_lr multiplies by 1 - factor: multiply by the factor itself.",
    _twice: "The factor is applied twice.",
    _subtracted: "decay_lr subtracts the factor: multiply by it.",
    _all_alike: "All groups get the rate of the first one: multiply each by itself.",
    _nothing: "decay_lr returns None: return the list of the new rates.",
    _one_number: "decay_lr returns one number: return a list with one rate per group.",
    _first_rate_alone: "decay_lr returns the rate of one group: there is one per group.",
    _backwards: "decay_lr returns the rates in another order than that of the groups.",
}

DECAY_LR = [KnownMistake(message, decay) for decay, message in DECAYS.items()]

MAKE_OPTIMIZER = [
    *(
        KnownMistake(message.strip(), make)
        for message, change in MAKES.items()
        for make in _make(change)
    ),
    KnownMistake(
        "The list of parameters is empty. model.parameters() is a generator, to be walked "
        "through only once: make a list of it.",
        lambda _model, **_: torch.optim.SGD([]),
    ),
    KnownMistake(
        "The bias is told by its size: the weight of a single feature is one number too. Look at "
        "the name.",
        _by_size,
    ),
]
