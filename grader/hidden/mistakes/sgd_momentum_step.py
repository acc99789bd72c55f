"""Known mistakes of optimizer.sgd_momentum_step (E14), written out."""

import torch

from grader.testing import KnownMistake


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

SGD_MOMENTUM_STEP = [
    *(KnownMistake(message, _step(rule)) for rule, message in STEPS.items()),
    KnownMistake(
        "The two lists are exchanged: first the parameters, then the velocities.", _turned
    ),
    KnownMistake(
        "You return the parameters alone: return (new_params, new_velocities).", _params_alone
    ),
    KnownMistake("Only the first parameter is treated: go through the whole list.", _first_alone),
    KnownMistake(
        "The velocity of one parameter meets another parameter: each has a velocity of its "
        "own, of its own shape, and with None each starts at zero.",
        _leaking,
    ),
]
