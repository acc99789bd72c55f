"""Hidden checks of loss: cross-entropy of probabilities (E12) and of logits (E13)."""

import math

import pytest
import torch
from mistakes.loss import EXAMPLES, KNOWN_MISTAKES  # noqa: F401 - the diagnosis looks for them here
from torch.nn import functional

from grader.testing import CheckFailed, SentTensor, assert_matches, elements_match, wrong

F32, F64 = torch.float32, torch.float64
BCE, LOGITS = "loss.bce_loss", "loss.bce_with_logits"

#: Ten times the error of an epsilon of 1e-6 added inside the logarithm; far below any mistake.
NEAR = {"rtol": 4e-5, "atol": 4e-6}


def _generator(seed):
    return torch.Generator().manual_seed(seed)


def _probabilities(seed, n, dtype=F32):
    return 0.1 + 0.8 * torch.rand(n, generator=_generator(seed), dtype=dtype)


def _logits(seed, n, dtype=F32, scale=3.0):
    return scale * torch.randn(n, generator=_generator(seed), dtype=dtype)


def _labels(seed, n):
    """Return 0/1 labels as float32, more ones than zeros, both there if *n* allows it."""
    y = (torch.rand(n, generator=_generator(seed + 5000)) < 0.6).to(F32)
    if n > 1:
        y[0], y[-1] = 0.0, 1.0
    return y


def _bce(p, y):
    wanted = functional.binary_cross_entropy(p.detach().flatten().to(F64), y.flatten().to(F64))
    return wanted.to(p.dtype)


def _bce_of_logits(z, y):
    """Return the mean of max(z, 0) - z y + log(1 + e^-|z|), computed in float64."""
    z64, y64 = z.detach().flatten().to(F64), y.flatten().to(F64)
    cost = z64.clamp(min=0) - z64 * y64 + torch.log1p(torch.exp(-z64.abs()))
    return cost.mean().to(z.dtype)


def _call(student, target, scores, y):
    """Call the student's loss; a refusal of two shapes with one count is named as such."""
    try:
        return student.call(target, scores, y)
    except CheckFailed as failure:
        raised = failure.reply.get("raised")
        if scores.shape == y.shape or not raised or "ValueError" not in raised["bases"]:
            raise
        failure.message += (
            f" {tuple(scores.shape)} and {tuple(y.shape)} hold the same number of samples: bring "
            "both to one shape (flatten), and refuse only different counts."
        )
        failure.precise = True
        raise


def _check(student, reference, target, scores, y, **tolerance):
    """Ask both; demand the loss that torch (in float64) has for these scores."""
    reference.call(target, scores, y)
    answer = _call(student, target, scores, y)
    wanted = _bce(scores, y) if target == BCE else _bce_of_logits(scores, y)
    assert_matches(answer, wanted, **tolerance)
    return answer


def _assert_graph(answer):
    if isinstance(answer.value, SentTensor) and answer.value.requires_grad:
        return
    message = (
        f"{answer.question.function} returns a loss without a graph although its scores require "
        "grad. Return the tensor itself: item, detach, .data, numpy and no_grad all cut it."
    )
    raise wrong(message, answer, precise=True)


def _check_gradient(student, reference, target, scores, y, wanted, **tolerance):
    """Demand a graph and the gradient *wanted* of the mean loss."""
    carrying = scores.clone().requires_grad_()
    carrying.grad = torch.full_like(scores, 7.0)
    _assert_graph(student.call(target, carrying, y))
    reference.pullback(target, scores, y)
    answer = student.pullback(target, scores, y)
    what = f"The gradient of {answer.question.function} is"
    assert_matches(answer, wanted.to(scores.dtype), what=what, **tolerance)
    return answer


def _check_slopes(student, reference, target, scores, y, wanted, seed, **tolerance):
    """Demand that values in float64 change along three directions as the gradient says."""
    step = 1e-5
    for number in range(3):
        way = torch.randn(scores.shape, generator=_generator(seed + number), dtype=F64)
        ahead = _check(student, reference, target, scores + step * way, y, **tolerance)
        behind = _check(student, reference, target, scores - step * way, y, **tolerance)
        slope = (ahead.value.tensor - behind.value.tensor).item() / (2 * step)
        if abs(slope - (wanted * way).sum().item()) > 1e-4:
            message = (
                f"The values of {ahead.question.function} in float64 do not change smoothly: are "
                "they rounded, or computed in float32? Keep the dtype all the way."
            )
            raise wrong(message, ahead, precise=True)


def _refuses(student, target, n_scores, n_labels):
    scores = torch.full(n_scores, 0.25) if target == BCE else torch.full(n_scores, 0.5)
    count = scores.numel()
    because = (
        f"the number of labels ({math.prod(n_labels)}) is not that of the scores ({count}), and "
        "nothing may be broadcast"
    )
    student.refuses(target, scores, torch.ones(n_labels), because=because)


UNEQUAL = (((40,), (1,)), ((4, 1), (3,)), ((1,), (5,)), ((2, 1), (4, 1)), ((6,), (2,)))


# ---- E12 bce_loss -----------------------------------------------------------


@pytest.mark.check("E12", points=1.0, base=True, alone="the plain case of all")
def test_bce_loss_values(student, reference):
    """The loss is the mean of -log(p) for label 1 and -log(1 - p) for label 0, shape ()."""
    for n in (40, 7, 2, 200):
        _check(student, reference, BCE, _probabilities(200 + n, n), _labels(n, n), **NEAR)


@pytest.mark.check("E12", points=0.75, alone="the only columns of more than one sample")
def test_bce_loss_columns(student, reference):
    """(N, 1) and (N,) may meet in any combination: N samples, not N * N pairs."""
    p, y = _probabilities(210, 40), _labels(211, 40)
    column = p.reshape(-1, 1)
    for scores, labels in ((column, y), (p, y.reshape(-1, 1)), (column, y.reshape(-1, 1))):
        _check(student, reference, BCE, scores, labels, **NEAR)


@pytest.mark.check("E12", points=0.5, alone="the only bool and small integer labels")
def test_bce_loss_label_dtypes(student, reference):
    """Labels of any dtype count by value; the loss has the dtype of p."""
    p, y = _probabilities(220, 7), _labels(221, 7)
    for dtype in (torch.int64, torch.bool, torch.uint8, torch.int32, F64):
        _check(student, reference, BCE, p, y.to(dtype), **NEAR)


@pytest.mark.check("E12", points=0.5, alone="the only long float64 input")
def test_bce_loss_float64(student, reference):
    """float64 probabilities give a float64 loss, for labels of every dtype and any layout."""
    p, y = _probabilities(230, 40, F64), _labels(231, 40)
    for labels in (y.to(F64), y, y.long()):
        _check(student, reference, BCE, p, labels, **NEAR)
    strided = _probabilities(232, 14, F64).reshape(7, 2)[:, 1]
    _check(student, reference, BCE, strided, _labels(233, 7).to(F64), **NEAR)


@pytest.mark.check("E12", points=0.25, alone="the only single samples in a column")
def test_bce_loss_one_sample(student, reference):
    """One sample works in every combination of shapes."""
    for shapes in (((1,), (1,)), ((1, 1), (1,)), ((1,), (1, 1)), ((1, 1), (1, 1))):
        for value, label in ((0.3, 1), (0.85, 0)):
            p, y = torch.full(shapes[0], value), torch.full(shapes[1], label)
            _check(student, reference, BCE, p, y, **NEAR)


@pytest.mark.check("E12", points=0.75, alone="the only gradient for p in the outer fifths")
def test_bce_loss_gradient(student, reference):
    """The result carries the graph of p, and the gradient is (p - y) / (p (1 - p) N)."""
    for dtype, shape in ((F32, (40,)), (F64, (7,))):
        n = shape[0]
        p, y = _probabilities(240 + n, n, dtype), _labels(241 + n, n)
        wanted = (p - y) / (p * (1 - p) * n)
        args = (p.reshape(shape), y, wanted.reshape(shape))
        _check_gradient(student, reference, BCE, *args, rtol=1e-4, atol=1e-6)
    _check_slopes(student, reference, BCE, p, y.to(F64), wanted, 245, **NEAR)


CERTAIN = ((0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0))


@pytest.mark.check("E12", points=0.5, alone="the only values for p of exactly 0 and 1")
def test_bce_loss_certain(student, reference):
    """p of exactly 0 or 1 costs less than 0.001 if right, more than 10 if wrong, and is finite."""
    for dtype in (F32, F64):
        for p, label in CERTAIN:
            scores, y = torch.full((1,), p, dtype=dtype), torch.full((1,), label, dtype=dtype)
            reference.call(BCE, scores, y)
            answer = student.call(BCE, scores, y)
            assert_matches(answer, _bce(scores, y), rtol=1.0, atol=1e9)  # kind, shape, dtype
            cost = answer.value.tensor.item()
            if p == label and abs(cost) >= 1e-3:
                message = "A prediction of exactly 0 or 1 that is right costs too much."
                raise wrong(message, answer)
            if p != label and cost <= 10:
                message = (
                    "A prediction of exactly 0 or 1 that is wrong costs too little (below 10)."
                )
                raise wrong(message, answer)
    mixed = torch.tensor([0.0, 0.4, 1.0, 0.7]), torch.tensor([0.0, 1.0, 1.0, 0.0])
    _check(student, reference, BCE, *mixed, **NEAR)


@pytest.mark.check("E12", points=0.25, alone="the only gradient for p of exactly 0 and 1")
def test_bce_loss_certain_gradient(student, reference):
    """The gradient at p of exactly 0 or 1 is finite, and right for the other samples."""
    p = torch.tensor([0.0, 0.25, 1.0, 0.0, 0.75, 1.0])
    y = torch.tensor([0.0, 1.0, 1.0, 1.0, 0.0, 0.0])
    reference.pullback(BCE, p, y)
    answer = student.pullback(BCE, p, y)
    name = "The gradient of bce_loss"
    # Any finite number will do: 1 / (p + tiny) is one, and large.
    assert_matches(answer, torch.zeros(6), rtol=0.0, atol=4e38, what=f"{name} is")
    inside = answer.value.tensor[[1, 4]]
    wanted = torch.tensor([-1 / 0.25, 1 / 0.25]) / 6
    if not elements_match(inside, wanted, 1e-4, 0.0).all():
        raise wrong(f"{name} is wrong for p inside (0, 1) when others are exactly 0 or 1.", answer)


@pytest.mark.check("E12", points=0.5, gated=True, alone="the only unequal counts")
def test_bce_loss_refuses_unequal_counts(student):
    """Different numbers of predictions and labels are a ValueError, never broadcast."""
    for n_scores, n_labels in UNEQUAL:
        _refuses(student, BCE, n_scores, n_labels)


# ---- E13 bce_with_logits ----------------------------------------------------


@pytest.mark.check("E13", points=1.0, base=True, alone="the plain case of all")
def test_bce_with_logits_values(student, reference):
    """For moderate z the loss is the mean cross-entropy of sigmoid(z), shape ()."""
    for n in (40, 7, 2, 200):
        _check(student, reference, LOGITS, _logits(300 + n, n), _labels(300 + n, n))


@pytest.mark.check("E13", points=0.5, alone="the only columns of more than one sample")
def test_bce_with_logits_columns(student, reference):
    """(N, 1) and (N,) may meet in any combination: N samples, not N * N pairs."""
    z, y = _logits(310, 40), _labels(311, 40)
    column = z.reshape(-1, 1)
    for scores, labels in ((column, y), (z, y.reshape(-1, 1)), (column, y.reshape(-1, 1))):
        _check(student, reference, LOGITS, scores, labels)


@pytest.mark.check("E13", points=0.5, alone="the only bool and small integer labels")
def test_bce_with_logits_label_dtypes(student, reference):
    """Labels of any dtype count by value; the loss has the dtype of z."""
    z, y = _logits(320, 7), _labels(321, 7)
    for dtype in (torch.int64, torch.bool, torch.uint8, torch.int32, F64):
        _check(student, reference, LOGITS, z, y.to(dtype))


@pytest.mark.check("E13", points=0.5, alone="the only long float64 input")
def test_bce_with_logits_float64(student, reference):
    """float64 logits give a float64 loss with full precision, in any layout."""
    z, y = _logits(330, 40, F64), _labels(331, 40)
    for labels in (y.to(F64), y, y.long()):
        _check(student, reference, LOGITS, z, labels)
    strided = _logits(332, 14, F64).reshape(7, 2)[:, 1]
    _check(student, reference, LOGITS, strided, _labels(333, 7).to(F64))


FAR = (20.0, 50.0, 89.0, 104.0, 1000.0, 1e4)


@pytest.mark.check("E13", points=0.75, alone="the only values far out")
def test_bce_with_logits_far_out(student, reference):
    """Far out the loss is exact: z = 1000 costs 1000 for label 0 and nothing for label 1."""
    for size in FAR:
        for place, label in ((size, 0), (-size, 1), (size, 1), (-size, 0)):
            y = torch.tensor([float(label)])
            _check(student, reference, LOGITS, torch.tensor([place]), y)
    z = torch.tensor([-1e4, 3.0, 500.0, -95.0, 0.0, 1e4])
    _check(student, reference, LOGITS, z, torch.tensor([1.0, 0, 0, 1, 1, 1]))


@pytest.mark.check("E13", points=0.75, alone="the only gradient besides that at 0")
def test_bce_with_logits_gradient(student, reference):
    """The result carries the graph of z; the gradient is (sigmoid(z) - y) / N, far out too."""
    for dtype, shape in ((F32, (40,)), (F64, (7,))):
        n = shape[0]
        z, y = _logits(340 + n, n, dtype), _labels(341 + n, n)
        wanted = (torch.sigmoid(z) - y) / n
        args = (z.reshape(shape), y, wanted.reshape(shape))
        _check_gradient(student, reference, LOGITS, *args, rtol=1e-5, atol=1e-6)
    _check_slopes(student, reference, LOGITS, z, y.to(F64), wanted, 345)
    z = torch.tensor([1000.0, -1000.0, 1000.0, -1000.0, 95.0, -95.0, 1e4, -1e4])
    y = torch.tensor([0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    wanted = torch.tensor([1.0, -1.0, 0.0, 0.0, 1.0, -1.0, 1.0, 0.0]) / 8
    _check_gradient(student, reference, LOGITS, z, y, wanted)


@pytest.mark.check("E13", points=0.5, alone="the only gradient at exactly 0")
def test_bce_with_logits_slope_at_zero(student, reference):
    """At exactly z = 0 the gradient is 0.5 / N for label 0 and -0.5 / N for label 1."""
    for y in (torch.tensor([0.0, 1.0]), torch.tensor([0.0]), torch.tensor([1.0, 1.0, 0.0, 1.0])):
        wanted = (0.5 - y) / len(y)
        _check_gradient(student, reference, LOGITS, torch.zeros(len(y)), y, wanted)


@pytest.mark.check("E13", points=0.25, alone="the only single samples in a column")
def test_bce_with_logits_one_sample(student, reference):
    """One sample works in every combination of shapes."""
    for shapes in (((1,), (1,)), ((1, 1), (1,)), ((1,), (1, 1)), ((1, 1), (1, 1))):
        for value, label in ((-0.7, 1), (2.5, 0)):
            z, y = torch.full(shapes[0], value), torch.full(shapes[1], label)
            _check(student, reference, LOGITS, z, y)


@pytest.mark.check("E13", points=0.25, gated=True, alone="the only unequal counts")
def test_bce_with_logits_refuses_unequal_counts(student):
    """Different numbers of scores and labels are a ValueError, never broadcast."""
    for n_scores, n_labels in UNEQUAL:
        _refuses(student, LOGITS, n_scores, n_labels)
