"""Visible tests of training.py: E16, E17, E18."""

import importlib
import itertools

import pytest
import torch
from _kit.checking import expect
from _kit.language import message
from torch import nn

# The first optimizer of a process loads much of torch, so the limit is wide.
pytestmark = pytest.mark.timeout(20)


@pytest.fixture
def training():
    return importlib.import_module("training")


# ---- E16 accuracy -----------------------------------------------------------


@pytest.mark.exercise("E16")
def test_accuracy_of_three_right_out_of_four(training):
    """Three of four decisions are right: 0.75, as a Python float."""
    got = training.accuracy(torch.tensor([0.9, 0.2, 0.6, 0.4]), torch.tensor([1.0, 0.0, 1.0, 1.0]))

    advice = message("Decide first, then compare, then divide the number of right ones by 4.")
    expect.number(got, 0.75, advice)


@pytest.mark.exercise("E16")
def test_accuracy_of_a_column_is_not_a_table_of_pairs(training):
    """p of shape (4, 1) against flat int64 labels gives the same 0.75."""
    p = torch.tensor([[0.9], [0.2], [0.6], [0.4]])

    got = training.accuracy(p, torch.tensor([1, 0, 1, 1]))

    advice = message(
        "Right in the test above? Then print the shape of the comparison: (4, 1) == (4,) makes 16."
    )
    expect.number(got, 0.75, advice)


@pytest.mark.exercise("E16")
def test_accuracy_takes_bool_labels_and_a_graph(training):
    """Labels count by value, bool too; probabilities that carry a graph stay as they are."""
    p = torch.tensor([0.9, 0.2, 0.6, 0.4], requires_grad=True)

    got = training.accuracy(p, torch.tensor([True, False, True, True]))

    advice = message("Right with int64 labels? Then compare values, and subtract no bools.")
    expect.number(got, 0.75, advice)
    expect.unchanged(p, torch.tensor([0.9, 0.2, 0.6, 0.4]))


@pytest.mark.exercise("E16")
def test_accuracy_counts_a_tie_as_class_one(training):
    """p of exactly the threshold is class 1: right for label 1, wrong for label 0."""
    advice = message("Right in the tests above? Then the tie is decided the other way: use >=.")
    got = training.accuracy(torch.tensor([0.5]), torch.tensor([1.0]))
    expect.number(got, 1.0, advice)
    got = training.accuracy(torch.tensor([0.5]), torch.tensor([0.0]))
    expect.number(got, 0.0, advice)
    got = training.accuracy(torch.tensor([0.5]), torch.tensor([0.0]), threshold=0.75)
    expect.number(got, 1.0, message("Is the threshold used?"))
    got = training.accuracy(torch.tensor([0.9]), torch.tensor([1.0]), threshold=0.9)
    advice = message(
        "As a Python float the 0.9 of a float32 tensor is 0.8999999762. Compare tensors."
    )
    expect.number(got, 1.0, advice)


@pytest.mark.exercise("E16")
def test_accuracy_refuses_no_samples(training):
    """With no samples there is no accuracy."""
    expect.refusal(
        lambda: training.accuracy(torch.zeros(0), torch.zeros(0)),
        message("0 / 0 is nan. Count the samples first."),
    )


# ---- E17 train_step ---------------------------------------------------------

SAMPLES = torch.tensor([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -2.0]])
LABELS = torch.tensor([1.0, 1.0, 0.0, 0.0])
# Numbers worked out with float64 and the formula (p - y) x / N, not with autograd.
FIRST_LOSSES = (0.693147, 0.598027, 0.524793)


def zero_model():
    """Return a model with weights 0, so that every probability starts at 0.5."""
    model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    return model


@pytest.mark.exercise("E17")
def test_train_step_returns_the_loss_before_the_update(training):
    """From zero weights the first loss is ln 2 = 0.6931, as a Python float."""
    model = zero_model()
    sgd = torch.optim.SGD(model.parameters(), lr=0.5)

    got = training.train_step(model, SAMPLES, LABELS, sgd)

    advice = message(
        "0.25 is the squared error. 0.5980 is the loss after the update: return the one you "
        "differentiated."
    )
    expect.number(got, FIRST_LOSSES[0], advice, tol=1e-5)


@pytest.mark.exercise("E17")
def test_train_step_moves_the_parameters_once(training):
    """One step with rate 0.5 from zero: the weight becomes (0.125, 0.1875), the bias stays 0."""
    model = zero_model()
    sgd = torch.optim.SGD(model.parameters(), lr=0.5)

    training.train_step(model, SAMPLES, LABELS, sgd)

    advice = message(
        "Still 0? Then backward or step is missing, they stand in the other order, the gradient is "
        "cleared between them, or the graph is cut. 0.25 means two steps."
    )
    expect.tensor(model[0].weight.detach(), torch.tensor([[0.125, 0.1875]]), advice)
    expect.tensor(model[0].bias.detach(), torch.zeros(1))


@pytest.mark.exercise("E17")
def test_train_step_lowers_the_loss_step_by_step(training):
    """Five steps: each loss is smaller than the one before, and the first three are known."""
    model = zero_model()
    sgd = torch.optim.SGD(model.parameters(), lr=0.5)

    losses = [training.train_step(model, SAMPLES, LABELS, sgd) for _ in range(5)]

    advice = message(
        "Loss 1 wrong: did the parameters move, and only once? Loss 2 the first one wrong: 0.4523 "
        "means that the gradients of earlier steps are still there; else ask what has changed "
        "since the first step."
    )
    for k, want in enumerate(FIRST_LOSSES):
        expect.number(losses[k], want, advice, tol=1e-4)
    falling = all(later < earlier for earlier, later in itertools.pairwise(losses))
    expect.that(losses, falling, message("falling losses"), message("Which way do you go?"))


@pytest.mark.exercise("E17")
def test_train_step_of_certain_samples(training):
    """Samples whose p is exactly 1 and 0, and right, cost nearly nothing."""
    model = zero_model()
    torch.nn.init.constant_(model[0].weight, 100.0)
    sgd = torch.optim.SGD(model.parameters(), lr=0.5)
    x, y = torch.tensor([[2.0, 2.0], [-2.0, -2.0]]), torch.tensor([1.0, 0.0])

    loss = training.train_step(model, x, y, sgd)

    expect.instance(loss, float, message("a Python float"))
    advice = message(
        "nan? Then 0 met log(0): keep what goes into the logarithm above 0, or use torch's loss. "
        "A number: begin with the first loss."
    )
    expect.that(loss, abs(loss) < 1e-3, message("less than 0.001"), advice)


@pytest.mark.exercise("E17")
def test_train_step_ignores_gradients_from_earlier_code(training):
    """Whatever lies in .grad when the function is entered has no influence."""
    model = zero_model()
    sgd = torch.optim.SGD(model.parameters(), lr=0.5)
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, 100.0)

    training.train_step(model, SAMPLES, LABELS, sgd)

    advice = message(
        "Right without old gradients? Then clear before backward: after the step is too late."
    )
    expect.tensor(model[0].weight.detach(), torch.tensor([[0.125, 0.1875]]), advice)


@pytest.mark.exercise("E17")
def test_train_step_takes_integer_labels_and_one_sample(training):
    """int64 labels count by value, and a single sample is a batch too."""
    model = zero_model()
    sgd = torch.optim.SGD(model.parameters(), lr=0.5)

    got = training.train_step(model, SAMPLES[:1], torch.tensor([1]), sgd)

    advice = message(
        "Right with four samples? Then flatten instead of squeeze, and convert the labels."
    )
    expect.number(got, FIRST_LOSSES[0], advice)
    expect.tensor(model[0].weight.detach(), torch.tensor([[0.25, 0.0]]))


@pytest.mark.exercise("E17")
def test_train_step_takes_a_float64_model(training):
    """A model and samples in float64 work with labels of any dtype."""
    model = zero_model().double()
    sgd = torch.optim.SGD(model.parameters(), lr=0.5)
    training.train_step(model, SAMPLES.double(), LABELS.bool(), sgd)

    got = training.train_step(model, SAMPLES.double(), LABELS.bool(), sgd)

    advice = message("Right in float32? Then give the labels the dtype of the predictions.")
    expect.number(got, 0.598027, advice, tol=1e-5)


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


@pytest.mark.exercise("E18")
def test_fit_one_iteration(training):
    """One iteration: loss 0.9818, weight (0.4902, -0.2556), bias 0.0997."""
    run = training.fit(OVERLAPPING, CLASSES, init_weight=START, init_bias=0.1, max_iters=1)

    expect.keys(run, KEYS)
    expect.equal(run["iterations"], 1, message("The number of updates made, an int."))
    advice = message(
        "Three of eight samples are right, which is no reason to stop: is the accuracy a share "
        "between 0 and 1? And the answer a bool?"
    )
    expect.equal(run["stopped_early"], False, advice)
    expect.length(run["losses"], 1, message("One loss per update."))
    advice = message(
        "Is the loss the mean binary cross-entropy, and is it taken before the update?"
    )
    expect.number(run["losses"][0], 0.981847, advice, tol=1e-5)
    advice = message(
        "The loss is right and the update is not: look at the order (forward, backward, step), the "
        "optimizer (SGD with momentum) and the rate (0.01 by default), for the bias too."
    )
    expect.instance(run["weight"], torch.Tensor, message("a tensor"))
    want = torch.tensor([0.490206, -0.255607])
    expect.tensor(run["weight"].flatten(), want, advice, atol=1e-4, plain=True)
    expect.number(run["bias"], 0.099732, advice, tol=1e-4)


@pytest.mark.exercise("E18")
def test_fit_first_losses(training):
    """The first four losses show which part is wrong: 0.98185, 0.96918, 0.94563, 0.91327."""
    run = training.fit(OVERLAPPING, CLASSES, init_weight=START, init_bias=0.1, max_iters=4)

    expect.keys(run, KEYS)
    expect.length(run["losses"], 4, message("One loss per update."))
    advice = message(
        "Loss 0 wrong: the loss or the start. Loss 1: the update. Loss 2: gradients are not "
        "cleared, or the momentum is missing or starts anew in each iteration."
    )
    for k, want in enumerate((0.981847, 0.969175, 0.945632, 0.913273)):
        expect.number(run["losses"][k], want, advice, tol=1e-5)


@pytest.mark.exercise("E18")
def test_fit_takes_a_row_as_start(training):
    """init_weight may also have the shape (1, d), as nn.Linear has it, and x may be float64."""
    row = START.double().reshape(1, 2)

    run = training.fit(OVERLAPPING.double(), CLASSES, init_weight=row, init_bias=0.1, max_iters=1)

    expect.keys(run, KEYS)
    advice = message(
        "Right with a start of shape (d,)? Then bring both to one shape, in the dtype of x."
    )
    expect.that(run["weight"].dtype, run["weight"].dtype == torch.float64, "torch.float64", advice)
    want = torch.tensor([0.49020617831573, -0.25560744442943], dtype=torch.float64)
    advice = message("Correct to about seven digits only? Then something is float32 on the way.")
    expect.tensor(run["weight"].flatten(), want, advice, atol=1e-12, rtol=0)
    expect.number(run["losses"][0], 0.981847081653082, advice, tol=1e-12)


@pytest.mark.exercise("E18")
def test_fit_sixty_iterations(training):
    """Sixty iterations with a target out of reach: accuracy is noted at 0, 20 and 40."""
    run = training.fit(
        OVERLAPPING, CLASSES, init_weight=START, init_bias=0.1, max_iters=60, target_acc=1.0
    )

    expect.keys(run, KEYS)
    expect.equal(run["iterations"], 60, message("The number of updates made, an int."))
    expect.number(run["losses"][-1], 0.379497, message("Compare the first losses first."), tol=1e-4)
    want = torch.tensor([-0.824633, -0.499039])
    advice = message("Compare the first losses first.")
    expect.tensor(run["weight"].flatten(), want, advice, atol=1e-4, plain=True)
    advice = message("A list of pairs (iteration, accuracy) is asked for.")
    expect.that(
        run["accuracies"], _are_pairs(run["accuracies"]), message("a list of pairs"), advice
    )
    advice = message(
        "Accuracy is noted in the iterations 0, check_every, 2 * check_every, ... and no others."
    )
    expect.equal([iteration for iteration, _ in run["accuracies"]], [0, 20, 40], advice)
    advice = message(
        "Accuracy is a share (0.75, not 75), taken from the same forward pass as the loss, with "
        "p >= 0.5 as class 1."
    )
    found = [round(float(accuracy), 6) for _, accuracy in run["accuracies"]]
    expect.equal(found, [0.375, 0.75, 0.75], advice)


def _are_pairs(accuracies):
    return isinstance(accuracies, list) and all(
        isinstance(pair, tuple | list) and len(pair) == 2 for pair in accuracies
    )


@pytest.mark.exercise("E18")
def test_fit_stops_on_separable_data(training):
    """At iteration 20 all samples are right: its update is still made, so 21 in all."""
    run = training.fit(SEPARABLE, CLASSES, init_weight=START, init_bias=0.1)

    expect.keys(run, KEYS)
    advice = message(
        "At iteration 20 all eight samples are right, more than the target of 0.99: that ends the "
        "run. Compare the first losses first."
    )
    expect.equal(run["stopped_early"], True, advice)
    advice = message(
        "20 means that the last update is missing or not counted, 1 that the accuracy is no share, "
        "1000 that max_iters is told. Another number: compare the first losses, and look only at "
        "0, 20, 40, ..."
    )
    expect.equal(run["iterations"], 21, advice)
    expect.length(run["losses"], 21, message("One loss per update."))
    want = torch.tensor([-0.560573, -0.967442])
    advice = message(
        "Right in the tests above? Then the update of the iteration that stops is missing, or "
        "another weight than the last one is returned."
    )
    expect.tensor(run["weight"].flatten(), want, advice, atol=1e-4, plain=True)


@pytest.mark.exercise("E18")
def test_fit_stops_only_above_the_target(training):
    """An accuracy of exactly the target, 0.75, is not above it."""
    run = training.fit(
        OVERLAPPING, CLASSES, init_weight=START, init_bias=0.1, max_iters=41, target_acc=0.75
    )

    expect.keys(run, KEYS)
    expect.equal(run["stopped_early"], False, message("Is it compared with >, not with >=?"))
    expect.equal(run["iterations"], 41, message("The number of updates made, an int."))


@pytest.mark.exercise("E18")
def test_fit_uses_its_settings(training):
    """Other rate, momentum, distance of checks and target; bool labels; 11 updates."""
    run = training.fit(
        OVERLAPPING, CLASSES.bool(), init_weight=START, init_bias=0.1, lr=0.1, momentum=0.0,
        check_every=5, target_acc=0.7,
    )  # fmt: skip

    expect.keys(run, KEYS)
    advice = message(
        "Right with the usual settings? Then one of lr, momentum, check_every and target_acc is "
        "not used; momentum 0.0 counts as false in an if."
    )
    expect.length(run["losses"], 11, advice)
    expect.number(run["losses"][-1], 0.484367, advice, tol=1e-4)
    found = [(iteration, round(float(accuracy), 6)) for iteration, accuracy in run["accuracies"]]
    expect.equal(found, [(0, 0.375), (5, 0.625), (10, 0.75)], advice)


@pytest.mark.exercise("E18")
def test_fit_of_one_sample(training):
    """One sample is enough: losses 1.20587 and 1.17660."""
    run = training.fit(OVERLAPPING[:1], CLASSES[:1], init_weight=START, init_bias=0.1, max_iters=2)

    expect.keys(run, KEYS)
    expect.length(run["losses"], 2, message("One loss per update."))
    advice = message("Right with eight samples? Then flatten the predictions: squeeze takes all.")
    for k, want in enumerate((1.205865, 1.176604)):
        expect.number(run["losses"][k], want, advice, tol=1e-5)


@pytest.mark.exercise("E18")
def test_fit_starts_afresh_and_leaves_its_arguments_alone(training):
    """Two calls with the same start agree, and the start is not trained in place."""
    x, start = OVERLAPPING.clone(), START.clone()

    first = training.fit(x, CLASSES.long(), init_weight=start, init_bias=0.1, max_iters=3)

    expect.unchanged(start, START)
    expect.unchanged(x, OVERLAPPING)
    second = training.fit(x, CLASSES.long(), init_weight=start, init_bias=0.1, max_iters=3)
    expect.keys(first, KEYS)
    expect.keys(second, KEYS)
    advice = message(
        "The second call gives other losses than the first. Does something live on between the "
        "calls, such as a global model or optimizer, or is something drawn at random?"
    )
    expect.equal(first["losses"] == second["losses"], True, advice)


@pytest.mark.exercise("E18")
def test_fit_learns_from_a_random_start(training):
    """Without a start it draws one, and still gets all separable samples right."""
    torch.manual_seed(0)

    run = training.fit(SEPARABLE, CLASSES, lr=0.1, max_iters=200)

    expect.keys(run, KEYS)
    decided = SEPARABLE @ run["weight"].flatten() + run["bias"] >= 0
    advice = message("With these weights not all of the eight samples are right.")
    expect.equal(int((decided == (CLASSES == 1)).sum()), 8, advice)


@pytest.mark.exercise("E18")
def test_fit_counts_a_tie_as_class_one(training):
    """From zeros every p is 0.5, and that is class 1: the share of ones is right at first."""
    labels = torch.tensor([1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0])

    run = training.fit(SEPARABLE, labels, init_weight=torch.zeros(2), init_bias=0.0, max_iters=1)

    expect.keys(run, KEYS)
    advice = message(
        "From zeros the first loss is ln 2. Is 0.0 taken for no bias? It counts as false in an if."
    )
    expect.length(run["losses"], 1, message("One loss per update."))
    expect.number(run["losses"][0], 0.693147, advice, tol=1e-5)
    expect.equal(run["accuracies"][0][0], 0, message("Accuracy is looked at in iteration 0."))
    advice = message(
        "0.625 means that a tie is class 0, or that the wrong ones are counted: p >= 0.5 is class "
        "1, in logits z >= 0. 0.875 means that the accuracy is taken after the update."
    )
    expect.number(run["accuracies"][0][1], 0.375, advice)


@pytest.mark.exercise("E18")
def test_fit_draws_another_start_in_every_call(training):
    """Two calls without a start begin with another weight and another bias."""
    first = training.fit(SEPARABLE, CLASSES, max_iters=0)
    second = training.fit(SEPARABLE, CLASSES, max_iters=0)

    advice = message("Draw a fresh start in every call, not zeros, and set no seed.")
    fresh = not torch.equal(first["weight"], second["weight"])
    expect.that(second["weight"], fresh, message("another weight than in the first call"), advice)
    fresh = first["bias"] != second["bias"]
    expect.that(second["bias"], fresh, message("another bias than in the first call"), advice)
