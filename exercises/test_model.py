"""Visible tests of model.py: E11."""

import importlib

import pytest
import torch
from _kit.checking import expect

pytestmark = pytest.mark.timeout(10)


@pytest.fixture(scope="module")
def model():
    return importlib.import_module("model")


def _with_numbers(net, weight, bias):
    """Put numbers into the weight and the bias, whatever they are called."""
    by_size = {parameter.numel(): parameter for parameter in net.parameters()}
    with torch.no_grad():
        by_size[len(weight)].copy_(torch.tensor(weight).reshape(by_size[len(weight)].shape))
        by_size[1].fill_(bias)
    return net


def _expect_parameters(net, in_features):
    sizes = sorted(parameter.numel() for parameter in net.parameters())
    advice = (
        "parameters() finds nn.Parameter and layers that are attributes of self. It does not look "
        "into plain lists or tensors. And is the bias there?"
    )
    want = f"a weight with {in_features} and a bias with 1"
    got = f"parameters with {sizes} numbers" if sizes else "no parameters at all"
    kept = sizes == sorted([1, in_features])
    expect.true(kept, f"LR(in_features={in_features}).parameters()", want, got, advice)


@pytest.mark.exercise("E11")
def test_LR_has_one_weight_and_one_bias(model):  # noqa: N802 - the class is called LR
    """LR(k) has k + 1 trainable numbers: k in a weight, 1 in a bias."""
    for in_features in (2, 5):
        _expect_parameters(model.LR(in_features), in_features)


@pytest.mark.exercise("E11")
def test_LR_returns_a_column_of_probabilities(model):  # noqa: N802
    """N samples give a column (N, 1) of values between 0 and 1, also for N = 1 and N = 0."""
    net = model.LR()
    for n_samples in (7, 1, 0):
        p = net(torch.randn(n_samples, 2, generator=torch.Generator().manual_seed(0)))
        call = f"LR()(x), x of shape ({n_samples}, 2)"
        is_tensor = isinstance(p, torch.Tensor)
        advice = "Does forward end with a return?"
        expect.true(is_tensor, call, "a tensor", expect.show(p), advice)
        got = f"shape {tuple(p.shape)}"
        kept = tuple(p.shape) == (n_samples, 1)
        advice = "Keep the column that a linear layer gives; squeeze where it is compared."
        expect.true(kept, call, f"shape ({n_samples}, 1)", got, advice)
        inside = bool(((p >= 0) & (p <= 1)).all())
        expect.true(inside, call, "values in [0, 1]", expect.show(p), "Is the sigmoid there?")


@pytest.mark.exercise("E11")
def test_LR_computes_the_worked_example(model):  # noqa: N802
    """Weights 1 and -2 and bias 0.5 at x = (3, 1): z = 3 - 2 + 0.5 = 1.5, p = 0.8176."""
    net = model.LR()
    _expect_parameters(net, 2)
    _with_numbers(net, [1.0, -2.0], 0.5)

    p = net(torch.tensor([[3.0, 1.0], [0.0, 0.25]]))

    call = "LR()(tensor([[3., 1.], [0., 0.25]])) with weight (1, -2) and bias 0.5"
    advice = (
        "Is everything between 0.5 and 0.731? Then the sigmoid is applied twice. Is everything 1? "
        "A softmax over one value always is."
    )
    expect.tensor(p, torch.tensor([[0.8175745], [0.5]]), call, advice)


@pytest.mark.exercise("E11")
def test_LR_gives_the_same_answer_twice(model):  # noqa: N802
    """Two calls with the same input agree, and two modules have parameters of their own."""
    net, x = model.LR(), torch.ones(3, 2)

    expect.tensor(
        net(x),
        net(x).detach(),
        "the same LR() called twice with the same x",
        "Create the layer once, in __init__: a layer made in forward is new at every call.",
    )
    other = model.LR()
    _expect_parameters(other, 2)
    _with_numbers(net, [1.0, 1.0], 1.0)
    _with_numbers(other, [0.0, 0.0], 0.0)
    moved = torch.equal(net(x).detach(), torch.full((3, 1), 0.5))
    advice = "Where do the parameters live: on self, or on something all modules share?"
    call = "LR() after the parameters of another LR() were set to 0"
    expect.true(not moved, call, "its own parameters", "the parameters are shared", advice)


@pytest.mark.exercise("E11")
def test_LR_lets_gradients_through(model):  # noqa: N802
    """backward from the output reaches the weight and the bias."""
    net = model.LR()
    _expect_parameters(net, 2)

    p = net(torch.ones(3, 2))

    advice = "Something in forward cuts the graph: detach, item, numpy or no_grad."
    call = "LR()(x)"
    expect.true(p.requires_grad, call, "a result that carries a graph", "a plain tensor", advice)
    p.sum().backward()
    reached = all(parameter.grad is not None for parameter in net.parameters())
    call = "LR()(x).sum().backward()"
    expect.true(reached, call, "a .grad at weight and bias", "a .grad that is None", advice)


@pytest.mark.exercise("E11")
def test_LR_works_in_float64(model):  # noqa: N802
    """After .double() float64 samples give float64 probabilities."""
    p = model.LR().double()(torch.ones(3, 2, dtype=torch.float64))

    call = "LR().double()(x) with x in float64"
    got = str(p.dtype)
    advice = "Are all numbers parameters? double() converts those and no others."
    expect.true(p.dtype == torch.float64, call, "torch.float64", got, advice)
