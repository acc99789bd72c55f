"""Hidden checks of training: accuracy (E16), one step (E17), the whole loop (E18)."""

from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from grader.testing import (
    FLAT,
    FLAT_OR_COLUMN,
    FLOATS,
    LABELS,
    RARE_LABELS,
    SAMPLES,
    Contents,
    Contract,
    D,
    Draw,
    N,
    Objects,
    SentNumber,
    SentTensor,
    Tensors,
    Values,
    module,
    normal,
    number_of,
    take,
    whole,
    wrong,
)

F32, F64 = torch.float32, torch.float64


def plain(contents: dict[str, Contents], shapes: dict[str, tuple[int, ...]]) -> Tensors:
    """Return the kind of a float32 tensor in one layout."""
    return Tensors(contents, shapes, (F32,), grad=False, layouts=())


# ---- E16 accuracy -----------------------------------------------------------

TIE = "holds the threshold itself"
OTHER = ("is 0.2", "is 0.26", "is 0.905", "is 0.75", "is 0", "is 1")


def off_the_threshold(draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return probabilities that keep away from the threshold; if that is 0 or 1, some are so."""
    found = draw.uniform(*shape).round(decimals=3)
    if draw.arguments["threshold"] in (0, 1):
        found.flatten()[1::4] = take(1.0, 0.0)(draw, found.flatten()[1::4].shape)
    return torch.where((found - draw.arguments["threshold"]).abs() < 0.01, 0.99, found)


def at_the_threshold(draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return probabilities at the threshold, a hair below it and elsewhere."""
    bar = draw.arguments["threshold"]
    return take(bar, max(bar - draw.hair, 0.0), 0.95, 0.1)(draw, shape)


def labels(draw: Draw, _shape: tuple[int, ...]) -> Tensor:
    """Return as many labels as there are probabilities."""
    return draw.whole(2, draw.arguments["p"].numel()).double()


def nothing(_draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return no probabilities, flat or as a column."""
    return torch.zeros(0, *shape[1:])


ACCURACY = Contract(
    "training.accuracy",
    {
        "p": Tensors(
            {"keeps away from the threshold": off_the_threshold, TIE: at_the_threshold},
            FLAT_OR_COLUMN,
            sizes=SAMPLES,
            forbidden={"is empty": nothing},
        ),
        "y": Tensors(
            {"holds 0 and 1": labels},
            FLAT,
            LABELS,
            rare_dtypes=RARE_LABELS,
            grad=False,
            sizes=SAMPLES,
        ),
        "threshold": Values(
            {"is 0.5": 0.5, **{option: float(option.split()[1]) for option in OTHER}},
            optional=True,
        ),
    },
    apart=(TIE, OTHER),
    tolerance={F32: (0.0, 1e-6), F64: (0.0, 1e-6)},
)


@pytest.mark.check("E16", points=1.25, base=True, alone="the plain case of all")
def test_accuracy_values(student, reference):
    """It is the share of samples whose decision (p >= 0.5) equals the label."""
    ACCURACY.values(student, reference)


@pytest.mark.check("E16", points=0.75, alone="every dtype and shape, and the kind of the answer")
def test_accuracy_kind(student, reference):
    """A Python float; a column p makes N comparisons, labels have any dtype, N may be 1."""
    ACCURACY.kind(student, reference)


@pytest.mark.check("E16", points=0.75, alone="the only probabilities at the threshold")
def test_accuracy_ties(student, reference):
    """p equal to the threshold of 0.5 counts as class 1."""
    ACCURACY.values(student, reference, TIE)


@pytest.mark.check("E16", points=0.5, alone="the only other thresholds")
def test_accuracy_thresholds(student, reference):
    """Another threshold moves the decision, and p equal to it counts as class 1."""
    ACCURACY.values(student, reference, OTHER)
    ACCURACY.values(student, reference, TIE, OTHER)


@pytest.mark.check("E16", points=0.25, alone="the only p that requires grad")
def test_accuracy_with_graph(student, reference):
    """Probabilities that carry a graph give the same float."""
    ACCURACY.gradients(student, reference)


@pytest.mark.check("E16", points=0.25, gated=True, alone="the only look at p and y afterwards")
def test_accuracy_leaves_its_arguments_alone(student, reference):
    """p and y are left as they were, and a second call gives the same answer."""
    ACCURACY.arguments(student, reference)


@pytest.mark.check("E16", points=0.25, gated=True, alone="the only empty input")
def test_accuracy_refuses_no_samples(student, reference):
    """No samples have no accuracy: ValueError."""
    ACCURACY.refusals(student, reference)


# ---- E17 train_step ---------------------------------------------------------

TRAIN_STEP = "training.train_step"
FIVE, RATE_ZERO, GROUPS = (
    "it is called five times",
    "has the rate 0",
    "has a rate for each parameter",
)
STALE, NAN = "has a filled .grad", "has nan in .grad"
OTHERS = ("is plain SGD", "is Adam", GROUPS)
SURE, APART, RIGHT, FAST = "is quite sure", "is on both sides", "is right", "has the rate 10"
COLUMNS = {"has shape (N, 2)": (N, 2), "has shape (N, 3)": (N, 3), "has shape (N, 1)": (N, 1)}
FEW = {"there are seven samples": 7, "there is one sample": 1, "there are 20 samples": 20}
LAYER = "torch.nn.Sequential(torch.nn.Linear({d}, 1), torch.nn.Sigmoid())"
SGD = "torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)"
FILL = "[setattr(p, 'grad', torch.full_like(p, {})) for p in model.parameters()]"
PARAMETERS = "torch.nn.utils.parameters_to_vector(model.parameters()).detach()"


def sides_of_x(draw: Draw, _shape: tuple[int, ...]) -> Tensor:
    """Return the labels of samples whose class is the sign of their first column."""
    x: Tensor = draw.arguments["x"]
    return (x[:, 0] > 0).double()


STEP = Contract(
    TRAIN_STEP,
    {
        "model": Objects(
            {
                "is a layer and a sigmoid": module(LAYER),
                "has a layer between": module(
                    "torch.nn.Sequential(torch.nn.Linear({d}, 3), torch.nn.Tanh(), "
                    "torch.nn.Linear(3, 1), torch.nn.Sigmoid())"
                ),
            },
            {
                "has no .grad": "",
                STALE: FILL.format(3.0),
                NAN: FILL.format("torch.nan"),
            },
            rare={SURE: module(LAYER, numbers=(4.0, -0.4, 1.2))},
        ),
        "x": Tensors(
            {"is arbitrary": normal()},
            COLUMNS,
            grad=False,
            sizes=FEW,
            rare={APART: take(1.5, 0.0, -1.5, 0.0, 2.0, 0.0)},
        ),
        "y": Tensors(
            {"holds 0 and 1": whole(2)},
            FLAT,
            LABELS,
            rare_dtypes=RARE_LABELS,
            grad=False,
            sizes=FEW,
            rare={RIGHT: sides_of_x},
        ),
        "optimizer": Objects(
            {
                "is SGD with momentum": SGD,
                "is plain SGD": "torch.optim.SGD(model.parameters(), lr=0.1)",
                "is Adam": "torch.optim.Adam(model.parameters(), lr=0.05)",
                GROUPS: (
                    "torch.optim.SGD([dict(params=[p], lr=0.1 * (n + 1)) "
                    "for n, p in enumerate(model.parameters())])"
                ),
                RATE_ZERO: "torch.optim.SGD(model.parameters(), lr=0.0, momentum=0.9)",
            },
            rare={FAST: "torch.optim.SGD(model.parameters(), lr=10.0)"},
        ),
    },
    apart=(FIVE, (STALE, NAN), OTHERS, RATE_ZERO),
    also=[
        {"model.state": STALE, "optimizer.contents": GROUPS},
        # The loss is small already, and the step is not.
        {
            "model.contents": SURE,
            "x.contents": APART,
            "y.contents": RIGHT,
            "optimizer.contents": FAST,
        },
    ],
    is_sparse=True,
    strength=2,
    calls={"it is called once": 1, FIVE: 5},
    changes={"the vector of parameters": PARAMETERS},
    # A floor of 1e-6 under p is allowed.
    tolerance={F32: (5e-5, 5e-5), F64: (5e-5, 5e-5)},
)

THREE = {"has shape (3, 2)": (3, 2)}
#: Two samples are so certain that their p is exactly 1 and 0, and right; one is wrong, at 6e-5.
CERTAIN_STEP = Contract(
    TRAIN_STEP,
    {
        "model": Objects({"is very sure": module(LAYER, numbers=(5.0, -0.4, -0.3))}),
        "x": plain(
            {"is far out": take(60.0, 0.0, -60.0, 1.0, -1.9, 0.0)},
            THREE,
        ),
        "y": plain({"holds 1, 0, 1": take(1, 0, 1)}, {"has shape (3,)": (3,)}),
        "optimizer": Objects({"is SGD with momentum": SGD}),
    },
    # 1e-6 may be added to the p of the third.
    tolerance={F32: (0.0, 8e-3)},
)


@pytest.mark.check("E17", points=1.0, base=True, alone="the plain case of all")
def test_train_step_moves_once(student, reference):
    """One call moves every parameter by one optimizer step with the gradient of the mean loss."""
    STEP.effects(student, reference)


@pytest.mark.check("E17", points=0.75, alone="the only look at the value of the loss")
def test_train_step_loss(student, reference):
    """It returns the mean cross-entropy of the forward pass before the update."""
    STEP.values(student, reference)
    CERTAIN_STEP.values(student, reference)


@pytest.mark.check("E17", points=1.0, alone="the only five steps")
def test_train_step_five(student, reference):
    """Five calls in a row are five steps of training, with momentum and fresh gradients each."""
    STEP.effects(student, reference, FIVE)


@pytest.mark.check("E17", points=0.75, alone="the only filled .grad")
def test_train_step_stale_gradients(student, reference):
    """Gradients that lie in .grad from earlier code have no influence."""
    STEP.effects(student, reference, (STALE, NAN))
    STEP.effects(student, reference, (STALE, NAN), OTHERS)


@pytest.mark.check("E17", points=1.0, alone="every dtype, shape and layout, and one sample")
def test_train_step_kind(student, reference):
    """It returns a Python float, for samples and labels of any dtype and for one sample too."""
    STEP.kind(student, reference)


@pytest.mark.check("E17", points=0.25, gated=True, alone="the only other optimizers")
def test_train_step_optimizers(student, reference):
    """The given optimizer alone moves the parameters, whatever its rule and its rate are."""
    STEP.effects(student, reference, OTHERS)
    STEP.effects(student, reference, RATE_ZERO)


@pytest.mark.check("E17", points=0.25, gated=True, alone="the only look at x and y afterwards")
def test_train_step_leaves_the_data_alone(student, reference):
    """x and y are left as they were."""
    STEP.arguments(student, reference)


# ---- E18 fit ----------------------------------------------------------------

FIT = "training.fit"
NO_MOMENTUM, NONE, ZERO = "is 0.0", "is 0", "is 0 everywhere"
CLOSE = {F32: (1e-4, 1e-4), F64: (1e-9, 1e-9)}
EARLY = ("is 0.6", "is 0.8", "is the number 0")
SETTINGS = ("init_weight", "init_bias", "lr", "momentum", "max_iters", "check_every", "target_acc")


def clouds(draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return two clouds off centre, their rows mixed."""
    sides = 2.0 * draw.whole(2, shape[0], 1) - 1
    return (1.2 * sides + 0.9 * draw.normal(*shape) + 0.6).round(decimals=3)


def classes(noise: float) -> Contents:
    """Return labels by which side of a line a sample lies on, give or take the *noise*."""

    def make(draw: Draw, shape: tuple[int, ...]) -> Tensor:
        x: Tensor = draw.arguments["x"].double()
        return (x.sum(1) - 0.4 + noise * draw.normal(*shape) > 0).double()

    return make


def one_form(run: Any) -> Any:
    """Return what fit returned with a flat weight, pairs as tuples, and shares to six digits."""
    if not isinstance(run, dict):
        return run
    weight, pairs = run.get("weight"), run.get("accuracies")
    if isinstance(weight, SentTensor) and weight.tensor.dim() == 2 and len(weight.tensor) == 1:
        run = {**run, "weight": replace(weight, tensor=weight.tensor[0])}
    if isinstance(pairs, list):
        run = {**run, "accuracies": [_pair(pair) for pair in pairs]}
    return run


def _pair(pair: Any) -> Any:
    if not isinstance(pair, list | tuple):
        return pair
    found = [replace(n, value=round(n.value, 6)) if isinstance(n, SentNumber) else n for n in pair]
    return tuple(round(each, 6) if isinstance(each, float) else each for each in found)


RUN = Contract(
    FIT,
    {
        "x": Tensors({"is two clouds": clouds}, COLUMNS, grad=False, sizes=FEW),
        "y": Tensors(
            {"is a noisy line": classes(1.5), "is a clear line": classes(0.0)},
            FLAT,
            LABELS,
            rare_dtypes=RARE_LABELS,
            grad=False,
            sizes=FEW,
        ),
        "init_weight": Tensors(
            {"is arbitrary": normal(0.6), ZERO: take(0.0)},
            {"has shape (d,)": (D,), "has shape (1, d)": (1, D)},
            FLOATS,
            like="x",
            grad=False,
        ),
        "init_bias": Values({"is 0.25": 0.25, "is -0.7": -0.7, "is the number 0.0": 0.0}),
        # Small rates: in a run that explodes, roundings explode as well.
        "lr": Values({"is 0.1": 0.1, "is 0.05": 0.05}),
        "momentum": Values({"is 0.9": 0.9, "is 0.5": 0.5, NO_MOMENTUM: 0.0}),
        "max_iters": Values({"is 5": 5, "is 1": 1, "is 9": 9, NONE: 0}),
        "check_every": Values({"is 3": 3, "is 1": 1, "is 2": 2}),
        "target_acc": Values({"is 1.0": 1.0, "is 0.6": 0.6, "is 0.8": 0.8, "is the number 0": 0.0}),
    },
    apart=(NO_MOMENTUM, EARLY, NONE, ZERO),
    is_sparse=True,
    strength=2,
    named=SETTINGS,
    tolerance=CLOSE,
    read=one_form,
)


def far(distance: float) -> Contents:
    """Return samples so far on both sides of the line of the start."""

    def make(draw: Draw, shape: tuple[int, ...]) -> Tensor:
        sides = 2.0 * draw.whole(2, shape[0], 1) - 1
        return (sides * (distance + draw.uniform(*shape))).round(decimals=3)

    return make


def right_in(hundred: float) -> Contents:
    """Return labels of which so many in a hundred are right."""

    def make(draw: Draw, shape: tuple[int, ...]) -> Tensor:
        sides = draw.arguments["x"][:, 0] > 0
        count = int(shape[0] * hundred / 100)
        return torch.cat([sides[:count], ~sides[count:]]).double()

    return make


#: Only the start is given: the rate, the momentum, the length and the target are the defaults.
DEFAULTS = replace(
    RUN,
    kinds={
        "x": plain({"lies close to the line": far(1.0)}, {"has shape (40, 2)": (40, 2)}),
        "y": plain(
            {"is right everywhere": right_in(100), "is right in 39 of 40": right_in(98)},
            {"has shape (40,)": (40,)},
        ),
        "init_weight": plain({"is -0.5 everywhere": take(-0.5)}, {"has shape (2,)": (2,)}),
        "init_bias": Values({"is 0.25": 0.25}),
    },
    apart=(),
)

#: Accuracies that equal the target, and whose float32 number may be greater.
SHARES = replace(
    RUN,
    kinds={
        "x": plain({"lies on both sides": far(3.0)}, {"has shape (100, 2)": (100, 2)}),
        "y": plain(
            {
                "is right in 99 of 100": right_in(99),
                "is right in 80 of 100": right_in(80),
                "is right in 30 of 100": right_in(30),
            },
            {"has shape (100,)": (100,)},
        ),
        "init_weight": plain({"is 1 everywhere": take(1.0)}, {"has shape (2,)": (2,)}),
        "init_bias": Values({"is 0.25": 0.25}),
        "lr": Values({"is 0.001": 0.001}),
        "max_iters": Values({"is 3": 3}),
        "check_every": Values({"is 2": 2}),
        "target_acc": Values({"is 0.8": 0.8, "is 0.3": 0.3, "is 0.99": 0.99}),
    },
    apart=(),
)

#: 0.992 is greater than 0.99, whatever it is rounded to for a table.
CLOSE_TO_TARGET = replace(
    SHARES,
    kinds={
        **SHARES.kinds,
        "x": plain({"lies on both sides": far(3.0)}, {"has shape (250, 2)": (250, 2)}),
        "y": plain({"is right in 248 of 250": right_in(99.2)}, {"has shape (250,)": (250,)}),
        "target_acc": Values({"is 0.99": 0.99}),
    },
)

#: Every sample is right, and so certain that its p is exactly 0 or 1: the loss stands still.
CERTAIN = replace(
    SHARES,
    kinds={
        **SHARES.kinds,
        "x": plain({"lies far on both sides": far(60.0)}, {"has shape (7, 2)": (7, 2)}),
        "y": plain({"is right everywhere": right_in(100)}, {"has shape (7,)": (7,)}),
        "max_iters": Values({"is 12": 12}),
        "target_acc": Values({"is 1.0": 1.0}),
    },
    # A p may be kept away from 0 and 1, as bce_loss does.
    tolerance={F32: (0.0, 1e-3)},
)


@pytest.mark.check("E18", points=2.0, base=True, alone="the plain case of all")
def test_fit_run(student, reference):
    """Every loss, every accuracy, weight, bias and length are those of SGD with momentum."""
    RUN.values(student, reference)
    CERTAIN.values(student, reference)


@pytest.mark.check("E18", points=1.0, alone="the only runs that are told nothing but a start")
def test_fit_defaults(student, reference):
    """With its defaults it runs up to a thousand iterations, and stops above 0.99."""
    DEFAULTS.values(student, reference)


@pytest.mark.check("E18", points=1.0, alone="the only runs that end early")
def test_fit_early_stop(student, reference):
    """The run ends at the first multiple of check_every with accuracy above the target."""
    RUN.values(student, reference, EARLY)


@pytest.mark.check("E18", points=0.5, alone="the only accuracies that equal the target")
def test_fit_strict_target(student, reference):
    """An accuracy equal to the target does not end the run: it must be greater, 0.99 as well."""
    SHARES.values(student, reference)
    CLOSE_TO_TARGET.values(student, reference)


@pytest.mark.check("E18", points=0.5, alone="the only ties")
def test_fit_from_zero(student, reference):
    """From zero weights and a bias of 0 every p is 0.5, and that is class 1."""
    RUN.values(student, reference, ZERO)


@pytest.mark.check("E18", points=0.5, alone="the only momentum 0")
def test_fit_momentum_zero(student, reference):
    """Momentum 0 is plain gradient descent."""
    RUN.values(student, reference, NO_MOMENTUM)


@pytest.mark.check("E18", points=1.25, alone="every dtype, shape and layout, and one sample")
def test_fit_kind(student, reference):
    """Six keys, a plain weight of the dtype of x, Python numbers; labels have any dtype."""
    RUN.kind(student, reference)


@pytest.mark.check("E18", points=0.5, alone="the only look at a run without a start")
def test_fit_learns_from_random_start(student):
    """Without a start it draws one and learns: clear clouds end up well separated."""
    sides = torch.arange(40) % 2
    noise = torch.randn(40, 3, generator=torch.Generator().manual_seed(810))
    x = (4.0 * (1 - 2.0 * sides)[:, None] + noise + 1.0).double()
    # No accuracy is greater than 1, so the run never stops early.
    answer = student.call(FIT, x, sides, target_acc=1.0, lr=0.5, max_iters=60, check_every=60)
    run = answer.value if isinstance(answer.value, dict) else {}
    losses, bias, weight = (flat(run.get(key)) for key in ("losses", "bias", "weight"))
    if len(losses) != 60 or len(bias) != 1 or len(weight) != 3:
        message = "Without a given start fit does not make the number of updates asked for."
        raise wrong(message, answer)
    right = (x.float() @ weight + bias >= 0) == (sides == 1)
    if not (right.float().mean() > 0.95 and losses[-1] < 0.15 and bool((losses >= 0).all())):
        message = (
            "Without a given start fit does not learn: the clouds are not separated afterwards."
        )
        raise wrong(message, answer)


def flat(value: Any) -> Tensor:
    """Return the numbers in a tensor, a list or a number; none of anything else."""
    if isinstance(value, SentTensor | Tensor):
        tensor = value.tensor if isinstance(value, SentTensor) else value
        return tensor.reshape(-1).float()
    if isinstance(value, list) and value:
        return torch.cat([flat(each) for each in value])
    found = number_of(value)
    return torch.tensor([] if found is None else [found])


@pytest.mark.check("E18", points=0.25, gated=True, alone="the only max_iters 0")
def test_fit_no_iterations(student, reference):
    """max_iters 0 returns the start, an empty history and 0 iterations."""
    RUN.values(student, reference, NONE)


@pytest.mark.check("E18", points=0.25, gated=True, alone="the only calls without a whole start")
def test_fit_starts_afresh(student):
    """A call without a start draws one; half a start is used; no call goes on from another."""
    x, y = torch.tensor([[1.0, -2.0], [-1.5, 0.5]]), torch.tensor([0, 1])
    half: dict[str, Any] = {"weight": torch.tensor([0.3, -0.7]), "bias": 0.4}
    for given, other in (("weight", "bias"), ("bias", "weight")):
        start = {f"init_{given}": half[given]}
        # With a rate of 0 it ends where it starts.
        answer = student.call(FIT, x, y, lr=0.0, max_iters=1, times=2, **start)
        runs = answer["earlier"][0], answer.value
        if any(not flat(run[given]).equal(flat(half[given])) for run in runs):
            message = f"The given {given} is not used when it alone is given."
            raise wrong(message, answer, precise=True)
        first, second = (flat(run[other]) for run in runs)
        if first.equal(second):
            message = (
                f"Two calls without a start begin with the same {other}. Draw a fresh one in every "
                "call, neither zeros nor after a seed."
            )
            raise wrong(message, answer, precise=True)
    answer = student.call(FIT, x, y, times=2, lr=0.5, max_iters=3, target_acc=1.0)
    first, second = answer["earlier"][0], answer.value
    z = x @ flat(first["weight"]) + flat(first["bias"])
    goes_on = functional.binary_cross_entropy_with_logits(z, y.float())
    # So near the last loss of a run no fresh start begins by chance.
    if abs(goes_on - flat(second["losses"])[0]) < 2e-6:
        message = (
            "A second call starts where the first one ended. Make parameters and optimizer anew "
            "in every call."
        )
        raise wrong(message, answer, precise=True)


@pytest.mark.check("E18", points=0.25, gated=True, alone="the only look at arguments afterwards")
def test_fit_changes_nothing(student, reference):
    """Two calls give one run; x, y and init_weight stay as they were."""
    RUN.arguments(student, reference)
