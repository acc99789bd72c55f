"""Cases follow from the kinds of parameters, and a contract judges a function by them."""

import gc
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import combinations, product
from types import SimpleNamespace
from typing import Any
from weakref import ReferenceType, ref

import pytest
import torch

from grader.box.inside import values
from grader.box.inside.answers import drive
from grader.box.inside.frames import FrameError
from grader.diagnosis.twins import describe_tags, plain_tags
from grader.errors import CourseError
from grader.testing import (
    ANY_SHAPE,
    FLAT_OR_COLUMN,
    FLOATS,
    CheckFailed,
    Contract,
    Tensors,
    Values,
    Written,
    normal,
    spoiled,
    take,
    wrong,
)
from grader.testing.contracts.cases import cases_of, cover
from grader.testing.contracts.contract import MOST_CHECKS
from grader.testing.failures import Answer, Question
from grader.testing.replies import read_calls

FAR = "is far from 0"
SCORES = Tensors({"is near 0": normal(3), FAR: take(-1e4, 1e3, -89.0)})
COUNTS = Values({"is 2": 2, "is 0": 0}, {"is negative": -1})


@pytest.mark.parametrize("strength", [2, 3])
def test_every_combination_of_options_occurs(strength):
    """Far fewer rows than the product hold every pair, or every three, of options."""
    axes = tuple(
        tuple(f"{axis}{n}" for n in range(size))
        for axis, size in zip("abcde", (6, 4, 3, 3, 2), strict=True)
    )

    rows = cover(axes, strength=strength)

    assert len(rows) < len(list(product(*axes))) / 3
    for places in combinations(range(len(axes)), strength):
        found = {tuple(row[place] for place in places) for row in rows}
        assert found == set(product(*(axes[place] for place in places)))


def test_rows_that_are_there_already_are_not_found_again():
    """What they cover is not covered a second time."""
    axes = tuple(tuple(f"{axis}{n}" for n in range(4)) for axis in "abcd")
    taken = cover(axes[:3])
    taken = tuple((*row, "d0") for row in taken)

    rows = cover(axes, taken=taken)

    found = {tuple(row[i] for i in places) for row in (*taken, *rows) for places in [(0, 1, 3)]}
    assert found == set(product(axes[0], axes[1], axes[3]))
    assert not {*taken} & {*rows}
    assert len(rows) < len(cover(axes))


def test_cases_are_the_same_every_time_and_their_twins_have_the_same_tags():
    """Nothing is random: the same kinds give the same calls; twins have other numbers."""
    cases, again = cases_of({"z": SCORES, "n": COUNTS}), cases_of({"z": SCORES, "n": COUNTS})
    twins = cases_of({"z": SCORES, "n": COUNTS}, seed=1)

    assert [case.texts for case in cases] == [case.texts for case in again]
    assert [case.tags for case in cases] == [twin.tags for twin in twins]
    assert [case.texts for case in cases] != [twin.texts for twin in twins]


def test_a_call_runs_when_it_is_pasted():
    """The text of a case makes the very arguments of the case."""
    for case in cases_of({"z": SCORES, "n": COUNTS})[::7]:
        space: dict[str, Any] = {"torch": torch, "f": lambda z, n: (z, n)}
        *lines, call = case.call("f").split("; ")
        exec("\n".join([*lines, f"found = {call}"]), space)
        z, n = space["found"]
        wanted = case.arguments()

        assert torch.equal(z, wanted["z"])
        assert (z.dtype, z.stride(), z.requires_grad) == (
            wanted["z"].dtype,
            wanted["z"].stride(),
            wanted["z"].requires_grad,
        )
        assert z.is_leaf == wanted["z"].is_leaf
        assert not z.is_leaf or (z.grad is None) == (wanted["z"].grad is None)
        assert n == wanted["n"]


def test_tags_become_tensors():
    """Shape, dtype, layout and grad are those that the tags say."""
    cases = [case for case in cases_of({"z": SCORES}) if "z.shape" in case.tags]

    assert {tuple(case.arguments()["z"].shape) for case in cases} == {
        *ANY_SHAPE.values(),
        (1001,),
    }
    assert {case.arguments()["z"].dtype for case in cases} == {torch.float32, torch.float64}
    assert any(not case.arguments()["z"].is_contiguous() for case in cases)
    leaves = [z for z in (case.arguments()["z"] for case in cases) if z.is_leaf]
    assert any(z.grad is not None for z in leaves)
    assert len(leaves) < len(cases)


def test_a_plain_call_leaves_out_what_has_a_default():
    """The default itself is asked for; other values, and all names, are given."""
    kinds = {"n": COUNTS, "up": Values({"is True": True, "is False": False}, optional=True)}

    calls = [case.call("f") for case in cases_of(kinds) if not case.refused]

    assert {"f(2)", "f(2, False)", "f(n=2, up=True)", "f(n=2, up=False)"} <= {*calls}
    # A default that an earlier call has changed is seen.
    assert max(map(calls.index, ("f(2)", "f(0)"))) > min(
        map(calls.index, ("f(2, False)", "f(0, False)"))
    )


def test_what_takes_long_is_combined_with_nothing_else():
    """1001 samples, and choices that a contract names, stand in one call each."""
    kinds = {
        "z": Tensors({"is near 0": normal()}, FLAT_OR_COLUMN),
        "n": Values({"is 2": 2, "is 0": 0}, rare={"is 3000": 3000, "is 9": 9}),
        "up": Values({"is False": False, "is True": True}),
    }

    cases = cases_of(kinds, also=[{"n.contents": "is 9", "up.contents": "is True"}])

    rare = [case for case in cases if case.tags["n.contents"] in ("is 3000", "is 9")]
    assert [case.texts["n"] for case in rare].count("3000") == 1
    assert {(case.texts["n"], case.texts["up"]) for case in rare} == {
        ("3000", "False"),
        ("9", "False"),
        ("9", "True"),
    }
    assert sum(len(case.arguments()["z"]) == 1001 for case in cases) == len(FLOATS)


def test_options_that_make_no_difference_are_not_named():
    """A vector cannot be transposed, and an empty one has no contents; no call comes twice."""
    cases = cases_of({"z": SCORES})

    for case in cases:
        z = case.arguments()["z"]
        assert (case.tags["z.layout"] == "is contiguous") == z.is_contiguous()
        assert z.numel() or case.tags["z.contents"] == "is near 0"
    assert len({(case.call("f"), case.seed) for case in cases}) == len(cases)


def test_what_is_refused_stands_in_the_middle():
    """One entry among others is spoiled, neither the first nor the last."""
    case = next(
        case
        for case in cases_of(
            {"p": Tensors({"is 1": take(1.0)}, forbidden={"holds 2": spoiled(take(1.0), 2.0)})}
        )
        if case.refused and case.tags["p.shape"] == "has shape (7,)"
    )

    assert case.arguments()["p"].tolist() == [1, 1, 1, 2, 1, 1, 1]
    assert case.refusal == "p holds 2"


# ---- Contracts ----------------------------------------------------------------

SQUARE = Contract(
    "work.square", {"z": SCORES, "n": COUNTS}, apart=(FAR,), within=(0.0, float("inf"))
)


def square(z: torch.Tensor, n: int) -> torch.Tensor:
    """Return n times the squares, for n of 0 or more."""
    if n < 0:
        raise ValueError("n is negative")
    return n * z**2


def lost(error: FrameError) -> CheckFailed:
    raise error


class Local:
    """A function of ours, asked as the box would ask it."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.replies: dict[Question, Any] = {}

    def put(self, question: Question) -> Answer:
        if question not in self.replies:
            self.replies[question] = self.reply(question)
        reply = self.replies[question]
        return Answer(reply["value"], reply, question)

    def reply(self, question: Question) -> Any:
        return read_calls(*self.bytes(question), lost)

    def bytes(self, question: Question) -> tuple[bytes, bytes]:
        fields = values.revive(values.decode(question.text, question.blob))
        reply = drive("calls", self.function, {"cases": fields["cases"]})
        return values.encode_each(reply["value"])


CHECKS: dict[str, Callable[..., None]] = {
    "values": SQUARE.values,
    "far": lambda *both: SQUARE.values(*both, FAR),
    "kind": SQUARE.kind,
    "gradients": SQUARE.gradients,
    "arguments": SQUARE.arguments,
    "refusals": SQUARE.refusals,
}


def failing(function: Callable[..., Any]) -> set[str]:
    """Return the checks of the contract that a function fails."""
    found = set()
    student, reference = Local(function), Local(square)
    for name, check in CHECKS.items():
        try:
            check(student, reference)
        except CheckFailed as error:
            failure = error
        else:
            continue
        # The hidden case is for the teacher alone.
        assert (failure.message, failure.twins is None) == ("This does not hold yet.", False)
        found.add(name)
    return found


def in_place(z: torch.Tensor, n: int) -> torch.Tensor:
    found = square(z, n)
    z.data.mul_(2)
    return found


def remembered(z: torch.Tensor, n: int, calls: list[int] = []) -> torch.Tensor:  # noqa: B006
    calls.append(n)
    return square(z, n) + 1e-3 * (len(calls) > 1 and calls[-2] == n)


def recursive(z: torch.Tensor, n: int) -> torch.Tensor:
    if z.dim() != 1 or len(z) < 2:
        return square(z, n)
    return torch.cat([square(z[:1], n), recursive(z[1:], n)])


def computed(z: torch.Tensor, n: int) -> torch.Tensor:
    return square(z if z.is_leaf else z.detach(), n)


def strided(z: torch.Tensor, n: int) -> torch.Tensor:
    return square(z.as_strided(z.shape, z.contiguous().stride()), n)


MISTAKES: dict[str, tuple[Callable[..., Any], set[str]]] = {
    "right": (square, set()),
    "another way": (lambda z, n: z.pow(2).mul(n) if n >= 0 else square(z, n), set()),
    "always float64": (lambda z, n: square(z, n).double(), {"kind"}),
    "flat": (lambda z, n: square(z, n).flatten(), {"kind"}),
    "a list": (lambda z, n: square(z, n).flatten().tolist(), {"kind", "gradients"}),
    "detached": (lambda z, n: square(z, n).detach(), {"gradients"}),
    "clamped": (lambda z, n: square(z.clamp(-50, 50), n), {"far"}),
    "refuses nothing": (lambda z, n: n * z**2, {"refusals"}),
    "in place": (in_place, {"arguments", "gradients"}),
    "renamed": (lambda scores, n: square(scores, n), {"kind"}),
    "outside": (
        lambda z, n: square(z, n) * (1 - 1e-7) - 1e-12,
        {"values", "far", "kind", "gradients"},
    ),
    "recursive": (recursive, {"kind"}),
    "computed": (computed, {"gradients"}),
    "strided": (strided, {"kind", "gradients"}),
    "kept by identity": (lru_cache(square), {"arguments"}),
    "raises": (lambda z, n: square(z, n, 1), {*CHECKS} - {"arguments"}),  # type: ignore[call-arg]
    "cube": (
        lambda z, n: square(z, n) * z,
        {"values", "far", "kind", "gradients"},
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_fails_its_own_part_of_the_contract(name):
    """Another dtype or shape is no wrong number, and a missing graph is neither."""
    function, expected = MISTAKES[name]
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000)  # As in a fresh Python: parts of torch raise it.
    try:
        assert failing(function) == expected
    finally:
        sys.setrecursionlimit(before)


def slope(w: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Return the derivative of w * x by w."""
    return x.detach().clone()


def slope_of_leaves(w: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    leaves = {id(t): t.detach().requires_grad_() for t in (w, x)}
    w, x = leaves[id(w)], leaves[id(x)]
    return torch.autograd.grad((w * x).sum(), w)[0]


def test_two_arguments_may_be_one_object():
    """An argument of the shape and dtype of another one is that one, once."""
    w, x = Tensors({"is near 0": normal()}), Tensors({"is near 0": normal()}, {}, (), "w")
    pair = Contract("work.slope", {"w": w, "x": x})

    pair.kind(Local(slope), Local(slope))
    with pytest.raises(CheckFailed):
        pair.kind(Local(slope_of_leaves), Local(slope))


def test_an_answer_for_what_the_arguments_held_before_is_told():
    """The teacher reads that they were changed in place; the student reads a twin's words."""
    with pytest.raises(CheckFailed) as failure:
        SQUARE.arguments(Local(lru_cache(square)), Local(square))

    assert failure.value.note == (
        "square does not answer for what its arguments hold: they were changed in place after "
        "another call."
    )


def test_a_value_without_plain_text_is_a_fault_of_the_course():
    """The message says which parameter holds it, and what may stand there."""
    with pytest.raises(CourseError, match=r"^The kind of x holds <object .*no plain value\. Give"):
        cases_of({"x": Values({"is odd": object()})})


def test_compiled_code_is_called_by_position():
    """A right answer such as ``exp = torch.exp`` knows its argument by another name, or none."""
    exp = Contract("work.exp", {"z": Tensors({"is near 0": normal()})})

    exp.kind(Local(torch.exp), Local(lambda z: z.exp()))


def test_a_look_that_raises_is_wrong_or_a_fault_of_the_course():
    """It is equal to nothing, neither to None nor to the same exception on the other side."""
    seen = Contract("work.tagged", {"z": SCORES}, changes={"the tag": "found.tag"})

    def tagged(_z: torch.Tensor) -> SimpleNamespace:
        return SimpleNamespace(tag=None)

    def untagged(_z: torch.Tensor) -> SimpleNamespace:
        return SimpleNamespace()

    seen.effects(Local(tagged), Local(tagged))
    with pytest.raises(CheckFailed) as found:
        seen.effects(Local(untagged), Local(tagged))
    assert found.value.reply["raised"]["type"] == "AttributeError"
    with pytest.raises(CourseError, match="after the call to the solution, the tag raises"):
        seen.effects(Local(untagged), Local(untagged))


def test_only_answers_that_passed_before_are_not_judged_again():
    """Equal bytes have passed; an answer that differs, or that failed, is judged every time."""
    seen = Contract("work.square", {"z": SCORES, "n": COUNTS})
    judged: list[bool] = []

    def is_square(answer: Answer, given: Mapping[str, Any]) -> None:
        judged.append(torch.equal(answer.value.tensor, square(**given)))
        if not judged[-1]:
            raise wrong("No square.", answer)

    seen.holds(Local(square), Local(square), is_square)
    first = len(judged)
    seen.holds(Local(square), Local(square), is_square)
    assert (len(judged), all(judged)) == (first, True)
    for _ in range(2):
        with pytest.raises(CheckFailed):
            seen.holds(Local(lambda z, n: square(z, n) + 1), Local(square), is_square)
    assert judged[first:] == [False, False]


def test_a_property_that_is_made_anew_each_time_is_not_kept_for_ever():
    """A judge runs for thousands of submissions, and a check may make a function in its body."""
    seen = Contract("work.square", {"z": SCORES, "n": COUNTS})
    one, other = Local(square), Local(square)
    made: list[ReferenceType[Any]] = []

    for _ in range(3 * MOST_CHECKS):

        def holds(_answer: Answer, _given: Mapping[str, Any]) -> None:
            pass

        made.append(ref(holds))
        seen.holds(one, other, holds)

    del holds
    gc.collect()
    assert sum(each() is not None for each in made) <= MOST_CHECKS


@pytest.mark.parametrize(
    "change",
    [
        lambda marks: marks["Ann"].sort(),
        lambda marks: marks.setdefault("Eve", []),
        lambda marks: marks.update(Bob=(2.0, "b")),
        lambda marks: marks.update(Bob=(2, "c")),
        lambda marks: marks.update(marks, Ann=marks.pop("Ann")),
    ],
)
def test_what_a_call_changes_in_a_list_or_dict_is_seen(change):
    """Numbers and texts in them are compared by type and value, and keys in their order."""
    marks = Values({"holds two": Written("{'Ann': [3, 1, 2], 'Bob': (2, 'b')}")})
    best = Contract("work.best", {"marks": marks})

    def leaves(marks: dict[str, Any]) -> int:
        return max(marks["Ann"])

    def changes(marks: dict[str, Any]) -> int:
        found = leaves(marks)
        change(marks)
        return found

    best.arguments(Local(leaves), Local(leaves))
    with pytest.raises(CheckFailed):
        best.arguments(Local(changes), Local(leaves))


def test_an_answer_too_large_to_be_sent_costs_its_own_cases_alone():
    """It is said of these calls, and the others are judged as ever."""

    def large(z: torch.Tensor, n: int) -> torch.Tensor:
        return torch.zeros(5_000_000) if n == 0 else square(z, n)

    sized = Contract(
        "work.square", {"z": SCORES, "n": Values({"is 2": 2, "is 0": 0})}, apart=[FAR, "is 0"]
    )
    sized.values(Local(large), Local(square))
    with pytest.raises(CheckFailed) as failure:
        sized.values(Local(large), Local(square), "is 0")
    assert "something too large to be an answer" in failure.value.note


def test_a_check_that_is_about_no_case_is_a_fault_of_the_course():
    """It would pass every answer: here an option stands apart under a name that no kind has."""
    sized = Contract("work.square", {"z": SCORES, "n": COUNTS}, apart=[FAR, "is huge"])

    with pytest.raises(
        CourseError, match=r'^work\.square: check_values "is huge" is about none of'
    ):
        sized.values(Local(square), Local(square), "is huge")


def test_what_is_rare_is_a_case_of_its_check_where_options_stand_apart():
    """A call that takes long is asked once, and then it is judged."""
    asked = Contract(
        "work.square",
        {"z": SCORES, "n": Values({"is 2": 2}, rare={"is 0": 0})},
        apart=[FAR, "is 0"],
        is_sparse=True,
    )

    asked.values(Local(square), Local(square))
    with pytest.raises(CheckFailed):
        asked.values(Local(lambda z, n: square(z, n or 1)), Local(square), "is 0")


@pytest.mark.parametrize(
    ("forge", "words"),
    [
        (lambda text, blob: (text.replace(b"[", b"[7,", 1), blob), "sizes"),
        (lambda text, blob: (text, blob + b"0"), "beyond the blob"),
        (lambda text, blob: (text.rpartition(b"\n")[0], blob), "sizes"),
        (lambda text, blob: (b"[" * 100_000 + text, blob), "undecodable"),
        (lambda text, blob: values.encode({"value": [text]}), "one answer to many calls"),
        (lambda text, blob: values.encode_each([{"value": 1, "earlier": []}]), "than calls"),
        (lambda text, blob: (text.replace(b'"earlier"', b'"another"'), blob), "without answers"),
        (lambda text, blob: (text.replace(b'"dict"', b'"tuple"'), blob), "not a dict"),
        (lambda text, blob: (text.replace(b'"float32"', b'"float33"'), blob), "unknown dtype"),
    ],
)
def test_forged_answers_to_calls_are_lost(forge, words):
    """They are no answers: the child that sent them is ended, and no case is blamed."""

    class Forging(Local):
        def bytes(self, question: Question) -> tuple[bytes, bytes]:
            text, blob = forge(*super().bytes(question))
            return text, blob

    with pytest.raises(FrameError, match=words):
        SQUARE.values(Forging(lambda z, n: square(z, n) + 1), Local(square))


def test_where_it_is_wrong_is_told_in_the_fewest_tags():
    """The tags that all failing cases share and no passing one has."""
    cases = [case for case in cases_of({"z": SCORES}) if not case.has_grad]
    wide = [case for case in cases if case.tags["z.dtype"] == "is float64"]
    both = [case for case in wide if case.tags["z.shape"] == "has shape (7, 1)"]

    def told(failing: list[Any]) -> str:
        return describe_tags(failing, [case for case in cases if case not in failing]).text

    start = "Of the cases tried, it is wrong exactly where z is float64"
    assert told(wide) == f"{start}."
    assert told(both) == f"{start} and where z has shape (7, 1)."
    assert told(cases[::5]) == ""
    assert not describe_tags(cases, [])
    assert not describe_tags(wide, [cases[0]], frozenset({("z", "is float64")}))


def test_that_a_call_is_plain_is_no_reason_for_a_fault():
    """A fault that plain numbers alone show is everybody's: naming them would mislead."""
    plain = plain_tags({"z": SCORES})

    options = {axis: options[0] for axis, options in SCORES.axes("z").items()}
    assert plain == {("z", option) for option in options.values()}
