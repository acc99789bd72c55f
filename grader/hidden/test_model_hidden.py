"""Hidden checks of model: the logistic regression module (E11)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from grader.testing import (
    LAYOUTS,
    MANY_SAMPLES,
    SIZES,
    Contents,
    Contract,
    D,
    Draw,
    N,
    Objects,
    Tensors,
    Values,
)

FEATURES = Values({"is 2": 2, "is 5": 5})
ANY = Values({"is 3": 3, "is 1": 1, "is 2": 2, "is 5": 5})
#: A function that puts numbers into the weight and the bias of a module, whatever their shapes.
FILL = (
    "lambda net, w, b: ([p.data.copy_((b if p.numel() == 1 else w).reshape(p.shape)) "
    "for p in net.to(w.dtype).parameters()], net)[1]"
)
HELD = {
    "the tensor of its parameters' sizes": (
        "torch.tensor(sorted(p.numel() for p in found.parameters()), dtype=int)"
    ),
    "whether they require grad": "all(p.requires_grad for p in found.parameters())",
}
P = {"p": "fill(found, weight, bias)(x)"}
SEVERAL = (
    "torch.cat([fill(found, w, bias)(s) for w, s in "
    "((weight, x), (-weight, x), (-weight, -x), (weight, x))])"
)


def short(numbers: Tensor) -> Tensor:
    """Return numbers with three digits."""
    flat = [float(f"{number:.3g}") for number in numbers.flatten().tolist()]
    return torch.tensor(flat, dtype=torch.float64).reshape(numbers.shape)


def samples(scale: float, smallest: float = 1.0) -> Contents:
    """Return rows of samples as far out as *scale*, or nearer, for the features of the module."""

    def make(draw: Draw, shape: tuple[int, ...]) -> Tensor:
        sizes = scale * smallest ** draw.uniform(shape[0], 1)
        return short(sizes * draw.normal(shape[0], draw.arguments["in_features"]))

    return make


def weights(size: float) -> Contents:
    """Return weights; for samples that lie farther out they are smaller."""

    def make(draw: Draw, shape: tuple[int, ...]) -> Tensor:
        farthest = max([1.0, *draw.arguments["x"].abs().flatten().tolist()])
        return short(2 * size * draw.normal(*shape) / farthest)

    return make


def biases(draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return the bias; it equals a weight of one number, which looks the same."""
    weight: Tensor = draw.arguments["weight"]
    return short(weight if weight.numel() == 1 else draw.normal(*shape))


def like_x(contents: Contents, size: int) -> Tensors:
    """Return the kind of so many numbers with the dtype of the samples."""
    shapes = {"has the right shape": (size,)}
    return Tensors({"is arbitrary": contents}, shapes, (), like="x", grad=False, layouts=())


ROWS = Tensors(
    {"is arbitrary": samples(1.0), "lies far out": samples(1000.0)},
    {"holds rows of features": (N, 1)},
    (torch.float32,),
    grad=False,
    layouts=(),
    sizes={"there are seven samples": 7, "there is one sample": 1},
)


def module(
    looks: Mapping[str, str],
    x: Tensors = ROWS,
    size: float = 1.0,
    features: Values = FEATURES,
    calls: Mapping[str, int] = {},
    also: Sequence[Mapping[str, str]] = (),
) -> Contract:
    """Return the contract of LR: what a module does with samples, a weight and a bias."""
    return Contract(
        "model.LR",
        {"in_features": features},
        is_sparse=True,
        strength=1,
        also=also,
        calls=calls,
        beside={
            "x": x,
            "weight": like_x(weights(size), D),
            "bias": like_x(biases, 1),
            "fill": Objects({"is a function": FILL}),
        },
        changes=looks,
    )


VALUES = module(
    {
        **HELD,
        **P,
        # Whatever it was asked before, in training or not, with a graph or without.
        "p for several weights and samples": SEVERAL,
        "p after eval()": f"torch.no_grad()(lambda: (found.eval(), {SEVERAL})[1])()",
    }
)
KIND = module(
    P,
    replace(ROWS, contents={"is arbitrary": samples(1.0)}, sizes=SIZES, layouts=LAYOUTS),
    features=ANY,
    also=[{".size": size, "in_features.contents": "is 1"} for size in (MANY_SAMPLES, [*SIZES][1])],
)
DOUBLE = module(P, replace(ROWS, dtypes=(torch.float64,)))
HUGE = module(P, replace(ROWS, contents={"is of all sizes": samples(1.0, 1e-4)}), 5000.0)
SLOPES = module(
    {
        "the gradients of the bias and the weight": (
            f"torch.cat([g.flatten() for g in torch.autograd.grad(({P['p']}.flatten() * x[:, 0])"
            ".sum(), sorted(found.parameters(), key=torch.Tensor.numel))])"
        )
    }
)
AFTERWARDS = module(
    {
        "the samples afterwards": f"({P['p']}, x)[1]",
        "whether the samples require grad": f"({P['p']}, x.requires_grad)[1]",
    }
)
PARAMETERS = Contract(
    "model.LR",
    {"in_features": Values({"is 2": 2, "is 1": 1, "is 5": 5}, optional=True)},
    changes=HELD,
)
TWO = {"two are made": 2}
INSTANCES = module(
    {
        "p of the first one": (
            "(fill(found[0], weight, bias), fill(found[1], 0 * weight, 0 * bias), found[0](x))[2]"
        )
    },
    calls=TWO,
)
STATE = module(
    {
        "p of the second one": (
            "(fill(found[0], weight, bias)(x), found[1].load_state_dict(found[0].state_dict()), "
            "found[1](x))[2]"
        )
    },
    calls=TWO,
)


@pytest.mark.check("E11", points=1.5, base=True, alone="the plain case of all")
def test_LR_values(student, reference):  # noqa: N802 - the class is called LR
    """With given weights the output is sigmoid(x @ w + b), one column of probabilities."""
    VALUES.effects(student, reference)


@pytest.mark.check("E11", points=0.75, alone="every number of samples and layout, and the column")
def test_LR_sizes(student, reference):  # noqa: N802
    """Any number of samples works, also 1 and 0, and a transposed input too."""
    KIND.kind(student, reference)


@pytest.mark.check("E11", points=0.5, alone="the only second instance")
def test_LR_instances(student, reference):  # noqa: N802
    """Each instance has parameters of its own: changing one leaves the other alone."""
    INSTANCES.effects(student, reference)


@pytest.mark.check("E11", points=0.75, alone="the only float64")
def test_LR_double(student, reference):  # noqa: N802
    """After .double() it works on float64 samples with full precision."""
    DOUBLE.kind(student, reference)


@pytest.mark.check("E11", points=0.5, alone="the only huge weights")
def test_LR_huge_weights(student, reference):  # noqa: N802
    """Huge weights give probabilities 0 and 1, never nan."""
    HUGE.effects(student, reference)


@pytest.mark.check("E11", points=1.0, alone="the only backward")
def test_LR_gradients(student, reference):  # noqa: N802
    """Gradients reach the weight and the bias and have the right size."""
    SLOPES.effects(student, reference)


@pytest.mark.check(
    "E11", points=0.5, gated=True, alone="the only LR() without a size, and the only single feature"
)
def test_LR_parameters(student, reference):  # noqa: N802
    """It holds exactly in_features + 1 trainable numbers in a weight and a bias; 2 by default."""
    PARAMETERS.effects(student, reference)


@pytest.mark.check("E11", points=0.25, gated=True, alone="the only state_dict")
def test_LR_state_dict(student, reference):  # noqa: N802
    """A state_dict saved from one instance can be loaded into another and brings its answers."""
    STATE.effects(student, reference)


@pytest.mark.check("E11", points=0.25, gated=True, alone="the only look at the samples afterwards")
def test_LR_leaves_its_samples_alone(student, reference):  # noqa: N802
    """The samples keep their values, and do not require grad after a call."""
    AFTERWARDS.effects(student, reference)
