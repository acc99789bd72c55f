"""Hidden checks of optimizer: a step of SGD with momentum (E14), groups and rates (E15)."""

from typing import Any

import pytest
import torch
from examples import OPTIMIZER as EXAMPLES  # noqa: F401 - the diagnosis looks for it here
from kinds import assert_kind
from torch import Tensor

from grader.testing import (
    Answer,
    CheckFailed,
    Contract,
    SentTensor,
    TensorLists,
    Values,
    assert_matches,
    describe,
    describe_step,
    normal,
    number_of,
    numbers_match,
    wrong,
)

F32, F64 = torch.float32, torch.float64
MAKE, DECAY = "optimizer.make_optimizer", "optimizer.decay_lr"


def _draw(seed, shapes, dtype=F32):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randn(shape, generator=generator, dtype=dtype) for shape in shapes]


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
        "grads": TensorLists({"is arbitrary": normal(decimals=7)}, like="params"),
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

WEIGHT = torch.tensor([[0.8, -1.7]], dtype=F64)
BIAS = torch.tensor([0.45], dtype=F64)


def _grads(seed, count, size=2, dtype=F64):
    draws = [_draw(seed + number, [(1, size), (1,)], dtype) for number in range(count)]
    return [(weight, bias) for weight, bias in draws]


def _path(grads, weight, bias, *, lr=0.01, momentum=0.9, bias_lr=None):
    """Return weight and bias after each step of torch's rule."""
    rates = (lr, lr if bias_lr is None else bias_lr)
    params = [weight, bias]
    velocities, path = [torch.zeros_like(p) for p in params], []
    for pair in grads:
        velocities = [momentum * v + g for v, g in zip(velocities, pair, strict=True)]
        params = [p - r * v for p, r, v in zip(params, rates, velocities, strict=True)]
        path.append(tuple(params))
    return path


def _optimizer(answer):
    """Demand that it was an optimizer that took the steps."""
    if "rates" not in answer.reply:
        message = f"make_optimizer returned {describe(answer.value)}, expected a torch.optim.SGD."
        raise wrong(message, answer)
    return answer


def _drive(student, reference, grads, kwargs, weight=WEIGHT, bias=BIAS):
    """Run the student's optimizer over given gradients and demand torch's path."""
    fields = {"weight": weight, "bias": bias, "kwargs": kwargs, "grads": grads}
    reference.optim(MAKE, **fields)
    answer = _optimizer(student.optim(MAKE, **fields))
    wanted = _path(grads, weight, bias, **kwargs)
    for number, (found, pair) in enumerate(zip(answer.value, wanted, strict=True), start=1):
        for name, one, other in zip(("weight", "bias"), found, pair, strict=True):
            part = Answer(one, answer.reply, answer.question)
            what = f"After step {number} of your optimizer the {name} is"
            try:
                assert_matches(part, other, what=what)
            except CheckFailed as failure:
                if number == 1 and name == "weight" and isinstance(one, SentTensor):
                    ends = [t.double().flatten().tolist() for t in (one.tensor, other, weight)]
                    if len(ends[0]) == len(ends[1]):
                        failure.pattern = describe_step(*ends)
                raise
    return answer


@pytest.mark.check("E15", points=1.0, base=True, alone="the only defaults")
def test_make_optimizer_steps(student, reference):
    """Its steps are those of SGD with the given rate and momentum; 0.01 and 0.9 by default."""
    for kwargs in ({"lr": 0.3, "momentum": 0.5}, {}, {"lr": 0.1, "momentum": 0.0}):
        _drive(student, reference, _grads(500, 3), kwargs)
    weight, bias = WEIGHT.float(), BIAS.float()
    _drive(student, reference, _grads(510, 3, dtype=F32), {"lr": 0.2}, weight, bias)


@pytest.mark.check("E15", points=0.75, alone="the only single feature beside a rate for the bias")
def test_make_optimizer_bias_rate(student, reference):
    """bias_lr is the rate of the bias alone; the weight keeps lr, both keep the momentum."""
    for kwargs in ({"lr": 0.1, "bias_lr": 0.5}, {"lr": 0.4, "momentum": 0.3, "bias_lr": 0.02}):
        _drive(student, reference, _grads(520, 3), kwargs)
    _drive(student, reference, _grads(526, 3, size=1), kwargs, WEIGHT[:, :1])
    _drive(student, reference, _grads(530, 3, size=5), kwargs, *_draw(535, [(1, 5), (1,)], F64))


@pytest.mark.check("E15", points=0.5, alone="the only rate 0")
def test_make_optimizer_bias_rate_zero(student, reference):
    """bias_lr=0.0 is a rate too: the bias stays put while the weight moves."""
    _drive(student, reference, _grads(540, 3), {"lr": 0.1, "bias_lr": 0.0})


@pytest.mark.check(
    "E15",
    points=0.25,
    gated=True,
    alone="the only look at what the groups hold, and the only layer inside another module",
)
def test_make_optimizer_holds_each_once(student):
    """It holds every parameter of the model exactly once, with its own rate; several layers too."""
    cases = [(kwargs, False) for kwargs in ({}, {"bias_lr": 0.5}, {"bias_lr": 0.0})]
    for kwargs, nested in (*cases, ({"lr": 0.1, "bias_lr": 0.5}, True)):
        answer = _made(student, kwargs, nested)
        for full, rates in answer["rates"].items():
            name, count = full.rpartition(".")[2], len(rates)
            if count != 1:
                message = (
                    f"The optimizer holds the {name} {count} times. Each belongs to one group."
                )
                raise wrong(message, answer, precise=True)
            # In a bare layer the rates are the matter of other checks.
            if nested and rates != [0.5 if name == "bias" else 0.1]:
                message = (
                    "For a module of two layers the rates are not those asked for. The biases are "
                    'those whose name is "bias" after the last dot, in each layer; neither a '
                    "shape nor the name of a layer tells them."
                )
                raise wrong(message, answer, precise=True)
        if answer["strangers"]:
            message = "The optimizer holds tensors that are no parameters of the model."
            raise wrong(message, answer, precise=True)


def _made(student, kwargs, nested):
    fields = {"weight": WEIGHT, "bias": BIAS, "kwargs": kwargs, "grads": _grads(550, 1)}
    if not nested:
        return _optimizer(student.optim(MAKE, **fields))
    try:
        return _optimizer(student.optim(MAKE, **fields, nested=True))
    except CheckFailed as failure:
        failure.message += (
            " It works for a bare layer, and not for a module of two layers: "
            "named_parameters() finds the parameters of both."
        )
        failure.precise = True
        raise


#: Optimizers of ours for decay_lr: per group the number of its parameters, and its rate.
OPTIMIZERS = ([(1, 0.2), (1, 0.05)], [(2, 0.3)], [(3, 0.2), (1, 0.7), (2, 0.4)])


@pytest.mark.check("E15", points=1.0, alone="the only look at the rates after decay_lr")
def test_decay_lr_changes_every_rate(student):
    """decay_lr multiplies the rate of every group, of any optimizer, each time it is called."""
    for groups in OPTIMIZERS:
        _assert_decays(student, groups)
    _assert_decays(student, [(2, 0.001)], adaptive=True)


def _assert_decays(student, groups, adaptive=False):
    answer = student.decay(DECAY, groups=groups, factors=[0.5, 3.0], adaptive=adaptive)
    for factor, found in zip((0.5, 1.5), answer["group_rates"], strict=True):
        # A rate that went through float32 is another one.
        wanted = [rate * factor for _, rate in groups]
        if numbers_match(found, wanted, atol=1e-12):
            continue
        cause = "wrongly: go through its groups, whatever optimizer it is."
        if numbers_match(found, [rate * factor**size for size, rate in groups], atol=1e-6):
            cause = "once per parameter: multiply once per group."
        if numbers_match(found, wanted, atol=1e-6):
            cause = "nearly as it should: digits are lost, in float32 for example."
        message = f"With an optimizer that is not yours decay_lr changes the rates {cause}"
        raise wrong(message, answer, precise=True)


@pytest.mark.check("E15", points=0.5, alone="the only look at what decay_lr returns")
def test_decay_lr_returns_rates(student):
    """decay_lr returns the new rate of each group as a list, in the order of the groups."""
    for groups in OPTIMIZERS:
        answer = student.decay(DECAY, groups=groups, factors=[0.5, 0.1337])
        for part, factor in zip(answer.value, (0.5, 0.5 * 0.1337), strict=True):
            numbers = [*map(number_of, part)] if isinstance(part, list | tuple) else [None]
            if None in numbers:
                message = f"decay_lr returned {describe(part)}, expected a list of floats."
                raise wrong(message, answer)
            assert_kind(answer, part, list)
            if len(numbers) != len(groups):
                message = (
                    f"decay_lr returned {len(numbers)} rates; the optimizer has {len(groups)} "
                    "groups."
                )
                raise wrong(message, answer)
            if not numbers_match(numbers, [rate * factor for _, rate in groups], atol=1e-6):
                message = "decay_lr did not return every rate times the factor, in order."
                raise wrong(message, answer)
