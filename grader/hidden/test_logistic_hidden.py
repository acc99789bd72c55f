"""Hidden checks of logistic.py: E06, E07, E08."""

import math
from typing import Any

import pytest
import torch
from mistakes.logistic import EXAMPLES, KNOWN_MISTAKES
from torch import Tensor

from grader.testing import (
    CheckFailed,
    Student,
    as_answer,
    assert_matches,
    assert_refused,
    gradient,
    is_refusal,
    unchanged,
    wrong,
)

# The judge reads these two names in every module of hidden checks.
__all__ = ["EXAMPLES", "KNOWN_MISTAKES"]

SIZES = (1, 2, 7, 40, 200)
DTYPES = (torch.float32, torch.float64)
#: Step of the central differences: in float64 their error is then about 1e-10.
H = 1e-5


def draw(seed: int, *shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return normal numbers that are the same for every submission."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def uniform(seed: int, *shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return numbers in [0, 1) that are the same for every submission."""
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def used(tensor: Tensor) -> Tensor:
    """Return *tensor* as a leaf with a history: it requires grad and has a filled .grad."""
    leaf = tensor.clone().requires_grad_()
    leaf.grad = torch.full_like(tensor, 7.0)
    return leaf


# ---- E06 sigmoid ------------------------------------------------------------

#: Absolute only: a form that is off by one rounding of 1 is off by all of a tail.
SIGMOID_ATOL = {torch.float32: 2e-6, torch.float64: 1e-12}
#: A gradient may add up roundings of all elements, in another order on another processor.
SLOPE_ATOL = {torch.float32: 1e-5, torch.float64: 1e-12}


def half_tanh(z: Tensor) -> Tensor:
    """Return the sigmoid in float64 by another formula than torch's."""
    return 0.5 * (1 + torch.tanh(z.detach().to(torch.float64) / 2))


def check_sigmoid(student: Student, reference: Student, z: Tensor, times: int = 1) -> Any:
    """Compare with the reference, with torch and with a formula of our own."""
    # First what is wanted: the submission may change z.
    expected = reference.logistic.sigmoid(z)
    by_hand, by_torch = half_tanh(z).to(z.dtype), torch.sigmoid(z.detach())
    answers = [student.logistic.sigmoid(z) for _ in range(times)]
    atol = SIGMOID_ATOL[z.dtype]
    for wanted in (by_hand, by_torch, expected):
        for answer in answers:
            assert_matches(answer, wanted, atol=atol)
    return answers[-1]


def check_sigmoid_slope(
    student: Student, z: Tensor, slope: Tensor, atol: float, cotangent: Tensor | None = None
) -> None:
    """Compare a gradient and the values that it belongs to with formulas of our own."""
    values, z = half_tanh(z).to(z.dtype), z.clone().requires_grad_()
    output = student.logistic.sigmoid(z)
    pulled = gradient(output, z, cotangent)
    assert_matches(pulled, slope.to(z.dtype), atol=atol, what="the gradient of sigmoid is")
    assert_matches(output, values, atol=SIGMOID_ATOL[z.dtype])


@pytest.mark.check("E06", points=1.5, base=True, alone="the plain case of all")
def test_sigmoid_values(student, reference):
    """Values agree with 1 / (1 + e^-z) from -30 to 30."""
    check_sigmoid(student, reference, torch.linspace(-30, 30, 121))
    for size in SIZES:
        check_sigmoid(student, reference, 4 * draw(600 + size, size))


@pytest.mark.check("E06", points=0.75, alone="the only long float64 input")
def test_sigmoid_values_in_float64(student, reference):
    """In float64 values agree to twelve digits, from -30 to 30."""
    check_sigmoid(student, reference, torch.linspace(-30, 30, 121, dtype=torch.float64))
    check_sigmoid(student, reference, 4 * draw(611, 40, dtype=torch.float64))


@pytest.mark.check(
    "E06", points=0.5, alone="the only shapes besides vectors, and the only empty ones"
)
def test_sigmoid_of_any_shape(student, reference):
    """A number, a column, a matrix, a transposed matrix and empty tensors keep their shape."""
    for shape in ((), (7, 1), (3, 4), (2, 1, 3), (0,), (0, 1)):
        for dtype in DTYPES:
            check_sigmoid(student, reference, 3 * draw(620, *shape, dtype=dtype))
    check_sigmoid(student, reference, 3 * draw(621, 5, 3).T)


@pytest.mark.check("E06", points=0.25, gated=True, alone="the only look at z afterwards")
def test_sigmoid_leaves_its_input_alone(student, reference):
    """z keeps its values, and a second call gives the same answer."""
    z = draw(631, 7)

    for argument in (z, used(z), z.reshape(7, 1).T):
        with unchanged(argument):
            student.logistic.sigmoid(argument)
        check_sigmoid(student, reference, argument, times=2)


@pytest.mark.check("E06", points=0.5, alone="the only far scores without a graph")
def test_sigmoid_far_out(student, reference):
    """Values are finite and within [0, 1] for |z| up to 1e4."""
    ends = torch.tensor([31.0, 50.0, 87.0, 88.5, 89.0, 100.0, 104.0, 710.0, 1e3, 1e4])
    for dtype in DTYPES:
        z = torch.cat([-ends, ends]).to(dtype)
        answer = check_sigmoid(student, reference, z)
        if bool(((answer < 0) | (answer > 1)).any()):
            raise wrong("Some values of sigmoid leave [0, 1] far out.", precise=True)


@pytest.mark.check("E06", points=0.5, alone="the only gradient in the middle")
def test_sigmoid_gradient(student):
    """The gradient is s * (1 - s) for |z| below 16."""
    for dtype in DTYPES:
        for z in (torch.linspace(-16, 16, 64, dtype=dtype), 3 * draw(641, 2, 3, dtype=dtype)):
            cotangent = draw(642, *z.shape, dtype=dtype)
            slope = (half_tanh(z) * half_tanh(-z)).to(dtype) * cotangent
            check_sigmoid_slope(student, z, slope, SLOPE_ATOL[dtype], cotangent)

    # The same slopes from values alone.
    z = torch.linspace(-6, 6, 24, dtype=torch.float64)
    ends = [student.logistic.sigmoid(point) for point in (z + H, z - H)]
    for end, point in zip(ends, (z + H, z - H), strict=True):
        assert_matches(end, half_tanh(point), atol=1e-12)
    check_slope_by_differences(student.logistic.sigmoid, z)


def check_slope_by_differences(function: Any, source: Tensor) -> None:
    """Demand the gradient to be the slope of the function's own values."""
    source = source.clone().requires_grad_()
    if not torch.autograd.gradcheck(
        function, source, eps=H, atol=1e-6, rtol=1e-6, fast_mode=True, raise_exception=False
    ):
        pulled = gradient(function(source), source)
        raise wrong(
            "The gradient is not the slope of the function's own values.", as_answer(pulled)
        )


@pytest.mark.check("E06", points=0.5, alone="the only gradient where exp overflows")
def test_sigmoid_gradient_far_out(student):
    """The gradient is finite far out: practically 0 at -1000, -100, 100 and 1000."""
    for dtype in DTYPES:
        z = torch.tensor([-1e4, -1e3, -710.0, -100.0, -89.0, 0.5, 89.0, 100.0, 710.0, 1e3, 1e4])
        z = z.to(dtype)
        slope = half_tanh(z) * half_tanh(-z)
        check_sigmoid_slope(student, z, slope, SIGMOID_ATOL[dtype])


@pytest.mark.check("E06", points=0.5, alone="the only gradient at exactly 0")
def test_sigmoid_slope_at_zero(student):
    """The slope at exactly z = 0 is 1/4."""
    for z in (torch.zeros(3), torch.zeros(()), torch.tensor([[0.0, 2.0], [-0.0, -3.0]]).double()):
        s = half_tanh(z)
        check_sigmoid_slope(student, z, s * (1 - s), SIGMOID_ATOL[z.dtype])


# ---- E07 log_odds -----------------------------------------------------------


def check_log_odds(
    student: Student,
    reference: Student,
    p: Tensor,
    rtol: float | None = None,
    atol: float | None = None,
) -> Any:
    """Compare with the reference and with math.log, one number at a time."""
    expected = reference.logistic.log_odds(p)
    by_hand = [math.log(one) - math.log1p(-one) for one in p.detach().reshape(-1).tolist()]
    wanted = torch.tensor(by_hand, dtype=torch.float64).to(p.dtype).reshape(p.shape)
    answer = student.logistic.log_odds(p)
    assert_matches(answer, wanted, rtol=rtol, atol=atol)
    assert_matches(answer, expected, rtol=rtol, atol=atol)
    return answer


@pytest.mark.check("E07", points=1.25, base=True, alone="the plain case of all")
def test_log_odds_values(student, reference):
    """Values agree with ln(p / (1 - p)) for p between 0.01 and 0.99."""
    for size in SIZES:
        p = 0.01 + 0.98 * uniform(700 + size, size)
        # 1 / p - 1 costs some digits in the middle; that form is right as well.
        check_log_odds(student, reference, p, rtol=1e-5, atol=5e-5)


@pytest.mark.check("E07", points=0.75, alone="the only long float64 input")
def test_log_odds_undoes_the_sigmoid(student, reference):
    """In float64 log_odds of the sigmoid is z again, from -10 to 10, and odd around 1/2."""
    z = torch.linspace(-10, 10, 81, dtype=torch.float64)
    assert_matches(student.logistic.log_odds(torch.sigmoid(z)), z, rtol=0.0, atol=1e-8)

    p = 0.01 + 0.98 * uniform(711, 40, dtype=torch.float64)
    others = 1 - p
    there = check_log_odds(student, reference, p, rtol=0.0, atol=1e-9)
    assert_matches(student.logistic.log_odds(others), -there.detach(), rtol=0.0, atol=1e-9)


@pytest.mark.check("E07", points=0.5, alone="the only probabilities below 0.01")
def test_log_odds_of_small_probabilities(student, reference):
    """Probabilities down to 1e-8 keep their accuracy."""
    for dtype in DTYPES:
        p = torch.tensor([1e-8, 3e-8, 1e-6, 1e-5, 1e-4, 1e-3], dtype=dtype)
        tolerance = {"rtol": 1e-5, "atol": 1e-5} if dtype == torch.float32 else {"rtol": 1e-8}
        check_log_odds(student, reference, p, **tolerance)


@pytest.mark.check("E07", points=0.25, alone="the only 0 and 1")
def test_log_odds_of_certainty(student):
    """0 gives -inf and 1 gives inf, and the values between them stay right."""
    for dtype in DTYPES:
        p = torch.tensor([0.0, 0.75, 1.0, 0.25, 0.0], dtype=dtype)
        try:
            answer = student.logistic.log_odds(p)
        except Exception as error:
            if is_refusal(error):
                message = "log_odds refuses 0 or 1. Both are probabilities: they give -inf and inf."
                raise wrong(message, precise=True) from None
            raise
        log3 = math.log(3)
        wanted = torch.tensor([-torch.inf, log3, torch.inf, -log3, -torch.inf], dtype=dtype)
        assert_matches(answer, wanted)


@pytest.mark.check("E07", points=0.5, alone="the only gradient")
def test_log_odds_gradient(student, reference):
    """The result stays attached to the graph of p; the gradient is 1 / (p * (1 - p))."""
    for dtype, tolerance in (
        (torch.float32, {"rtol": 1e-4, "atol": 1e-4}),
        (torch.float64, {"rtol": 1e-9, "atol": 1e-9}),
    ):
        p = 0.02 + 0.96 * uniform(721, 40, dtype=dtype)
        cotangent = draw(722, 40, dtype=dtype)
        exact = p.to(torch.float64)
        p.requires_grad_()
        pulled = gradient(student.logistic.log_odds(p), p, cotangent)
        slope = (1 / (exact * (1 - exact))).to(dtype) * cotangent
        assert_matches(pulled, slope, what="the gradient of log_odds is", **tolerance)

    # The same slopes from values alone.
    p = 0.1 + 0.8 * uniform(723, 7, dtype=torch.float64)
    for point in (p + H, p - H):
        check_log_odds(student, reference, point, rtol=0.0, atol=1e-9)
    check_slope_by_differences(student.logistic.log_odds, p)


@pytest.mark.check(
    "E07", points=0.25, alone="the only shapes besides vectors, and the only empty ones"
)
def test_log_odds_of_any_shape(student, reference):
    """A number, a column, a matrix, a transposed matrix and empty tensors keep their shape."""
    for shape in ((), (7, 1), (3, 4), (0,), (0, 2)):
        for dtype in DTYPES:
            p = 0.05 + 0.9 * uniform(730, *shape, dtype=dtype)
            check_log_odds(student, reference, p, rtol=1e-5, atol=5e-5)
    check_log_odds(student, reference, 0.05 + 0.9 * uniform(731, 5, 3).T, rtol=1e-5, atol=5e-5)


@pytest.mark.check("E07", points=0.25, gated=True, alone="the only numbers outside [0, 1]")
def test_log_odds_refuses_what_is_out_of_range(student):
    """One entry below 0 or above 1 is refused with a ValueError."""
    for bad in (1.5, -0.1, 1.0001, -1e-4):
        because = f"one entry is {'above 1' if bad > 1 else 'below 0'}"
        _refuses_among_others(student, bad, because)
    because = "a single number above 1"
    assert_refused(student.logistic.log_odds, torch.tensor(2.0), because=because)


def _refuses_among_others(
    student: Student, bad: float, because: str, dtype: torch.dtype = torch.float32
) -> None:
    log_odds = student.logistic.log_odds
    try:
        assert_refused(log_odds, torch.tensor([0.3, bad, 0.6], dtype=dtype), because=because)
    except CheckFailed as failure:
        if _refuses_alone(student, bad, dtype):
            failure.message = (
                "log_odds refuses a number that is no probability, but not among others that are: "
                "one bad entry, wherever it stands, is enough. Look at every entry."
            )
            failure.precise = True
        raise


def _refuses_alone(student: Student, bad: float, dtype: torch.dtype) -> bool:
    try:
        student.logistic.log_odds(torch.tensor([bad], dtype=dtype))
    except Exception as error:
        return is_refusal(error)
    return False


@pytest.mark.check("E07", points=0.25, gated=True, alone="the only nan")
def test_log_odds_refuses_nan(student):
    """An entry that is nan is refused with a ValueError."""
    because = "nan is no probability. It compares as False with everything: ask what is right"
    for dtype in DTYPES:
        _refuses_among_others(student, torch.nan, because, dtype)


# ---- E08 decide -------------------------------------------------------------

#: Probabilities that a threshold of an exercise may cut at, and their places on the z axis.
BARS = (0.1, 0.3, 0.5, 0.9)


def probabilities(seed: int, *shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return probabilities that keep away from every threshold in BARS."""
    p = uniform(seed, *shape, dtype=dtype)
    for bar in BARS:
        p = torch.where((p - bar).abs() < 2e-3, p + 5e-3, p)
    return p


def logits(seed: int, *shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return logits whose probabilities keep away from every threshold in BARS."""
    z = 2.5 * draw(seed, *shape, dtype=dtype)
    for bar in BARS:
        place = math.log(bar / (1 - bar))
        z = torch.where((z - place).abs() < 5e-3, z + 0.02, z)
    return z


def check_classes(
    student: Student, reference: Student, scores: Tensor, threshold: float, from_logits: bool
) -> Any:
    """Compare with the reference and with one comparison after the other."""
    arguments = (scores, threshold, from_logits)
    expected = reference.logistic.decide(*arguments)
    # Moving the bar to the z axis: exact, where the sigmoid of a score is rounded.
    bar = math.log(threshold / (1 - threshold)) if from_logits else threshold
    wanted = torch.tensor([int(s >= bar) for s in scores.detach().reshape(-1).tolist()])
    answer = student.logistic.decide(*arguments)
    assert_matches(answer, wanted.to(torch.int64))
    assert_matches(answer, expected)
    return answer


@pytest.mark.check("E08", points=1, base=True, alone="the plain case of all")
def test_decide_on_probabilities(student, reference):
    """Probabilities from 0.5 on are class 1, the others class 0; classes are int64, shape (N,)."""
    # One sample is a case of its own: its batch axis gets lost easily.
    for size in SIZES[1:]:
        p = probabilities(800 + size, size)
        expected = reference.logistic.decide(p)
        wanted = torch.tensor([int(one >= 0.5) for one in p.tolist()])
        answer = student.logistic.decide(p)
        assert_matches(answer, wanted)
        assert_matches(answer, expected)


@pytest.mark.check("E08", points=0.5, alone="the only columns of more than one sample")
def test_decide_flattens_columns(student, reference):
    """A column (N, 1) gives N classes in a row, for probabilities and for logits."""
    for size in (2, 7, 40):
        for dtype in DTYPES:
            p, z = probabilities(810, size, 1, dtype=dtype), logits(811, size, 1, dtype=dtype)
            check_classes(student, reference, p, 0.5, False)
            check_classes(student, reference, z, 0.5, True)


@pytest.mark.check("E08", points=0.5, alone="the only thresholds that are no quarters")
def test_decide_uses_the_threshold(student, reference):
    """Thresholds other than 0.5 move the cut."""
    for threshold in (0.1, 0.3, 0.9):
        for dtype in DTYPES:
            p = probabilities(820, 40, dtype=dtype)
            check_classes(student, reference, p, threshold, False)
        # In float32 none of these is the same number, and two of them are greater.
        p = torch.tensor([0.05, threshold, 0.97, threshold + 0.05], dtype=torch.float64)
        try:
            check_classes(student, reference, p, threshold, False)
        except CheckFailed as failure:
            if _classes(failure) == [0, 0, 1, 1]:
                failure.pattern = (
                    "A probability exactly at the threshold has become class 0: compare with >=, "
                    "and with the threshold itself, not with a float32 tensor of it."
                )
            raise


@pytest.mark.check("E08", points=0.5, alone="the only from_logits by its name")
def test_decide_on_logits(student, reference):
    """For logits the cut of 0.5 lies at wx + b = 0."""
    for size in SIZES[1:]:
        z = logits(830 + size, size)
        expected = reference.logistic.decide(z, from_logits=True)
        wanted = torch.tensor([int(one >= 0) for one in z.tolist()])
        answer = student.logistic.decide(z, from_logits=True)
        assert_matches(answer, wanted)
        assert_matches(answer, expected)


@pytest.mark.check("E08", points=0.5, alone="the only logits with another threshold")
def test_decide_uses_the_threshold_on_logits(student, reference):
    """For logits, too, the threshold is a probability: the cut lies at its log-odds."""
    for threshold in (0.1, 0.3, 0.9):
        for dtype in DTYPES:
            z = logits(840, 40, dtype=dtype)
            check_classes(student, reference, z, threshold, True)


@pytest.mark.check("E08", points=0.25, alone="the only scores at the threshold and a hair below")
def test_decide_gives_ties_to_class_one(student, reference):
    """A probability exactly at the threshold, or a logit of exactly 0, is class 1."""
    for dtype in DTYPES:
        for threshold in (0.5, 0.25, 0.75):
            # A hair below is class 0: nobody rounds before comparing.
            p = torch.tensor([0.125, threshold, threshold - 1e-4, threshold], dtype=dtype)
            try:
                check_classes(student, reference, p, threshold, False)
            except CheckFailed as failure:
                if _classes(failure) == [0, 1, 1, 1]:
                    failure.pattern = (
                        "A probability a hair below the threshold has become class 1: compare the "
                        "very numbers, without rounding, isclose or a margin."
                    )
                raise
        z = torch.tensor([0.0, -1.0, -0.0, 1.0], dtype=dtype)
        check_classes(student, reference, z, 0.5, True)


def _classes(failure: CheckFailed) -> list[object]:
    value = failure.reply.get("value")
    return value.tolist() if isinstance(value, Tensor) else []


@pytest.mark.check(
    "E08", points=0.25, gated=True, alone="the only inputs of one sample and of none"
)
def test_decide_on_one_sample_and_on_none(student, reference):
    """One sample gives one class in shape (1,), no sample gives shape (0,), flat or column."""
    for from_logits in (False, True):
        for scores in (torch.tensor([[0.7]]), torch.tensor([0.7]), torch.tensor([[0.2]])):
            check_classes(student, reference, scores, 0.5, from_logits)
        for scores in (torch.zeros(0), torch.zeros(0, 1)):
            check_classes(student, reference, scores, 0.5, from_logits)


@pytest.mark.check("E08", points=0.25, gated=True, alone="the only scores that require grad")
def test_decide_takes_scores_with_a_graph(student, reference):
    """Scores may require grad; they are left as they were."""
    given = ((used(probabilities(850, 7)), 0.3, False), (used(logits(851, 7)), 0.5, True))
    for scores, threshold, from_logits in given:
        with unchanged(scores):
            check_classes(student, reference, scores, threshold, from_logits)


@pytest.mark.check("E08", points=0.25, gated=True, alone="the only forbidden thresholds")
def test_decide_refuses_a_threshold_out_of_range(student):
    """A threshold of 0 or less, or of 1 or more, is refused, for logits too."""
    scores = torch.tensor([0.2, 0.7])
    for from_logits in (False, True):
        for threshold, words in ((1.5, "above 1"), (-0.1, "below 0"), (0.0, "of 0"), (1.0, "of 1")):
            because = f"a threshold {words} is not strictly between 0 and 1"
            assert_refused(student.logistic.decide, scores, threshold, from_logits, because=because)
