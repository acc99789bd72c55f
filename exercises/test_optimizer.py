"""Visible tests of optimizer.py: E14, E15."""

import importlib

import pytest
import torch
from _kit.checking import expect
from _kit.language import message
from torch import nn

# The first optimizer of a process loads much of torch, so the limit is wide.
pytestmark = pytest.mark.timeout(20)


@pytest.fixture
def optimizer():
    return importlib.import_module("optimizer")


# ---- E14 sgd_momentum_step --------------------------------------------------


BOTH = message("Return both lists.")


@pytest.mark.exercise("E14")
def test_sgd_momentum_step_two_steps_by_hand(optimizer):
    """p = 1, gradients 2 and 4, rate 0.1, momentum 0.5: p = 0.8 then 0.3, v = 2 then 5."""
    step = optimizer.sgd_momentum_step
    first = step([torch.tensor([1.0])], [torch.tensor([2.0])], None, lr=0.1, momentum=0.5)

    expect.length(first, 2, BOTH, kind=tuple)
    params, velocities = first
    expect.length(velocities, 1, message("One velocity for each parameter."), kind=(list, tuple))
    advice = message(
        "The first velocity is the gradient itself: neither lr nor 1 - momentum is in it."
    )
    expect.tensor(velocities[0], torch.tensor([2.0]), advice, plain=True)
    expect.length(params, 1, message("As many parameters as were given."), kind=(list, tuple))
    advice = message(
        "The parameter moves by the rate times the new velocity. 0.7 is Nesterov's step."
    )
    expect.tensor(params[0], torch.tensor([0.8]), advice, plain=True)

    params, velocities = step(params, [torch.tensor([4.0])], velocities, lr=0.1, momentum=0.5)
    advice = message("The new velocity is momentum times the old one plus the gradient.")
    expect.tensor(velocities[0], torch.tensor([5.0]), advice)
    advice = message(
        "The new velocity moves the parameter: not the old one, and not g + momentum * v."
    )
    expect.tensor(params[0], torch.tensor([0.3]), advice)


@pytest.mark.exercise("E14")
def test_sgd_momentum_step_when_the_rate_changes(optimizer):
    """The rate stands in front of the whole velocity: v = 2 was made at 0.1 and counts at 0.01."""
    step = optimizer.sgd_momentum_step
    velocity = torch.tensor([2.0])

    params, velocities = step([torch.zeros(1)], [torch.ones(1)], [velocity], lr=0.01, momentum=0.5)

    advice = message(
        "1.01 means that the rate is inside the velocity, where torch multiplies all of it at the "
        "end; 1 that the old velocity is lost, 3 that momentum is, 1.5 that the gradient is damped."
    )
    expect.tensor(velocities[0], torch.tensor([2.0]), advice)
    advice = message("The rate of this call multiplies the whole new velocity, which is 2.")
    expect.tensor(params[0], torch.tensor([-0.02]), advice)


@pytest.mark.exercise("E14")
def test_sgd_momentum_step_changes_nothing_in_place(optimizer):
    """The three input lists are left unchanged; new tensors are returned."""
    p = torch.tensor([[1.0, 2.0]], requires_grad=True)
    g, v = torch.tensor([[3.0, 4.0]]), torch.tensor([[5.0, 6.0]])

    params, _ = optimizer.sgd_momentum_step([p], [g], [v], lr=0.1, momentum=0.9)

    expect.unchanged(p, torch.tensor([[1.0, 2.0]]))
    expect.unchanged(g, torch.tensor([[3.0, 4.0]]))
    expect.unchanged(v, torch.tensor([[5.0, 6.0]]))
    expect.tensor(params[0], torch.tensor([[0.25, 1.06]]), plain=True)


# ---- E15 make_optimizer, decay_lr -------------------------------------------


def rates_by_name(sgd, net):
    """Return the name and the rate of every parameter in the groups of an optimizer."""
    names = {parameter: name for name, parameter in net.named_parameters()}
    groups = sgd.param_groups
    return sorted(
        (names.get(p, "another"), group["lr"]) for group in groups for p in group["params"]
    )


@pytest.mark.exercise("E15")
def test_make_optimizer_holds_every_parameter_once(optimizer):
    """Weight and bias are both there, once, with rate 0.01 and momentum 0.9 by default."""
    net = nn.Linear(2, 1)

    sgd = optimizer.make_optimizer(net)

    expect.instance(sgd, torch.optim.SGD, message("a torch.optim.SGD"))
    advice = message(
        "Each parameter of the model itself is there, in one group, with the rate lr: 0.01 unless "
        "another is given."
    )
    expect.equal(rates_by_name(sgd, net), [("bias", 0.01), ("weight", 0.01)], advice)
    advice = message("Every group needs the momentum.")
    expect.equal({group["momentum"] for group in sgd.param_groups}, {0.9}, advice)


@pytest.mark.exercise("E15")
def test_make_optimizer_gives_the_bias_its_own_rate(optimizer):
    """bias_lr is the rate of the bias, also 0.0; the weight keeps lr."""
    net = nn.Linear(2, 1)
    for bias_lr, advice in (
        (0.05, message("The bias needs a group of its own, and the weight another.")),
        (0.0, message("0.0 counts as false in an if. Which value means that none was given?")),
    ):
        sgd = optimizer.make_optimizer(net, lr=0.5, bias_lr=bias_lr)
        expect.instance(sgd, torch.optim.SGD, message("a torch.optim.SGD"))
        expect.equal(rates_by_name(sgd, net), [("bias", bias_lr), ("weight", 0.5)], advice)


@pytest.mark.exercise("E15")
def test_make_optimizer_of_two_layers(optimizer):
    """In a module of two layers both biases get bias_lr: "0.bias" and "1.bias"."""
    net = nn.Sequential(nn.Linear(3, 2), nn.LayerNorm(2))

    sgd = optimizer.make_optimizer(net, lr=0.5, bias_lr=0.1)

    expect.instance(sgd, torch.optim.SGD, message("a torch.optim.SGD"))
    want = [("0.bias", 0.1), ("0.weight", 0.5), ("1.bias", 0.1), ("1.weight", 0.5)]
    advice = message(
        "Right for one layer? Then go through named_parameters(): a bias is told by the last part "
        "of its name, in every layer."
    )
    expect.equal(rates_by_name(sgd, net), want, advice)


@pytest.mark.exercise("E15")
def test_make_optimizer_tells_a_bias_by_the_end_of_its_name(optimizer):
    """In a layer "unbiased" the weight is no bias: the name after the last dot counts."""
    net = nn.Sequential()
    net.add_module("unbiased", nn.Linear(3, 2))

    sgd = optimizer.make_optimizer(net, lr=0.5, bias_lr=0.1)

    expect.instance(sgd, torch.optim.SGD, message("a torch.optim.SGD"))
    advice = message('Compare the last part of the name, not the whole: name.split(".")[-1].')
    want = [("unbiased.bias", 0.1), ("unbiased.weight", 0.5)]
    expect.equal(rates_by_name(sgd, net), want, advice)


@pytest.mark.exercise("E15")
def test_make_optimizer_makes_the_right_steps(optimizer):
    """Two steps with gradient 1, lr 0.1, momentum 0.5, bias_lr 0.01: weight -0.25, bias -0.025."""
    net = nn.Linear(2, 1)
    for parameter in net.parameters():
        nn.init.zeros_(parameter)

    sgd = optimizer.make_optimizer(net, lr=0.1, momentum=0.5, bias_lr=0.01)

    expect.instance(sgd, torch.optim.SGD, message("a torch.optim.SGD"))
    for parameter in net.parameters():
        parameter.grad = torch.ones_like(parameter)
    sgd.step()
    sgd.step()
    advice = message("-0.2 and -0.02 mean that the momentum is missing, or damped.")
    expect.tensor(net.weight.detach(), torch.tensor([[-0.25, -0.25]]), advice)
    expect.tensor(net.bias.detach(), torch.tensor([-0.025]), advice)


@pytest.mark.exercise("E15")
def test_decay_lr_multiplies_every_rate(optimizer):
    """Rates 0.5 and 0.1 times 0.5 are 0.25 and 0.05, returned and used by the next step."""
    first, second = torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True)
    sgd = torch.optim.SGD([{"params": [first], "lr": 0.5}, {"params": [second], "lr": 0.1}])

    rates = optimizer.decay_lr(sgd, 0.5)

    expect.length(rates, 2, message("The new rates, in the order of the groups."))
    expect.number(rates[0], 0.25, message("The new rates, in the order of the groups."), tol=1e-9)
    expect.number(rates[1], 0.05, message("The new rates, in the order of the groups."), tol=1e-9)
    advice = message("The rate lives in param_groups. An attribute optimizer.lr is read by nobody.")
    expect.number(sgd.param_groups[0]["lr"], 0.25, advice, tol=1e-9)
    expect.number(sgd.param_groups[1]["lr"], 0.05, advice, tol=1e-9)
