"""Hidden checks of optimizer: a step of SGD with momentum (E14), groups and rates (E15)."""

from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.testing import Contract, Draw, Objects, TensorLists, Values, Written, module, normal

F32, F64 = torch.float32, torch.float64
# ---- E14 sgd_momentum_step --------------------------------------------------

FIRST, ZERO, RATES = "is None", "is 0", ("is 0.001", "is 2.0", "is 0.0")


def lists(pair: Any) -> Any:
    """Return the pair with lists in it: the two may be lists or tuples."""
    if not isinstance(pair, tuple):
        return pair
    return tuple(list(part) if isinstance(part, tuple) else part for part in pair)


def by_the_rule(
    params: list[Tensor],
    grads: list[Tensor],
    velocities: list[Tensor] | None,
    lr: float,
    momentum: float,
) -> tuple[list[Tensor], list[Tensor]]:
    """Return what torch's optimizer makes of one step."""
    own = [p.detach().clone().requires_grad_() for p in params]
    kept = velocities or [torch.zeros_like(p) for p in params]
    moved = [momentum * v + g for v, g in zip(kept, grads, strict=True)]
    for parameter, velocity in zip(own, moved, strict=True):
        parameter.grad = velocity
    torch.optim.SGD(own, lr=lr).step()
    return [p.detach() for p in own], moved


def of_all_sizes(draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return numbers of which some are in the thousandths and some in the hundreds."""
    return (draw.normal(*shape) * 10 ** (5 * draw.uniform(*shape) - 2)).round(decimals=7)


STEP = Contract(
    "optimizer.sgd_momentum_step",
    {
        "params": TensorLists(
            {"is arbitrary": normal(decimals=7)},
            {
                "holds tensors of five shapes": ((3,), (2, 4), (), (0,), (1, 7)),
                "holds one tensor": ((2,),),
                "holds two matrices": ((4, 3), (2, 2)),
            },
            (F32, F64),
            grad=True,
        ),
        "grads": TensorLists({"is of all sizes": of_all_sizes}, like="params"),
        "velocities": TensorLists({"is arbitrary": normal(decimals=7), FIRST: None}, like="params"),
        "lr": Values({"is 0.3": 0.3, **{option: float(option[3:]) for option in RATES}}),
        "momentum": Values({"is 0.9": 0.9, "is 0.5": 0.5, ZERO: 0.0}),
    },
    apart=(FIRST, ZERO, RATES),
    formula=by_the_rule,
    read=lists,
)


@pytest.mark.check("E14", points=1.0, base=True, alone="the only first step")
def test_sgd_momentum_step_first(student, reference):
    """The first step (velocities None) moves by lr * g, and the new velocity is g itself."""
    STEP.values(student, reference, FIRST)


@pytest.mark.check("E14", points=1.0, base=True, alone="the plain case of all")
def test_sgd_momentum_step_with_velocity(student, reference):
    """A step with velocities follows v = momentum * v + g, then p = p - lr * v."""
    STEP.values(student, reference)


@pytest.mark.check("E14", points=1.0, alone="the only other rates")
def test_sgd_momentum_step_rate_change(student, reference):
    """Any rate stands in front of the whole velocity, also one that differs from call to call."""
    STEP.values(student, reference, RATES)
    STEP.values(student, reference, RATES, FIRST)


@pytest.mark.check("E14", points=0.75, alone="every dtype, shape and layout")
def test_sgd_momentum_step_float64(student, reference):
    """float64 tensors stay float64 with full precision, transposed ones too."""
    STEP.kind(student, reference)


@pytest.mark.check("E14", points=0.5, alone="the only momentum 0")
def test_sgd_momentum_step_momentum_zero(student, reference):
    """Momentum 0 is plain descent: the old velocity is forgotten."""
    STEP.values(student, reference, ZERO)
    STEP.values(student, reference, ZERO, FIRST)


@pytest.mark.check("E14", points=0.4, gated=True, alone="the only look at the arguments afterwards")
def test_sgd_momentum_step_changes_nothing(student, reference):
    """Parameters, gradients and velocities that were given stay as they were."""
    STEP.arguments(student, reference)


@pytest.mark.check("E14", points=0.35, gated=True, alone="the only parameters that require grad")
def test_sgd_momentum_step_is_plain(student, reference):
    """A tuple of plain parameters and velocities, even if the given parameters require grad."""
    STEP.gradients(student, reference)
    STEP.gradients(student, reference, FIRST)


# ---- E15 make_optimizer, decay_lr -------------------------------------------

BIAS_ZERO, BIAS_RATE = "is 0.0", ("is 0.7", "is 0.02")
SETTINGS = {
    "lr": Values({"is 0.01": 0.01, "is 0.3": 0.3}, optional=True),
    "momentum": Values({"is 0.9": 0.9, "is 0.5": 0.5, "is the number 0": 0.0}, optional=True),
    "bias_lr": Values(
        {"is None": None, BIAS_ZERO: 0.0, **{option: float(option[3:]) for option in BIAS_RATE}},
        optional=True,
    ),
}
#: Each step has gradients that depend on the parameters.
STEPS = (
    '[([setattr(p, "grad", torch.cos(3 * p.detach() + k)) for p in model.parameters()], '
    "found.step(), [p.detach().clone() for p in model.parameters()])[2] for k in range(2)]"
)
RATES_HELD = (
    '[[group["lr"] for group in found.param_groups for held in group["params"] if held is p] '
    "for p in model.parameters()]"
)

MAKE = Contract(
    "optimizer.make_optimizer",
    {
        "model": Objects({"is one layer": module("torch.nn.Linear(2, 1)", like="")}),
        **SETTINGS,
    },
    apart=(BIAS_ZERO, BIAS_RATE),
    is_sparse=True,
    strength=2,
    named=tuple(SETTINGS),
    changes={"the list of parameters after each of two steps": STEPS},
)

HELD = Contract(
    "optimizer.make_optimizer",
    {
        "model": Objects(
            {
                "is one layer": "torch.nn.Linear(2, 1)",
                "has one feature": "torch.nn.Linear(1, 1)",
                "is made of two layers": (
                    "torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Linear(3, 1))"
                ),
                'has layers called "debias" and "slope"': (
                    "torch.nn.ModuleDict(dict(debias=torch.nn.Linear(2, 1), "
                    "slope=torch.nn.PReLU(3)))"
                ),
                'has vectors called "scale" and "bias"': (
                    "torch.nn.ParameterDict(dict(scale=torch.ones(3), bias=torch.ones(3)))"
                ),
                "has a layer without a bias": (
                    "torch.nn.Sequential(torch.nn.Linear(2, 3, bias=False), torch.nn.Linear(3, 1))"
                ),
                'has a layer called "bias"': (
                    "torch.nn.ModuleDict(dict(bias=torch.nn.Linear(2, 1)))"
                ),
                "has a layer whose parameters are frozen": (
                    "torch.nn.Sequential(torch.nn.Linear(2, 3).requires_grad_(False), "
                    "torch.nn.Linear(3, 1))"
                ),
                "has two layers with one weight": lambda _draw: Written(
                    "torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2))",
                    ("{name}[1].weight = {name}[0].weight",),
                ),
                "is made of layers of layers": (
                    "torch.nn.Sequential(torch.nn.Sequential(torch.nn.Sequential("
                    "torch.nn.Linear(2, 2)), torch.nn.BatchNorm1d(2)))"
                ),
            }
        ),
        "lr": Values({"is 0.3": 0.3, "is 0": 0.0}),
        "bias_lr": Values({"is None": None, BIAS_ZERO: 0.0, "is 0.7": 0.7}, optional=True),
    },
    is_sparse=True,
    named=("lr", "bias_lr"),
    changes={
        "the rates of each parameter": RATES_HELD,
        "the number of tensors in its groups": (
            'sum(len(group["params"]) for group in found.param_groups)'
        ),
        "whether it is a torch.optim.SGD": "isinstance(found, torch.optim.SGD)",
    },
)


@pytest.mark.check("E15", points=1.0, base=True, alone="the only defaults")
def test_make_optimizer_steps(student, reference):
    """Its steps are those of SGD with the given rate and momentum; 0.01 and 0.9 by default."""
    MAKE.effects(student, reference)


@pytest.mark.check("E15", points=0.75, alone="the only steps with another rate for the bias")
def test_make_optimizer_bias_rate(student, reference):
    """bias_lr is the rate of the bias alone; the weight keeps lr, both keep the momentum."""
    MAKE.effects(student, reference, BIAS_RATE)


@pytest.mark.check("E15", points=0.5, alone="the only steps with a rate of 0")
def test_make_optimizer_bias_rate_zero(student, reference):
    """bias_lr=0.0 is a rate too: the bias stays put while the weight moves."""
    MAKE.effects(student, reference, BIAS_ZERO)


@pytest.mark.check(
    "E15",
    points=0.25,
    gated=True,
    alone="the only look at what the groups hold, and the only models of several layers",
)
def test_make_optimizer_holds_each_once(student, reference):
    """It holds every parameter of the model exactly once, with its own rate; several layers too."""
    HELD.effects(student, reference)


def groups(*pairs: tuple[int, float]) -> str:
    """Return parameter groups with so many parameters and this rate each, as Python text."""
    leaf = "torch.zeros(2, requires_grad=True)"
    own = [f"dict(params=[{', '.join([leaf] * count)}], lr={rate})" for count, rate in pairs]
    return f"[{', '.join(own)}]"


DECAY = Contract(
    "optimizer.decay_lr",
    {
        "optimizer": Objects(
            {
                "has two groups": f"torch.optim.SGD({groups((1, 0.2), (1, 0.05))})",
                "has one group": f"torch.optim.SGD({groups((2, 0.3))})",
                "has three groups": (
                    f"torch.optim.SGD({groups((3, 0.2), (1, 0.4), (1, 1e-7))}, lr=9.0)"
                ),
                "has two groups with one rate": (
                    f"torch.optim.SGD({groups((1, 0.4), (2, 0.4))}, momentum=0.5)"
                ),
                "is Adam": f"torch.optim.Adam({groups((2, 0.001))})",
            }
        ),
        "factor": Values({"is 0.5": 0.5, "is 0.1337": 0.1337, "is 3.0": 3.0}),
    },
    is_sparse=True,
    calls={"it is called once": 1, "it is called twice": 2},
    changes={"the list of rates": '[float(group["lr"]) for group in optimizer.param_groups]'},
    # A rate that went through float32 is another one.
    tolerance={F32: (1e-9, 1e-13)},
)
#: What is returned may have gone through a tensor.
RETURNED = replace(DECAY, changes={}, tolerance={F32: (1e-6, 1e-13)})


@pytest.mark.check("E15", points=1.0, alone="the only look at the rates after decay_lr")
def test_decay_lr_changes_every_rate(student, reference):
    """decay_lr multiplies the rate of every group, of any optimizer, each time it is called."""
    DECAY.effects(student, reference)


@pytest.mark.check("E15", points=0.5, alone="the only look at what decay_lr returns")
def test_decay_lr_returns_rates(student, reference):
    """decay_lr returns the new rate of each group as a list, in the order of the groups."""
    RETURNED.kind(student, reference)
