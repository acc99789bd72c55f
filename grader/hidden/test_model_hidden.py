"""Hidden checks of model: the logistic regression module (E11)."""

import pytest
import torch
from examples import MODEL as EXAMPLES
from examples import load
from torch import Tensor

from grader.testing import assert_matches, describe, elements_match, same_value, wrong

# The diagnosis reads it in every module of hidden checks.
__all__ = ["EXAMPLES"]

F32, F64 = torch.float32, torch.float64

CUT = (
    "backward from the output does not reach {what}: something in forward cuts the graph (detach, "
    ".data, item, numpy, no_grad)."
)


def _draw(seed, *shape, dtype=F32, scale=1.0):
    generator = torch.Generator().manual_seed(seed)
    return scale * torch.randn(*shape, generator=generator, dtype=dtype)


def _probabilities(x, weight, bias):
    """Return sigmoid(x @ w + b) as a column, computed in float64."""
    z = x.to(F64) @ weight.to(F64).reshape(-1, 1) + bias.to(F64)
    return torch.sigmoid(z)


def _assert_parameters(parameters, in_features, call=""):
    """Demand one weight with *in_features* numbers and one bias, both trainable."""
    sizes = sorted(parameter.numel() for parameter in parameters)
    if sizes == sorted([1, in_features]):
        if all(parameter.requires_grad for parameter in parameters):
            return
        cause = "a parameter has requires_grad=False, so no gradient reaches it"
    elif not sizes:
        cause = (
            "parameters() finds nothing. A plain list hides its layers and a bare tensor is no "
            "parameter: assign the layer to self, or use nn.Parameter"
        )
    elif sizes == [in_features]:
        cause = (
            "the bias is missing. Without one that is trained (a parameter, no buffer) every "
            "boundary runs through the origin"
        )
    elif sizes == sorted([2, 2 * in_features]):
        cause = (
            "there are two outputs. One linear output with one sigmoid is enough for two classes"
        )
    elif sizes == [in_features + 1]:
        cause = "weight and bias sit in one tensor. Keep one parameter for each"
    elif sizes == [1, 2] and in_features != 2:
        cause = "the number of features is fixed at 2. Use the argument in_features"
    elif sum(sizes) > in_features + 1:
        cause = (
            f"there are {len(sizes)} parameters with {sum(sizes)} numbers. One linear layer with "
            "one output has all that is needed"
        )
    else:
        cause = f"their sizes are {sizes}. Expected is one weight and one bias"
    call = call or f"LR(in_features={in_features})"
    message = f"{call} does not hold the right parameters: {cause}."
    raise wrong(message, precise=True)


def _run(student, x, weight, bias, *, twin=False):
    """Run the module with given numbers; its kind, constancy and parameters come first."""
    net = student.model.LR(weight.numel())
    if x.dtype == F64:
        net = net.double()
    parameters = load(net, weight, bias)
    if twin:
        with torch.no_grad():
            for parameter in student.model.LR(weight.numel()).parameters():
                parameter.zero_()
    value, again = net(x), net(x)
    net.train(False)
    in_eval = net(x)
    if value is None:
        raise wrong("forward returns None. Does it end with a return?", precise=True)
    if isinstance(value, Tensor) and isinstance(again, Tensor):
        one, other = value.reshape(-1), again.reshape(-1)
        if one.shape != other.shape or not elements_match(one, other, 1e-5, 1e-6).all():
            message = (
                "Two calls of the module on the same input differ. Create the layer once, in "
                "__init__, and let forward draw nothing at random."
            )
            raise wrong(message, precise=True)
        if not same_value(value, in_eval):
            message = (
                "After eval() the module answers otherwise: forward returns probabilities in every "
                "mode."
            )
            raise wrong(message, precise=True)
    _assert_parameters(parameters, weight.numel())
    return net, value, parameters


def _check(student, x, weight, bias):
    """Demand the student's probabilities to be right."""
    _, value, parameters = _run(student, x, weight, bias)
    wanted = _probabilities(x, weight, bias).to(x.dtype)
    if isinstance(value, Tensor) and tuple(value.shape) == (len(x),):
        message = (
            f"LR maps samples of shape {tuple(x.shape)} to {describe(value)}, expected "
            f"({len(x)}, 1): keep the column that a linear layer with one output makes."
        )
        raise wrong(message, precise=True)
    assert_matches(value, wanted)
    return value, parameters


@pytest.mark.check("E11", points=1.5, base=True, alone="the plain case of all")
def test_LR_values(student):  # noqa: N802 - the class is called LR
    """With given weights the output is sigmoid(x @ w + b), one column of probabilities."""
    for seed, in_features in ((110, 2), (111, 5)):
        x, weight = _draw(seed, 40, in_features), _draw(seed + 50, in_features)
        _check(student, x, weight, _draw(seed + 90, 1))


@pytest.mark.check(
    "E11", points=0.75, alone="the only input of no samples, and the only transposed one"
)
def test_LR_sizes(student):  # noqa: N802
    """Any number of samples works, also 1 and 0, and a transposed input too."""
    weight, bias = _draw(120, 3), _draw(121, 1)
    for n_samples in (1, 2, 7, 1001, 0):
        _check(student, _draw(122 + n_samples, n_samples, 3), weight, bias)
    _check(student, _draw(129, 3, 7).T, weight, bias)
    # Every second row and column of a larger matrix.
    _check(student, _draw(128, 14, 6)[::2, ::2], weight, bias)


@pytest.mark.check("E11", points=0.5, alone="the only second instance")
def test_LR_instances(student):  # noqa: N802
    """Each instance has parameters of its own: changing one leaves the other alone."""
    # What is made once, as a default or in the class, has one size: that of the default.
    for in_features in (3, 2):
        _check_twins(student, in_features)


def _check_twins(student, in_features):
    x, weight, bias = _draw(150, 7, in_features), _draw(151, in_features), _draw(152, 1)

    _, value, _ = _run(student, x, weight, bias, twin=True)

    wanted = _probabilities(x, weight, bias).to(F32)
    half = torch.full((7, 1), 0.5)
    if isinstance(value, Tensor) and value.shape == half.shape and value.equal(half):
        message = (
            "Setting the parameters of one LR() to 0 changed another one: they are shared. Create "
            "them in __init__ and keep them on self."
        )
        raise wrong(message, precise=True)
    assert_matches(value, wanted)


@pytest.mark.check("E11", points=0.75, alone="the only float64")
def test_LR_double(student):  # noqa: N802
    """After .double() it works on float64 samples with full precision."""
    for n_samples in (7, 1):
        x = _draw(130 + n_samples, n_samples, 4, dtype=F64)
        weight, bias = _draw(132, 4, dtype=F64), _draw(133, 1, dtype=F64)
        _check(student, x, weight, bias)


@pytest.mark.check("E11", points=0.5, alone="the only huge weights")
def test_LR_huge_weights(student):  # noqa: N802
    """Huge weights give probabilities 0 and 1, never nan."""
    x = torch.tensor([[1.0, 0.5], [-1.0, 0.5], [0.02, 0.0], [0.0, 0.01], [3.0, -2.0]])
    _check(student, x, torch.tensor([9000.0, -700.0]), torch.tensor([2.0]))


@pytest.mark.check("E11", points=1.0, alone="the only backward")
def test_LR_gradients(student):  # noqa: N802
    """Gradients reach the weight and the bias and have the right size."""
    x, weight, bias = _draw(140, 7, 3), _draw(141, 3), _draw(142, 1)
    cotangent = _draw(143, 7, 1)
    p = _probabilities(x, weight, bias)
    slope = cotangent.to(F64) * p * (1 - p)
    value, parameters = _check(student, x, weight, bias)
    if not value.requires_grad:
        raise wrong(CUT.format(what="weight and bias"), precise=True)

    value.backward(cotangent)

    wanted = {"weight": (x.to(F64) * slope).sum(0), "bias": slope.sum().reshape(1)}
    for parameter in parameters:
        who = "weight" if parameter.numel() > 1 else "bias"
        if parameter.grad is None:
            raise wrong(CUT.format(what=f"the {who}"), precise=True)
        what = f"The gradient of the {who} is"
        assert_matches(parameter.grad.reshape(-1), wanted[who].to(F32), what=what)


@pytest.mark.check(
    "E11", points=0.5, gated=True, alone="the only LR() without a size, and the only single feature"
)
def test_LR_parameters(student):  # noqa: N802
    """It holds exactly in_features + 1 trainable numbers in a weight and a bias; 2 by default."""
    for in_features in (2, 5, 1):
        _assert_parameters(list(student.model.LR(in_features).parameters()), in_features)
    _assert_parameters(list(student.model.LR().parameters()), 2, "LR(), whose in_features is 2,")


@pytest.mark.check("E11", points=0.5, gated=True, alone="the only state_dict")
def test_LR_state_dict(student):  # noqa: N802
    """A state_dict saved from one instance can be loaded into another and brings its answers."""
    x, weight, bias = _draw(160, 7, 3), _draw(161, 3), _draw(162, 1)

    net, _, _ = _run(student, x, weight, bias)
    other = student.model.LR(3)
    other.load_state_dict(net.state_dict())

    what = "After load_state_dict another instance returned"
    assert_matches(other(x), _probabilities(x, weight, bias).to(F32), what=what)
