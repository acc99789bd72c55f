"""Words about a check of a contract are made from twins of its hidden cases."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from helpers.courses import REPOSITORY
from helpers.judged import task

from grader.box.inside import values
from grader.box.inside.answers import drive
from grader.box.inside.frames import FrameError
from grader.course.manifest import find_course
from grader.diagnosis.twins import FailingTwins
from grader.diagnosis.visible_examples import show
from grader.engine.local import Pool
from grader.messages.message import Code, Name, Stranger
from grader.results.outcomes import Outcome
from grader.testing import CheckFailed, Contract, Tensors, normal
from grader.testing.contracts.contract import Asked, Trial, Twins
from grader.testing.failures import Question
from grader.testing.replies import read_calls

COURSE = find_course(REPOSITORY)
FLOAT64_LOST = """

_right = sigmoid
def sigmoid(z):
    return _right(z.float())
"""


HALF_A_SLOPE = """

_right = sigmoid
def sigmoid(z):
    return _right(z.detach() + (z - z.detach()) / 2)
"""
ROUNDS_BOOL = """

def sigmoid(z):
    return torch.sigmoid(z) + (z > 0).round()
"""


def told(pool: Pool, code: str) -> dict[str, tuple[Outcome, str]]:
    """What a student reads whose sigmoid is replaced by *code*, check by check."""
    files = {path.name: path.read_bytes() for path in COURSE.solutions.glob("*.py")}
    files["logistic.py"] += code.encode()
    (judged,) = pool.judge([task(0, files, ("E06",))])
    lost = [v for v in judged.verdicts if v.outcome is not Outcome.PASSED]
    return {v.name: (v.outcome, v.message.text) for v in lost}


@pytest.fixture(scope="module")
def messages(pool: Pool) -> dict[str, str]:
    """What the student of a sigmoid that loses float64 reads, check by check."""
    return {name: text for name, (_, text) in told(pool, FLOAT64_LOST).items()}


def test_a_wrong_gradient_is_shown_with_all_that_it_was_asked_with(pool):
    """Pasted, the lines leave in .grad what the message says: its start is written out."""
    (_, text) = told(pool, HALF_A_SLOPE)["test_sigmoid_gradient"]

    found = re.search(r"For example, after (z = .*?), z\.grad should be .*; it is (.+?)\.$", text)

    assert found is not None, text
    space: dict[str, object] = {}
    exec((COURSE.solutions / "logistic.py").read_text(encoding="utf-8"), space)
    exec(HALF_A_SLOPE, space)
    exec(found[1], space)
    assert show(space["z"].grad) == found[2]


def test_an_explanation_keeps_its_parts_as_values(pool):
    """What the check found, and the call, what was expected and what came, each by itself."""
    files = {path.name: path.read_bytes() for path in COURSE.solutions.glob("*.py")}
    files["logistic.py"] += HALF_A_SLOPE.encode()

    (judged,) = pool.judge([task(0, files, ("E06",))])

    (told,) = [v.message for v in judged.verdicts if v.name == "test_sigmoid_gradient"]
    example = told.example
    assert told.found.text.startswith("the gradient of sigmoid is")
    assert told.why
    assert isinstance(example.call, Code)
    assert example.call.text.startswith("z = ")
    assert (example.shows, type(example.expected)) == (Name("z.grad"), Code)
    assert isinstance(example.got, Stranger)


def test_an_operation_that_torch_does_not_have_is_no_missing_answer(pool):
    """NotImplementedError is raised by torch too; only a stub's own means "not written yet"."""
    outcomes = {outcome for outcome, _ in told(pool, ROUNDS_BOOL).values()}

    assert outcomes == {Outcome.RAISED}


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("while True: pass", Outcome.TIMED_OUT),
        ("import os; os._exit(1)", Outcome.KILLED),
        ("raise SystemExit", Outcome.RAISED),
        ("return ['x' * 300_000]", Outcome.WRONG),
    ],
)
def test_what_ends_one_call_costs_only_the_checks_of_that_call(pool, fault, outcome):
    """All calls of a contract are asked at once; without an answer each check asks its own."""
    code = f"""

_right = sigmoid
def sigmoid(z):
    if z.numel() and float(z.detach().abs().max()) > 9000:
        {fault}
    return _right(z)
"""

    found = {name: outcome for name, (outcome, _) in told(pool, code).items()}

    about_far = {"test_sigmoid_far_out", "test_sigmoid_gradient_far_out", "test_sigmoid_kind"}
    assert found["test_sigmoid_far_out"] is outcome
    assert "test_sigmoid_values" not in found
    # After two late checks the rest of an exercise is not asked.
    if outcome is not Outcome.TIMED_OUT:
        assert set(found) <= about_far | {"test_sigmoid_leaves_its_input_alone"}


def test_a_stub_is_still_to_be_written_in_every_check(pool):
    """The words of the stub, not an example of what it raises."""
    found = told(pool, "\n\ndef sigmoid(z):\n    raise NotImplementedError('later')\n")

    assert set(found.values()) == {(Outcome.UNANSWERED, "sigmoid is still to be written.")}


def test_the_call_in_a_message_runs_and_shows_the_fault(messages):
    """Pasted behind the imports, the call gives what the message says."""
    told = messages["test_sigmoid_kind"]

    call = re.search(r"For example, (sigmoid\(.*?\)) should give", told)

    assert call is not None
    space: dict[str, object] = {}
    exec((COURSE.solutions / "logistic.py").read_text(encoding="utf-8"), space)
    exec(FLOAT64_LOST, space)
    exec(f"found = {call[1]}", space)
    assert f"it gives {space['found']!s}." in told


def test_where_it_is_wrong_is_told(messages):
    """All failing twins are float64, and all others pass."""
    assert (
        "Of the cases tried, it is wrong exactly where z is float64."
        in messages["test_sigmoid_kind"]
    )


def test_only_the_checks_of_the_fault_fail(messages):
    """The base holds: plain calls are float32."""
    assert "test_sigmoid_values" not in messages


class Forging:
    """A submission that answers the hidden calls rightly, and forges what comes of the twins."""

    def __init__(self, forge: Callable[[bytes], bytes]) -> None:
        self._forge = forge

    def ask_afresh(self, question: Question) -> dict[str, Any]:
        """Answer the calls of a contract."""
        text, blob = answered(question)
        try:
            return read_calls(self._forge(text), blob, lost)
        except FrameError as error:
            raise lost(error) from None


class Honest:
    """The reference."""

    def ask(self, question: Question) -> dict[str, Any]:
        """Answer the calls of a contract."""
        return read_calls(*answered(question), lost)


def answered(question: Question) -> tuple[bytes, bytes]:
    fields = values.revive(values.decode(question.text, question.blob))
    reply = drive("calls", lambda z: -z, {"cases": fields["cases"]})
    return values.encode_each(reply["value"])


def lost(error: FrameError) -> CheckFailed:
    return CheckFailed(Outcome.KILLED, str(error))


@pytest.mark.parametrize(
    "forge",
    [
        lambda text: text.replace(b'"earlier"', b'"another"'),
        lambda text: text.replace(b'"float32"', b'"float33"'),
        lambda text: text.rpartition(b"\n")[0],
        lambda text: b"{}",
    ],
    ids=["key", "dtype", "one fewer", "no answers"],
)
def test_of_forged_twins_nothing_is_shown(forge):
    """The verdict stands without words; the judge goes on."""
    contract = Contract("work.minus", {"z": Tensors({"is near 0": normal()})})
    twins = FailingTwins(Honest(), Forging(forge))  # type: ignore[arg-type]  # they only answer

    assert twins.of(Twins(contract, Asked(Trial.check_values))) is None
