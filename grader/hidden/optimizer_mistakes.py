"""Typical mistakes in optimizer.py, written out."""

import torch

from grader.judging.suspects import Example, Examples, Suspect

# ---- E14 sgd_momentum_step --------------------------------------------------


def _step(rule):
    """
    Return a step that handles lists and None well and moves by *rule*.

    *rule* gets p, g, the old velocity (None in the first step), lr and momentum,
    and returns the new p and v.
    """

    @torch.no_grad()
    def step(params, grads, velocities, lr, momentum):
        old = [None] * len(params) if velocities is None else velocities
        pairs = [rule(*each, lr, momentum) for each in zip(params, grads, old, strict=True)]
        return [p for p, _ in pairs], [v for _, v in pairs]

    return step


def _velocity(g, v, m):
    return g.clone() if v is None else m * v + g


def _zero(g, v):
    return torch.zeros_like(g) if v is None else v


def _textbook(p, g, v, lr, m):
    v = m * _zero(g, v) + lr * g
    return p - v, v


def _textbook_minus(p, g, v, lr, m):
    v = m * _zero(g, v) - lr * g
    return p + v, v


def _minus(p, g, v, lr, m):
    v = m * _zero(g, v) - g
    return p + lr * v, v


def _damped(p, g, v, lr, m):
    v = m * _zero(g, v) + (1 - m) * g
    return p - lr * v, v


def _damped_later(p, g, v, lr, m):
    v = g.clone() if v is None else m * v + (1 - m) * g
    return p - lr * v, v


def _nesterov(p, g, v, lr, m):
    v = _velocity(g, v, m)
    return p - lr * (g + m * v), v


def _old_moves(p, g, v, lr, m):
    return p - lr * _zero(g, v), _velocity(g, v, m)


def _old_returned(p, g, v, lr, m):
    return p - lr * _velocity(g, v, m), _zero(g, v)


def _gradient_moves(p, g, v, lr, m):
    return p - lr * g, _velocity(g, v, m)


def _forgets(p, g, v, lr, m):
    return p - lr * g, g.clone()


def _uphill(p, g, v, lr, m):
    v = _velocity(g, v, m)
    return p + lr * v, v


def _full_memory(p, g, v, lr, m):
    v = _zero(g, v) + g
    return p - lr * v, v


def _scaled_gradient(p, g, v, lr, m):
    v = _zero(g, v) + m * g
    return p - lr * v, v


def _both_scaled(p, g, v, lr, m):
    v = m * (_zero(g, v) + g)
    return p - lr * v, v


def _weights_exchanged(p, g, v, lr, m):
    v = (1 - m) * _zero(g, v) + m * g
    return p - lr * v, v


def _complement(p, g, v, lr, m):
    v = (1 - m) * _zero(g, v) + g
    return p - lr * v, v


def _no_rate(p, g, v, lr, m):
    v = _velocity(g, v, m)
    return p - v, v


def _rate_twice(p, g, v, lr, m):
    v = m * _zero(g, v) + lr * g
    return p - lr * v, v


def _velocity_scaled(p, g, v, lr, m):
    v = _velocity(g, v, m)
    return p - lr * v, lr * v


def _unmoved(p, g, v, lr, m):
    return p.clone(), _velocity(g, v, m)


def _moved_twice(p, g, v, lr, m):
    v = _velocity(g, v, m)
    return p - lr * v - lr * g, v


def _single(p, g, v, lr, m):
    v = _velocity(g, v, m).float()
    return p.float() - lr * v, v


_right = _step(lambda p, g, v, lr, m: (p - lr * _velocity(g, v, m), _velocity(g, v, m)))


def _turned(*args):
    return _right(*args)[::-1]


def _params_alone(*args):
    return _right(*args)[0]


def _first_alone(*args):
    params, velocities = _right(*args)
    return params[:1], velocities[:1]


def _step_damped(p, g, v, lr, m):
    v = _velocity(g, v, m)
    return p - lr * (1 - m) * v, v


def _first_lost(p, g, v, lr, m):
    new = _velocity(g, v, m)
    return p - lr * new, torch.zeros_like(g) if v is None else new


def _nothing_kept(p, g, v, lr, m):
    new = _velocity(g, v, m)
    return p - lr * new, torch.zeros_like(g) if m == 0 else new


def _old_kept(p, g, v, lr, m):
    new = _velocity(g, v, m)
    return p - lr * new, _zero(g, v).clone() if m == 0 else new


@torch.no_grad()
def _leaking(params, grads, velocities, lr, momentum):
    """Hand the velocity of one parameter on to the next, as one variable for all of them does."""
    v, moved, kept = 0.0, [], []
    for number, (p, g) in enumerate(zip(params, grads, strict=True)):
        v = v if velocities is None else velocities[number]
        v = momentum * v + g
        kept.append(v)
        moved.append(p - lr * v)
    return moved, kept


def _decayed(share):
    """Return the rule with a weight decay of *share*."""

    def rule(p, g, v, lr, m):
        v = _velocity(g + share * p, v, m)
        return p - lr * v, v

    return rule


def _normalised(p, g, v, lr, m):
    v = _velocity(g / g.norm().clamp_min(1e-12), v, m)
    return p - lr * v, v


STEPS = {
    _textbook: (
        "Matches torch until the rate changes: in torch the rate multiplies the whole velocity in "
        "p - lr * v. Yours stands inside the velocity."
    ),
    _textbook_minus: (
        "The rate stands inside your velocity (and its sign is turned). In torch v = momentum * v "
        "+ g, and the rate multiplies all of it in p - lr * v."
    ),
    _minus: (
        "Your velocity has the opposite sign of torch's: v = momentum * v + g, then p - lr * v."
    ),
    _damped_later: "From the second step on you damp the gradient by 1 - momentum: torch does not.",
    _damped: (
        "Your first step is (1 - momentum) times too short: torch does not damp the gradient by "
        "default."
    ),
    _nesterov: "Your step is g + momentum * v: that is Nesterov.",
    _old_moves: "The old velocity moves your parameters: the new one should.",
    _old_returned: "You return the old velocity: return the new velocity as well.",
    _gradient_moves: "The gradient alone moves your parameters: the velocity should.",
    _forgets: "Behaves like momentum 0: the old velocity takes no part.",
    _uphill: "You go up the slope: subtract lr * v.",
    _full_memory: "The old velocity is kept whole: multiply it by momentum.",
    _scaled_gradient: (
        "momentum multiplies the gradient in your rule: it belongs to the old velocity."
    ),
    _both_scaled: "momentum multiplies the gradient too: it belongs to the old velocity alone.",
    _weights_exchanged: "momentum and 1 - momentum: torch has momentum * v + g, nothing else.",
    _complement: "You keep 1 - momentum of the old velocity: keep momentum of it.",
    _no_rate: "The rate is missing in the update of the parameters.",
    _rate_twice: "The rate counts twice: in the velocity and in front of it.",
    _velocity_scaled: "The velocity that you return is multiplied by lr: return v itself.",
    _unmoved: "The parameters that you return have not moved: return the new ones.",
    _moved_twice: "The gradient counts twice: it is in the velocity already.",
    _step_damped: "Your step is (1 - momentum) times too short: lr multiplies the whole velocity.",
    _first_lost: (
        "The velocity of the first step is lost: with None the new velocity is the gradient."
    ),
    _nothing_kept: "With momentum 0 the new velocity is the gradient itself, not 0.",
    _old_kept: "With momentum 0 the new velocity is the gradient itself, not the old velocity.",
    _single: "float64 has become float32: keep the dtype of the parameters.",
    _normalised: "The gradients are divided by their norm: take them as they are.",
    **{
        _decayed(share): "There is a weight decay that nobody asked for."
        for share in (0.01, 0.1, 0.001, 5e-4, 1e-4)
    },
}

# ---- E15 make_optimizer, decay_lr -------------------------------------------

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
    "The bias never moves: the optimizer has to hold it as well.": lambda **_: {
        "bias_left_out": True
    },
    "The optimizer goes up the slope: leave maximize alone.": lambda **_: {"maximize": True},
}


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

_RIGHT_MAKES = _make(lambda **_: {})

SUSPECTS = {
    "optimizer.sgd_momentum_step": [
        *(Suspect(message, _step(rule)) for rule, message in STEPS.items()),
        Suspect("The two lists are exchanged: first the parameters, then the velocities.", _turned),
        Suspect(
            "You return the parameters alone: return (new_params, new_velocities).", _params_alone
        ),
        Suspect("Only the first parameter is treated: go through the whole list.", _first_alone),
        Suspect(
            "The velocity of one parameter meets another parameter: each has a velocity of its "
            "own, of its own shape, and with None each starts at zero.",
            _leaking,
        ),
    ],
    "optimizer.make_optimizer": [
        *(
            Suspect(message.strip(), make, helper=_decay)
            for message, change in MAKES.items()
            for make in _make(change)
        ),
        Suspect(
            "The list of parameters is empty. model.parameters() is a generator, to be walked "
            "through only once: make a list of it.",
            lambda _model, **_: torch.optim.SGD([]),
        ),
        *(
            Suspect(message, make, helper=decay)
            for decay, message in DECAYS.items()
            for make in _RIGHT_MAKES
        ),
    ],
}


def _stepped(velocities: list[float] | None) -> Example:
    """Return the example of one step from two numbers."""
    kept = velocities and [torch.tensor([v]) for v in velocities]
    args = [torch.tensor([1.0])], [torch.tensor([2.0])], kept, 0.5, 0.5
    return lambda student: student.call("optimizer.sgd_momentum_step", *args)


def _driven(kwargs: dict[str, float], decays: dict[int, float] | None = None) -> Example:
    """Return the example of two steps of the optimizer, with decays between them."""
    return lambda student: student.optim(
        "optimizer.make_optimizer",
        decay="optimizer.decay_lr",
        weight=torch.zeros(1, 2),
        bias=torch.zeros(1),
        kwargs=kwargs,
        grads=[(torch.ones(1, 2), torch.ones(1))] * 2,
        decays=decays,
    )


EXAMPLES: Examples = {
    "optimizer.sgd_momentum_step": (_stepped([2.0]), _stepped(None)),
    "optimizer.make_optimizer": (
        _driven({"lr": 0.1, "momentum": 0.5, "bias_lr": 0.01}),
        _driven({}),
        _driven({"lr": 0.1}, {0: 0.5, 1: 4.0}),
    ),
}
