"""Hidden checks of model: the logistic regression module (E11)."""

import pytest
import torch
from mistakes.model import EXAMPLES, KNOWN_MISTAKES  # noqa: F401 - the diagnosis looks for them here

from grader.testing import SentTensor, assert_matches, describe, elements_match, same_value, wrong

F32, F64 = torch.float32, torch.float64
LR = "model.LR"

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


def _assert_parameters(answer, in_features, call=""):
    """Demand one weight with *in_features* numbers and one bias, both trainable."""
    found = answer["parameters"]
    sizes = sorted(torch.Size(shape).numel() for _, shape, _ in found)
    if sizes == sorted([1, in_features]):
        if all(trainable for _, _, trainable in found):
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
    raise wrong(message, answer, precise=True)


def _run(student, x, weight, bias, **fields):
    """Run the module with given numbers; its kind, constancy and parameters come first."""
    answer = student.module(LR, weight.numel(), x=x, weight=weight, bias=bias, **fields)
    value, again = answer.value, answer["again"]
    if value is None:
        raise wrong("forward returns None. Does it end with a return?", answer, precise=True)
    if isinstance(value, SentTensor) and isinstance(again, SentTensor):
        one, other = value.tensor.reshape(-1), again.tensor.reshape(-1)
        if one.shape != other.shape or not elements_match(one, other, 1e-5, 1e-6).all():
            message = (
                "Two calls of the module on the same input differ. Create the layer once, in "
                "__init__, and let forward draw nothing at random."
            )
            raise wrong(message, answer, precise=True)
        if not same_value(value, answer["in_eval"]):
            message = (
                "After eval() the module answers otherwise: forward returns probabilities in every "
                "mode."
            )
            raise wrong(message, answer, precise=True)
    _assert_parameters(answer, weight.numel())
    return answer


def _check(student, reference, x, weight, bias, **fields):
    """Ask student and reference; demand the student's probabilities to be right."""
    reference.module(LR, weight.numel(), x=x, weight=weight, bias=bias, **fields)
    answer = _run(student, x, weight, bias, **fields)
    wanted = _probabilities(x, weight, bias).to(x.dtype)
    if isinstance(answer.value, SentTensor) and tuple(answer.value.tensor.shape) == (len(x),):
        message = (
            f"LR maps samples of shape {tuple(x.shape)} to {describe(answer.value)}, expected "
            f"({len(x)}, 1): keep the column that a linear layer with one output makes."
        )
        raise wrong(message, answer, precise=True)
    assert_matches(answer, wanted)
    return answer


@pytest.mark.check("E11", points=1.5, base=True, alone="the plain case of all")
def test_LR_values(student, reference):  # noqa: N802 - the class is called LR
    """With given weights the output is sigmoid(x @ w + b), one column of probabilities."""
    for seed, in_features in ((110, 2), (111, 5)):
        x, weight = _draw(seed, 40, in_features), _draw(seed + 50, in_features)
        _check(student, reference, x, weight, _draw(seed + 90, 1))


@pytest.mark.check(
    "E11", points=0.75, alone="the only input of no samples, and the only transposed one"
)
def test_LR_sizes(student, reference):  # noqa: N802
    """Any number of samples works, also 1 and 0, and a transposed input too."""
    weight, bias = _draw(120, 3), _draw(121, 1)
    for n_samples in (1, 2, 7, 200, 0):
        _check(student, reference, _draw(122 + n_samples, n_samples, 3), weight, bias)
    _check(student, reference, _draw(129, 3, 7).T, weight, bias)


@pytest.mark.check("E11", points=0.5, alone="the only second instance")
def test_LR_instances(student, reference):  # noqa: N802
    """Each instance has parameters of its own: changing one leaves the other alone."""
    # What is made once, as a default or in the class, has one size: that of the default.
    for in_features in (3, 2):
        _check_twins(student, reference, in_features)


def _check_twins(student, reference, in_features):
    x, weight, bias = _draw(150, 7, in_features), _draw(151, in_features), _draw(152, 1)
    reference.module(LR, in_features, x=x, weight=weight, bias=bias, twin=True)

    answer = _run(student, x, weight, bias, twin=True)

    wanted = _probabilities(x, weight, bias).to(F32)
    half = torch.full((7, 1), 0.5)
    got = answer.value
    if isinstance(got, SentTensor) and got.tensor.shape == half.shape and got.tensor.equal(half):
        message = (
            "Setting the parameters of one LR() to 0 changed another one: they are shared. Create "
            "them in __init__ and keep them on self."
        )
        raise wrong(message, answer, precise=True)
    assert_matches(answer, wanted)


@pytest.mark.check("E11", points=0.75, alone="the only float64")
def test_LR_double(student, reference):  # noqa: N802
    """After .double() it works on float64 samples with full precision."""
    for n_samples in (7, 1):
        x = _draw(130 + n_samples, n_samples, 4, dtype=F64)
        weight, bias = _draw(132, 4, dtype=F64), _draw(133, 1, dtype=F64)
        _check(student, reference, x, weight, bias, double=True)


@pytest.mark.check("E11", points=0.5, alone="the only huge weights")
def test_LR_huge_weights(student, reference):  # noqa: N802
    """Huge weights give probabilities 0 and 1, never nan."""
    x = torch.tensor([[1.0, 0.5], [-1.0, 0.5], [0.02, 0.0], [0.0, 0.01], [3.0, -2.0]])
    _check(student, reference, x, torch.tensor([9000.0, -700.0]), torch.tensor([2.0]))


@pytest.mark.check("E11", points=1.0, alone="the only backward")
def test_LR_gradients(student, reference):  # noqa: N802
    """Gradients reach the weight and the bias and have the right size."""
    x, weight, bias = _draw(140, 7, 3), _draw(141, 3), _draw(142, 1)
    cotangent = _draw(143, 7, 1)
    p = _probabilities(x, weight, bias)
    slope = cotangent.to(F64) * p * (1 - p)
    plain = _check(student, reference, x, weight, bias)
    if not plain.value.requires_grad:
        raise wrong(CUT.format(what="weight and bias"), plain, precise=True)

    answer = _check(student, reference, x, weight, bias, cotangent=cotangent)

    wanted = {"weight_grad": (x.to(F64) * slope).sum(0), "bias_grad": slope.sum().reshape(1)}
    for name, gradient in wanted.items():
        who = name.removesuffix("_grad")
        if answer[name] is None:
            raise wrong(CUT.format(what=f"the {who}"), answer, precise=True)
        what = f"The gradient of the {who} is"
        assert_matches(answer.part(name), gradient.to(F32), what=what)


@pytest.mark.check(
    "E11", points=0.5, gated=True, alone="the only LR() without a size, and the only single feature"
)
def test_LR_parameters(student):  # noqa: N802
    """It holds exactly in_features + 1 trainable numbers in a weight and a bias; 2 by default."""
    for in_features in (2, 5, 1):
        _assert_parameters(student.module(LR, in_features), in_features)
    _assert_parameters(student.module(LR), 2, "LR(), whose in_features is 2,")


@pytest.mark.check("E11", points=0.5, gated=True, alone="the only state_dict")
def test_LR_state_dict(student, reference):  # noqa: N802
    """A state_dict saved from one instance can be loaded into another and brings its answers."""
    x, weight, bias = _draw(160, 7, 3), _draw(161, 3), _draw(162, 1)
    reference.module(LR, 3, x=x, weight=weight, bias=bias, reload=True)

    answer = _run(student, x, weight, bias, reload=True)

    what = "After load_state_dict another instance returned"
    assert_matches(answer.part("reloaded"), _probabilities(x, weight, bias).to(F32), what=what)
