"""Visible tests of training.py: E16, E17, E18."""

import importlib
import itertools

import pytest
import torch
from _kit.checking import expect
from torch import nn

# The first optimizer of a process loads much of torch, so the limit is wide.
pytestmark = pytest.mark.timeout(20)


@pytest.fixture(scope="module")
def training():
    return importlib.import_module("training")


# ---- E16 accuracy -----------------------------------------------------------


@pytest.mark.exercise("E16")
def test_accuracy_of_three_right_out_of_four(training):
    """Three of four decisions are right: 0.75, as a Python float."""
    got = training.accuracy(torch.tensor([0.9, 0.2, 0.6, 0.4]), torch.tensor([1.0, 0.0, 1.0, 1.0]))

    call = "accuracy(tensor([0.9, 0.2, 0.6, 0.4]), tensor([1., 0., 1., 1.]))"
    advice = "Decide first, then compare, then divide the number of right ones by 4."
    expect.number(got, 0.75, call, advice)


@pytest.mark.exercise("E16")
def test_accuracy_of_a_column_is_not_a_table_of_pairs(training):
    """p of shape (4, 1) against flat int64 labels gives the same 0.75."""
    p = torch.tensor([[0.9], [0.2], [0.6], [0.4]])

    got = training.accuracy(p, torch.tensor([1, 0, 1, 1]))

    call = "accuracy(p of shape (4, 1), y of shape (4,), int64)"
    advice = "Print the shape of the comparison: (4, 1) == (4,) makes 16 of them."
    expect.number(got, 0.75, call, advice)


@pytest.mark.exercise("E16")
def test_accuracy_counts_a_tie_as_class_one(training):
    """p of exactly the threshold is class 1: right for label 1, wrong for label 0."""
    p = torch.tensor([0.5])

    for label, want in ((1.0, 1.0), (0.0, 0.0)):
        call = f"accuracy(tensor([0.5]), tensor([{label}]))"
        expect.number(training.accuracy(p, torch.tensor([label])), want, call, "Use >=, not >.")
    call = "accuracy(tensor([0.5]), tensor([0.]), threshold=0.75)"
    got = training.accuracy(p, torch.tensor([0.0]), threshold=0.75)
    expect.number(got, 1.0, call, "Is the threshold used?")


@pytest.mark.exercise("E16")
def test_accuracy_refuses_no_samples(training):
    """0 right out of 0 is no share."""
    expect.refusal(
        training.accuracy,
        torch.zeros(0),
        torch.zeros(0),
        call="accuracy(p, y) of no samples",
        advice="0 / 0 is nan. Count the samples first.",
    )


# ---- E17 train_step ---------------------------------------------------------

SAMPLES = torch.tensor([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -2.0]])
LABELS = torch.tensor([1.0, 1.0, 0.0, 0.0])
# Numbers worked out with float64 and the formula (p - y) x / N, not with autograd.
FIRST_LOSSES = (0.693147, 0.598027, 0.524793)


def _zero_model():
    """Return a model with weights 0, so that every probability starts at 0.5, and its SGD."""
    model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    return model, torch.optim.SGD(model.parameters(), lr=0.5)


@pytest.mark.exercise("E17")
def test_train_step_returns_the_loss_before_the_update(training):
    """From zero weights the first loss is ln 2 = 0.6931, as a Python float."""
    model, sgd = _zero_model()

    got = training.train_step(model, SAMPLES, LABELS, sgd)

    call = "train_step(model, x, y, sgd), all weights 0, labels 1, 1, 0, 0"
    advice = (
        "0.25 is the squared error. 0.5980 is the loss after the update: return the one you "
        "differentiated."
    )
    expect.number(got, FIRST_LOSSES[0], call, advice, tol=1e-5)


@pytest.mark.exercise("E17")
def test_train_step_moves_the_parameters_once(training):
    """One step with rate 0.5 from zero: the weight becomes (0.125, 0.1875), the bias stays 0."""
    model, sgd = _zero_model()

    training.train_step(model, SAMPLES, LABELS, sgd)

    call = "the weight after train_step(model, x, y, sgd), all weights 0 before"
    advice = "Still 0? Then the step came before the backward, or the graph was cut."
    expect.tensor(model[0].weight.detach(), torch.tensor([[0.125, 0.1875]]), call, advice)
    call = call.replace("weight", "bias", 1)
    expect.tensor(model[0].bias.detach(), torch.zeros(1), call)


@pytest.mark.exercise("E17")
def test_train_step_lowers_the_loss_step_by_step(training):
    """Five steps: each loss is smaller than the one before, and the first three are known."""
    model, sgd = _zero_model()

    losses = [training.train_step(model, SAMPLES, LABELS, sgd) for _ in range(5)]

    for k, want in enumerate(FIRST_LOSSES):
        advice = (
            "Loss 2 wrong: did the parameters move, and only once? Loss 3 the first one wrong: the "
            "gradients of earlier steps are still there."
        )
        expect.number(losses[k], want, f"the loss of train_step number {k + 1}", advice, tol=1e-4)
    falling = all(later < earlier for earlier, later in itertools.pairwise(losses))
    got = ", ".join(f"{value:.4f}" for value in losses)
    expect.true(falling, "five calls of train_step", "falling losses", got, "Which way do you go?")


@pytest.mark.exercise("E17")
def test_train_step_ignores_gradients_from_earlier_code(training):
    """Whatever lies in .grad when the function is entered has no influence."""
    model, sgd = _zero_model()
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, 100.0)

    training.train_step(model, SAMPLES, LABELS, sgd)

    call = "the weight after train_step(model, x, y, sgd), where every .grad was 100 before"
    advice = "Clearing after the step comes too late for the first one. Clear before backward."
    expect.tensor(model[0].weight.detach(), torch.tensor([[0.125, 0.1875]]), call, advice)


@pytest.mark.exercise("E17")
def test_train_step_takes_integer_labels_and_one_sample(training):
    """int64 labels count by value, and a single sample is a batch too."""
    model, sgd = _zero_model()

    got = training.train_step(model, SAMPLES[:1], torch.tensor([1]), sgd)

    call = "train_step(model, x of shape (1, 2), y of shape (1,) and int64, sgd)"
    expect.number(got, FIRST_LOSSES[0], call, "Flatten instead of squeeze; convert the labels.")
    call = f"the weight after {call}"
    expect.tensor(model[0].weight.detach(), torch.tensor([[0.25, 0.0]]), call)


# ---- E18 fit ----------------------------------------------------------------

OVERLAPPING = torch.tensor(
    [
        *([2.0, 1.0], [3.0, 2.0], [1.0, 3.0], [0.0, -1.0]),
        *([-2.0, -1.0], [-1.0, -3.0], [-3.0, 0.0], [1.0, 1.0]),
    ]
)
SEPARABLE = torch.tensor(
    [
        *([2.0, 1.0], [3.0, 2.0], [1.0, 3.0], [2.0, 2.0]),
        *([-2.0, -1.0], [-1.0, -3.0], [-3.0, 0.0], [-1.0, -1.0]),
    ]
)
CLASSES = torch.tensor([0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0])
START = torch.tensor([0.5, -0.25])
KEYS = ("weight", "bias", "iterations", "stopped_early", "losses", "accuracies")


def _fit(training, x, **settings):
    shown = ", ".join(f"{key}={value}" for key, value in settings.items())
    call = f"fit(x, y, init_weight=tensor([0.5, -0.25]), init_bias=0.1{', ' * bool(shown)}{shown})"
    run = training.fit(x, CLASSES, init_weight=START.clone(), init_bias=0.1, **settings)
    expect.keys(run, KEYS, call)
    return run, call


def _expect_weight(run, want, call, advice):
    weight = run["weight"]
    is_tensor = isinstance(weight, torch.Tensor)
    expect.true(is_tensor, f'{call}; "weight"', "a tensor", expect.show(weight))
    shape = tuple(weight.shape)
    kept = shape in ((2,), (1, 2))
    expect.true(kept, f'{call}; "weight"', "shape (2,) or (1, 2)", f"shape {shape}")
    flat = weight.flatten()
    expect.tensor(flat, torch.tensor(want), f'{call}; "weight"', advice, atol=1e-4, plain=True)


@pytest.mark.exercise("E18")
def test_fit_one_iteration(training):
    """One iteration: loss 0.9818, weight (0.4902, -0.2556), bias 0.0997."""
    run, call = _fit(training, OVERLAPPING, max_iters=1)

    expect.equal(run["iterations"], 1, f'{call}; "iterations"', "The number of updates made.")
    expect.equal(run["stopped_early"], False, f'{call}; "stopped_early"')
    losses = run["losses"]
    one = isinstance(losses, list) and len(losses) == 1
    expect.true(one, f'{call}; "losses"', "a list with one loss", expect.show(losses))
    advice = "Is the loss the mean binary cross-entropy, and is it taken before the update?"
    expect.number(losses[0], 0.981847, f'{call}; "losses"[0]', advice, tol=1e-5)
    advice = "The loss is right and the update is not: is the order forward, backward, step?"
    _expect_weight(run, [0.490204, -0.255576], call, advice)
    expect.number(run["bias"], 0.099732, f'{call}; "bias"', advice, tol=1e-4)


@pytest.mark.exercise("E18")
def test_fit_first_losses(training):
    """The first four losses tell the verbs apart: 0.98185, 0.96918, 0.94563, 0.91327."""
    run, call = _fit(training, OVERLAPPING, max_iters=4)

    advice = (
        "Loss 0 wrong: the loss or the start. Loss 1: the update. Loss 2: gradients are not "
        "cleared, or the momentum is missing or starts anew in each iteration."
    )
    for k, want in enumerate((0.981847, 0.969175, 0.945632, 0.913273)):
        expect.number(run["losses"][k], want, f'{call}; "losses"[{k}]', advice, tol=1e-5)


@pytest.mark.exercise("E18")
def test_fit_sixty_iterations(training):
    """Sixty iterations with a target out of reach: accuracy is noted at 0, 20 and 40."""
    run, call = _fit(training, OVERLAPPING, max_iters=60, target_acc=1.0)

    expect.equal(run["iterations"], 60, f'{call}; "iterations"')
    expect.number(run["losses"][-1], 0.379497, f'{call}; "losses"[59]', tol=1e-4)
    _expect_weight(run, [-0.824633, -0.499039], call, "Compare the first losses first.")
    found = [tuple(pair) for pair in run["accuracies"]]
    want = [(0, 0.375), (20, 0.75), (40, 0.75)]
    near = [it for it, _ in found] == [0, 20, 40] and all(
        abs(acc - right) < 1e-6 for (_, acc), (_, right) in zip(found, want, strict=True)
    )
    advice = (
        "Accuracy is a share (0.75, not 75), taken from the same forward pass as the loss, "
        "and only at multiples of check_every."
    )
    expect.true(near, f'{call}; "accuracies"', str(want), str(found), advice)


@pytest.mark.exercise("E18")
def test_fit_stops_on_separable_data(training):
    """At iteration 20 all samples are right: its update is still made, so 21 in all."""
    run, call = _fit(training, SEPARABLE)

    expect.equal(run["stopped_early"], True, f'{call}; "stopped_early"')
    advice = "20: the last update is missing. Another number: look only at 0, 20, 40, ..."
    expect.equal(run["iterations"], 21, f'{call}; "iterations"', advice)
    got = str(len(run["losses"]))
    kept = len(run["losses"]) == 21
    expect.true(kept, f'{call}; "losses"', "21 losses", got, "One loss per update.")
    advice = "The update of the iteration that stops is still made."
    _expect_weight(run, [-0.560573, -0.967442], call, advice)


@pytest.mark.exercise("E18")
def test_fit_stops_only_above_the_target(training):
    """An accuracy of exactly the target, 0.75, is not above it."""
    run, call = _fit(training, OVERLAPPING, max_iters=41, target_acc=0.75)

    expect.equal(run["stopped_early"], False, f'{call}; "stopped_early"', "Use >, not >=.")
    expect.equal(run["iterations"], 41, f'{call}; "iterations"', "Use >, not >=.")


@pytest.mark.exercise("E18")
def test_fit_starts_afresh_and_leaves_its_arguments_alone(training):
    """Two calls with the same start agree, and the start is not trained in place."""
    x, start = OVERLAPPING.clone(), START.clone()
    settings = {"init_weight": start, "init_bias": 0.1, "max_iters": 3}

    first = training.fit(x, CLASSES.long(), **settings)
    call = "fit(x, y of int64, init_weight=w, init_bias=0.1, max_iters=3)"
    expect.unchanged(start, START, call, "init_weight")
    second = training.fit(x, CLASSES.long(), **settings)

    for run in (first, second):
        expect.keys(run, KEYS, call)
    advice = "Does something live on between the calls, such as a global model or optimizer?"
    same = first["losses"] == second["losses"]
    got = f"{second['losses']}"
    expect.true(same, f'{call} a second time; "losses"', str(first["losses"]), got, advice)
    expect.unchanged(x, OVERLAPPING, call, "x")


@pytest.mark.exercise("E18")
def test_fit_learns_from_a_random_start(training):
    """Without a start it draws one, and still gets all separable samples right."""
    torch.manual_seed(0)
    run = training.fit(SEPARABLE, CLASSES, lr=0.1, max_iters=200)

    call = "fit(x, y, lr=0.1, max_iters=200), separable data, no start given"
    expect.keys(run, KEYS, call)
    decided = SEPARABLE @ run["weight"].flatten() + run["bias"] >= 0
    right = int((decided == (CLASSES == 1)).sum())
    expect.true(right == 8, call, "8 of 8 samples right", f"{right} of 8 right")
