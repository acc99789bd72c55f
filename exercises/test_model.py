"""Visible tests of model.py: E11."""

import importlib

import pytest
import torch
from _kit.checking import expect
from _kit.language import message

pytestmark = pytest.mark.timeout(10)


@pytest.fixture
def model():
    return importlib.import_module("model")


def with_numbers(net, weight, bias):
    """Put numbers into the weight and the bias, whatever they are called."""
    by_size = {parameter.numel(): parameter for parameter in net.parameters()}
    with torch.no_grad():
        by_size[len(weight)].copy_(torch.tensor(weight).reshape(by_size[len(weight)].shape))
        by_size[1].fill_(bias)
    return net


PARAMETERS = message(
    "A weight with one number for each feature and a bias with one are asked for. parameters() "
    "finds nn.Parameter and layers that are attributes of self. It does not look into plain lists "
    "or tensors. And is the bias there?"
)


@pytest.mark.exercise("E11")
def test_LR_has_one_weight_and_one_bias(model):  # noqa: N802 - the class is called LR
    """LR(k) has k + 1 trainable numbers: k in a weight, 1 in a bias."""
    for in_features in (2, 5):
        net = model.LR(in_features)
        expect.equal(sorted(p.numel() for p in net.parameters()), [1, in_features], PARAMETERS)


@pytest.mark.exercise("E11")
def test_LR_returns_a_column_of_probabilities(model):  # noqa: N802
    """N samples give a column (N, 1) of values between 0 and 1, also for N = 1 and N = 0."""
    torch.manual_seed(0)
    net = model.LR()
    for n_samples in (7, 1, 0):
        p = net(torch.linspace(-9, 9, 2 * n_samples).reshape(n_samples, 2))
        expect.instance(
            p, torch.Tensor, message("a tensor"), message("Does forward end with a return?")
        )
        advice = message("Keep the column that a linear layer gives; squeeze where it is compared.")
        expect.equal(tuple(p.shape), (n_samples, 1), advice)
        inside = bool(((p >= 0) & (p <= 1)).all())
        expect.that(p, inside, message("values in [0, 1]"), message("Is the sigmoid there?"))


@pytest.mark.exercise("E11")
def test_LR_computes_the_worked_example(model):  # noqa: N802
    """Weights 1 and -2 and bias 0.5 at x = (3, 1): z = 3 - 2 + 0.5 = 1.5, p = 0.8176."""
    net = model.LR()
    expect.equal(sorted(p.numel() for p in net.parameters()), [1, 2], PARAMETERS)
    with_numbers(net, [1.0, -2.0], 0.5)

    p = net(torch.tensor([[3.0, 1.0], [0.0, 0.25]]))

    advice = message(
        "Is everything between 0.5 and 0.731? Then the sigmoid is applied twice. Is everything 1? "
        "A softmax over one value always is."
    )
    expect.tensor(p, torch.tensor([[0.8175745], [0.5]]), advice)


@pytest.mark.exercise("E11")
def test_LR_gives_the_same_answer_twice(model):  # noqa: N802
    """Two calls with the same input agree."""
    net, x = model.LR(), torch.ones(3, 2)

    same = torch.equal(net(x), net(x))

    advice = message(
        "Two calls give two answers: is something in forward random, such as dropout, or a layer "
        "that is made there? Make layers once, in __init__."
    )
    expect.equal(same, True, advice)


@pytest.mark.exercise("E11")
def test_LR_has_parameters_of_its_own(model):  # noqa: N802
    """What happens to one module does not change another."""
    first, second = model.LR(), model.LR()
    expect.equal(sorted(p.numel() for p in first.parameters()), [1, 2], PARAMETERS)
    with_numbers(first, [1.0, 1.0], 1.0)
    with_numbers(second, [0.0, 0.0], 0.0)

    p = first(torch.ones(1, 2))

    advice = message(
        "Right in the worked example? Then the parameters do not live on self, but on something "
        "that all modules share: the class, or a default argument."
    )
    expect.tensor(p, torch.tensor([[0.9525741]]), advice)


@pytest.mark.exercise("E11")
def test_LR_lets_gradients_through(model):  # noqa: N802
    """backward from the output reaches the weight and the bias."""
    net = model.LR()
    expect.equal(sorted(p.numel() for p in net.parameters()), [1, 2], PARAMETERS)

    p = net(torch.ones(3, 2))

    expect.graph(p, message("Something in forward cuts the graph: detach, item, numpy or no_grad."))
    p.sum().backward()
    reached = [parameter.grad is not None for parameter in net.parameters()]
    expect.equal(
        reached, [True, True], message("Do both the weight and the bias take part in the answer?")
    )


@pytest.mark.exercise("E11")
def test_LR_works_in_float64(model):  # noqa: N802
    """After .double() float64 samples give float64 probabilities."""
    p = model.LR().double()(torch.ones(3, 2, dtype=torch.float64))

    advice = message(
        "double() converts parameters and no other numbers. Are all of them parameters, and does "
        "forward leave the dtype alone?"
    )
    expect.that(p.dtype, p.dtype == torch.float64, "torch.float64", advice)
