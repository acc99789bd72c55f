"""Visible tests of optimizer.py: E14, E15."""

import importlib

import pytest
import torch
from _kit.checking import expect
from torch import nn

# The first optimizer of a process loads much of torch, so the limit is wide.
pytestmark = pytest.mark.timeout(20)


@pytest.fixture(scope="module")
def optimizer():
    return importlib.import_module("optimizer")


# ---- E14 sgd_momentum_step --------------------------------------------------


def _step(optimizer, params, grads, velocities, lr, momentum, call):
    answer = optimizer.sgd_momentum_step(params, grads, velocities, lr, momentum)
    pair = isinstance(answer, tuple) and len(answer) == 2
    want = "a tuple (new_params, new_velocities)"
    expect.true(pair, call, want, expect.show(answer), "Return both lists.")
    for part in answer:
        kept = isinstance(part, (list, tuple)) and len(part) == len(params)
        expect.true(kept, call, f"lists of length {len(params)}", expect.show(part))
    return answer


@pytest.mark.exercise("E14")
def test_sgd_momentum_step_two_steps_by_hand(optimizer):
    """p = 1, gradients 2 and 4, rate 0.1, momentum 0.5: p = 0.8 then 0.3, v = 2 then 5."""
    call = "sgd_momentum_step([p], [g], None, lr=0.1, momentum=0.5), p = 1 and g = 2"
    start, gradient = [torch.tensor([1.0])], [torch.tensor([2.0])]
    params, velocities = _step(optimizer, start, gradient, None, 0.1, 0.5, call)
    advice = "The first velocity is the gradient itself: torch does not damp it by 1 - momentum."
    expect.tensor(velocities[0], torch.tensor([2.0]), f"{call}; velocity", advice, plain=True)
    advice = "The parameter moves by the rate times the new velocity. 0.7 is Nesterov's step."
    expect.tensor(params[0], torch.tensor([0.8]), f"{call}; parameter", advice, plain=True)

    call = "the second step, with g = 4 and the velocity of the first"
    params, velocities = _step(optimizer, params, [torch.tensor([4.0])], velocities, 0.1, 0.5, call)
    advice = "The new velocity is momentum times the old one plus the gradient."
    expect.tensor(velocities[0], torch.tensor([5.0]), f"{call}; velocity", advice)
    advice = "The new velocity moves the parameter: not the old one, and not g + momentum * v."
    expect.tensor(params[0], torch.tensor([0.3]), f"{call}; parameter", advice)


@pytest.mark.exercise("E14")
def test_sgd_momentum_step_when_the_rate_changes(optimizer):
    """The rate stands in front of the whole velocity: v = 2 was made at 0.1 and counts at 0.01."""
    call = "sgd_momentum_step([p], [g], [v], lr=0.01, momentum=0.5), p = 0, g = 1, v = 2"

    params, velocities = _step(
        optimizer, [torch.zeros(1)], [torch.ones(1)], [torch.tensor([2.0])], 0.01, 0.5, call
    )

    advice = "Is the rate inside the velocity? In torch it multiplies all of it at the end."
    expect.tensor(velocities[0], torch.tensor([2.0]), f"{call}; velocity", advice)
    expect.tensor(params[0], torch.tensor([-0.02]), f"{call}; parameter", advice)


@pytest.mark.exercise("E14")
def test_sgd_momentum_step_changes_nothing_in_place(optimizer):
    """What comes in three lists is still the same afterwards; new tensors go out."""
    parts = {
        "params[0]": torch.tensor([[1.0, 2.0]], requires_grad=True),
        "grads[0]": torch.tensor([[3.0, 4.0]]),
        "velocities[0]": torch.tensor([[5.0, 6.0]]),
    }
    before = {name: part.detach().clone() for name, part in parts.items()}
    call = "sgd_momentum_step(params, grads, velocities, lr=0.1, momentum=0.9)"

    p, g, v = parts.values()
    new_params, _ = _step(optimizer, [p], [g], [v], 0.1, 0.9, call)

    for name, part in parts.items():
        expect.unchanged(part, before[name], call, name)
    want = torch.tensor([[0.25, 1.06]])
    expect.tensor(new_params[0], want, f"{call}; parameter", plain=True)


# ---- E15 make_optimizer, decay_lr -------------------------------------------


def _rates(optimizer, net):
    """Return the rate of each parameter by name, and how often each parameter occurs."""
    names = {parameter: name for name, parameter in net.named_parameters()}
    rates, counts = {}, dict.fromkeys(names.values(), 0)
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            rates[names[parameter]] = group["lr"]
            counts[names[parameter]] += 1
    return rates, counts


def _made(optimizer, net, call, **settings):
    made = optimizer.make_optimizer(net, **settings)
    kept = isinstance(made, torch.optim.Optimizer)
    expect.true(kept, call, "a torch.optim.SGD", expect.show(made))
    return made


@pytest.mark.exercise("E15")
def test_make_optimizer_holds_every_parameter_once(optimizer):
    """Weight and bias are both there, once, with rate 0.01 and momentum 0.9 by default."""
    net, call = nn.Linear(2, 1), "make_optimizer(nn.Linear(2, 1))"

    made = _made(optimizer, net, call)

    rates, counts = _rates(made, net)
    advice = "Each parameter belongs to exactly one group."
    want = {"weight": 1, "bias": 1}
    expect.true(counts == want, f"{call}; how often", str(want), str(counts), advice)
    want = {"weight": 0.01, "bias": 0.01}
    expect.true(rates == want, f"{call}; rates", str(want), str(rates))
    found = [group.get("momentum") for group in made.param_groups]
    kept = all(momentum == 0.9 for momentum in found)
    expect.true(kept, f"{call}; momentum", "0.9 in each group", str(found))


@pytest.mark.exercise("E15")
def test_make_optimizer_gives_the_bias_its_own_rate(optimizer):
    """bias_lr is the rate of the bias, also 0.0; the weight keeps lr."""
    for bias_lr, advice in (
        (0.05, "The bias needs a group of its own, and the weight another."),
        (0.0, "0.0 counts as false in an if. Which value means that none was given?"),
    ):
        net, call = nn.Linear(2, 1), f"make_optimizer(nn.Linear(2, 1), lr=0.5, bias_lr={bias_lr})"

        made = _made(optimizer, net, call, lr=0.5, bias_lr=bias_lr)

        rates, _ = _rates(made, net)
        want = {"weight": 0.5, "bias": bias_lr}
        expect.true(rates == want, f"{call}; rates", str(want), str(rates), advice)


@pytest.mark.exercise("E15")
def test_make_optimizer_makes_the_right_steps(optimizer):
    """Two steps with gradient 1, lr 0.1, momentum 0.5, bias_lr 0.01: weight -0.25, bias -0.025."""
    net = nn.Linear(2, 1)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.zero_()
    call = "two steps of make_optimizer(net, lr=0.1, momentum=0.5, bias_lr=0.01), gradient 1"

    made = _made(optimizer, net, call, lr=0.1, momentum=0.5, bias_lr=0.01)
    for _ in range(2):
        for parameter in net.parameters():
            parameter.grad = torch.ones_like(parameter)
        made.step()

    advice = "-0.2 and -0.02 mean that the momentum is missing."
    want = torch.tensor([[-0.25, -0.25]])
    expect.tensor(net.weight.detach(), want, f"{call}; weight", advice)
    expect.tensor(net.bias.detach(), torch.tensor([-0.025]), f"{call}; bias", advice)


@pytest.mark.exercise("E15")
def test_decay_lr_multiplies_every_rate(optimizer):
    """Rates 0.5 and 0.1 times 0.5 are 0.25 and 0.05, returned and used by the next step."""
    first, second = (torch.zeros(1, requires_grad=True) for _ in range(2))
    groups = [{"params": [first], "lr": 0.5}, {"params": [second], "lr": 0.1}]
    sgd = torch.optim.SGD(groups)
    call = "decay_lr(sgd, 0.5), where the groups have the rates 0.5 and 0.1"

    rates = optimizer.decay_lr(sgd, 0.5)

    expect.true(isinstance(rates, list), call, "a list", expect.show(rates))
    near = len(rates) == 2 and abs(rates[0] - 0.25) < 1e-9 and abs(rates[1] - 0.05) < 1e-9
    expect.true(
        near, call, "[0.25, 0.05]", str(rates), "The new rates, in the order of the groups."
    )
    inside = [group["lr"] for group in sgd.param_groups]
    near = abs(inside[0] - 0.25) < 1e-9 and abs(inside[1] - 0.05) < 1e-9
    advice = "The rate lives in param_groups. An attribute optimizer.lr is read by nobody."
    expect.true(near, f"{call}; in param_groups", "0.25 and 0.05", str(inside), advice)
