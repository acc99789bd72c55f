"""Mistakes that nobody wrote down: named by altered questions, plain arguments, where wrong."""

import pytest
import torch
from helpers.courses import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st

from grader.box.inside import values
from grader.diagnosis.altered_arguments import alterations
from grader.diagnosis.arguments import Arguments, Parameter, parameters_in
from grader.diagnosis.plain_arguments import with_plain_arguments
from grader.diagnosis.where_wrong import describe_where_wrong
from grader.testing.failures import Question
from grader.testing.number_relations import describe_relation
from grader.testing.patterns import describe_difference

RIGHT = (REPOSITORY / "tests/toy/solutions/shapes.py").read_text()
X = (Parameter("x"),)


def asked(*args, op="call", **fields):
    """Return the question with these arguments."""
    text, blob = values.encode({"op": op, "target": "m.f", "args": list(args), **fields})
    return Question(op, "m.f", text, blob)


def says(judge, body):
    """Return what the toy course says of another ``double``."""
    text = RIGHT + f"\nimport torch\ndef double(x):\n    {body}\n"
    return " ".join(check.message.text for check in judge({"shapes.py": text}))


# ---- Through the judge --------------------------------------------------------


def test_an_answer_that_is_right_for_an_altered_argument_is_named(judge):
    """Nobody wrote this mistake down: the reference on reversed rows answers as it does."""
    assert "right answer for x in reverse order" in says(judge, "return 2 * x.flip(0)")


def test_nothing_is_claimed_where_the_visible_example_contradicts(judge):
    """Reversed only where there are two axes: on the example it answers otherwise."""
    said = says(judge, "return 2 * (x.flip(0) if x.dim() == 2 else x + 1)")

    assert "right answer" not in said
    assert "For example" in said


def test_one_wrong_number_is_no_evidence(judge):
    """A single number may agree with the answer to another question by chance."""
    text = RIGHT + "\ndef total(x):\n    return 2 * x.sum().item()\n"
    said = " ".join(check.message.text for check in judge({"shapes.py": text}))

    assert "right answer" not in said


def test_a_dtype_that_makes_the_difference_is_named(judge):
    """The same call is right for the same numbers in float32."""
    assert "with x as float32" in says(judge, "return 2.0 * x")


def test_the_place_of_a_wrong_answer_is_named(judge):
    """One entry is wrong, and it is the one whose input is 0."""
    said = says(judge, "return torch.where(x == 0, torch.full_like(x, 7), 2 * x)")

    assert "wrong exactly where x is 0" in said


# ---- Its parts ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "parameters", "words", "changed"),
    [
        ((0.7,), (Parameter("p"),), "for p = 0", 0.0),
        ((0.7,), (Parameter("p", 0.5),), "for the default of p", 0.5),
        ((-0.7,), (Parameter("p"),), "for the absolute value of p", 0.7),
        ((3,), (Parameter("n"),), "for n + 1", 4),
        ((True,), (Parameter("flag"),), "for the opposite of flag", False),
    ],
)
def test_a_number_is_altered_by_what_mistakes_do_to_it(args, parameters, words, changed):
    """Left out, replaced by its default, stripped of its sign, off by one, turned round."""
    found = {
        told.text: values.decode(question.text, question.blob)["args"][0]
        for _, told, question in alterations(asked(*args), parameters)
    }

    assert [found[message] for message in found if words in message] == [changed]


def test_arguments_of_one_kind_are_exchanged():
    """Tensors of one shape and dtype, and numbers; a tensor and a number are not."""
    parameters = tuple(map(Parameter, "wxb"))
    question = asked(torch.ones(3), torch.zeros(3), 2.0)

    keys = [key for key, told, _ in alterations(question, parameters) if "exchanged" in told.text]

    assert keys == ["w x"]


def test_samples_are_cut_together():
    """All tensors with one row for each sample lose the same rows."""
    question = asked(torch.arange(6.0).reshape(3, 2), torch.arange(3))
    parameters = (Parameter("x"), Parameter("y"))

    cuts = {key: other for key, _, other in alterations(question, parameters)}
    x, y = values.decode(cuts["all_but_last"].text, cuts["all_but_last"].blob)["args"]

    assert x.tensor.tolist() == [[0.0, 1.0], [2.0, 3.0]]
    assert y.tensor.tolist() == [0, 1]


@given(
    st.lists(st.integers(0, 3), max_size=3),
    st.sampled_from(sorted(values.DTYPES.values(), key=str)),
    st.sampled_from([0.5, 3, None, "mean", True]),
)
def test_every_alteration_is_another_question_to_the_same_function(shape, dtype, default):
    """Whatever the argument and its default are, none fails, none asks the same."""
    tensor = torch.full(shape, 2).to(dtype)
    question = asked(tensor, 0.5)

    for _, told, other in alterations(question, (Parameter("x"), Parameter("t", default))):
        assert (other.op, other.target) == ("call", "m.f")
        assert other != question
        assert "{" not in told.text


@pytest.mark.parametrize(
    ("tensor", "words"),
    [
        (torch.ones(3, dtype=torch.uint8), "as float32"),
        (torch.ones(3, 1), "x of shape (N,) instead of (N, 1)"),
        (torch.tensor(1.0), "x of shape (1,) instead of ()"),
        (torch.ones(3).requires_grad_(), "x does not require grad"),
        (torch.ones(3, 2).T, "if x is contiguous"),
    ],
)
def test_a_tensor_is_made_plainer(tensor, words):
    """dtype, column, missing axis, grad and layout, each by itself."""
    found = [told.text for told, _ in with_plain_arguments(asked(tensor), X)]

    assert len(found) == 1
    assert words in found[0]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda x: torch.where(x == 0, 9.0, x), "exactly where x is 0"),
        (lambda x: x.abs(), "exactly where x is negative"),
        (lambda x: torch.where(x > 0, -x, x), "exactly where x is positive"),
        (lambda x: x.clamp(-2, 2), "far from 0. The wrong entries are all the same number"),
        (lambda x: x + 1, ""),
    ],
)
def test_places_are_told_by_what_the_inputs_have_in_common(wrong, words):
    """And nothing is told of an answer that is wrong everywhere."""
    x = torch.arange(-5.0, 6.0)
    got, wanted = values.SentTensor(wrong(x)), values.SentTensor(x)

    said = describe_where_wrong(asked(x), X, got, wanted).text

    assert words in said
    assert bool(said) == bool(words)


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (lambda x: x**2, "the squares of the right numbers"),
        (lambda x: 1 - x, "1 minus the right numbers"),
        (torch.log, "the logarithms of the right numbers"),
        (lambda x: x.cumsum(0), "the cumulative sums of the right numbers"),
        (lambda x: (10 * x).round() / 10, "the right numbers, rounded"),
        (lambda x: x.mean().expand_as(x), "Each is the mean of all the right numbers"),
        (lambda x: x + x.flip(0) ** 3, ""),
    ],
)
def test_a_relation_to_the_right_numbers_is_named(relation, words):
    """Whatever the function is: squares, logarithms, running totals, digits cut off."""
    wanted = torch.tensor([0.31, 2.27, 0.84, 1.93, 0.55], dtype=torch.float64)

    said = describe_difference(relation(wanted).tolist(), wanted.tolist())

    assert words in said
    assert bool(said) == bool(words)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=9))
def test_no_relation_is_claimed_between_a_list_and_itself(numbers):
    """Whatever the numbers are, right is right."""
    assert describe_relation(numbers, numbers) in ("", "They are the right numbers, rounded.")


def test_parameters_are_read_without_running_the_module():
    """Names and plain defaults of top-level functions, keywords too."""
    source = b"raise SystemExit\ndef f(x, t=0.5, *, n: int = 3, g=len):\n    pass\n"

    assert parameters_in(source) == {
        "f": (Parameter("x"), Parameter("t", 0.5), Parameter("n", 3), Parameter("g"))
    }


def test_a_changed_question_keeps_everything_else():
    """Layout, dtype, requires_grad and .grad of the other arguments cross as they were."""
    w = torch.ones(2, requires_grad=True)
    w.grad = torch.zeros(2)
    arguments = Arguments(asked(w, 1.0, times=2), (Parameter("w"), Parameter("lr")))

    other = arguments.changed({"lr": 3.0})
    fields = values.decode(other.text, other.blob)

    assert fields["args"][1] == 3.0
    assert fields["times"] == 2
    assert fields["args"][0].requires_grad
    assert fields["args"][0].grad is not None
