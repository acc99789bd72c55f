"""Contracts of functions on numpy arrays, Decimals, Fractions and dates."""

from pathlib import Path

import pytest

from grader.box.sandbox import Walls
from grader.box.zygote import Zygote
from grader.course.manifest import find_course
from grader.errors import CourseError
from grader.intake import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.results.outcomes import Outcome
from grader.testing import Values
from grader.testing.contracts.cases import cases_of

UNIT = """schema = 1

[unit]
name = "work"
title = "Work"
version = "1.0"

[[exercise]]
id = "work"
title = "Work"
points = 9
names = ["work"]
"""

CENTER = """
import numpy as np

def work(x, weights):
    if (weights < 0).any():
        raise ValueError
    return x - np.average(x, axis=0, weights=weights)
"""
CENTERED = """
import numpy as np
from grader.testing import Arrays, N, follows_reference, normal, spoiled, take, uniform

SIZES = {"there are many": 7, "there is one": 1}

test_work = follows_reference(
    "work.work",
    "refusals",
    x=Arrays(
        {"is moderate": normal(), "holds NaN": spoiled(normal(), np.nan)},
        {"has shape (N, 3)": (N, 3), "has shape (N,)": (N,)},
        sizes=SIZES,
        rare={"is large": take(1e300, -1e300)},
    ),
    weights=Arrays(
        {"are positive": uniform(0.5, 2)},
        {"has shape (N,)": (N,)},
        forbidden={"holds a negative one": spoiled(uniform(0.5, 2), -1.0)},
        sizes=SIZES,
    ),
)
"""
ARRAYS = {
    "another way": (
        CENTER.replace(
            "x - np.average(x, axis=0, weights=weights)", "np.subtract(x, MEAN)"
        ).replace("MEAN", "np.average(x, axis=0, weights=weights)"),
        set(),
    ),
    "in float32": (
        CENTER.replace("return ", "return np.float32(1) * ")
        .replace("x - np", "(x - np")
        .replace("weights=weights)", "weights=weights)).astype('f4')"),
        {"kind"},
    ),
    "a list": (
        CENTER.replace("return x", "return (x").rstrip() + ").ravel().tolist()\n",
        {"kind"},
    ),
    "in place": (CENTER.replace("return x - ", "x -= ") + "    return x\n", {"kind", "arguments"}),
    "flat views only": (
        CENTER.replace("    return", "    flat = x.view()\n    flat.shape = (-1,)\n    return"),
        {"kind"},
    ),
    "refuses nothing": (CENTER.replace("raise ValueError", "weights = abs(weights)"), {"refusals"}),
    "another axis": (
        CENTER.replace("axis=0", "axis=-1"),
        {"values", "kind", "arguments", "refusals"},
    ),
}

PRICE = """
import datetime
from decimal import Decimal

def work(price, share, day):
    return {
        "price": price * share.numerator / share.denominator,
        "left": 1 - share,
        "due": day + datetime.timedelta(days=30),
    }
"""
PRICED = """
import datetime
from decimal import Decimal
from fractions import Fraction
from grader.testing import Values, follows_reference

test_work = follows_reference(
    "work.work",
    price=Values({"is 3.30": Decimal("3.30"), "is 0": Decimal(0)}),
    share=Values({"is 1/3": Fraction(1, 3), "is 1": Fraction(1)}),
    day=Values({"is a leap day": datetime.date(2024, 2, 29)}),
)
"""
PLAIN = {
    "another way": (PRICE.replace("1 - share", "-(share - 1)"), set()),
    "floats": (
        PRICE.replace("price * share", "float(price) * share"),
        {"values", "kind", "arguments"},
    ),
    "a day less": (PRICE.replace("days=30", "days=29"), {"values", "kind", "arguments"}),
    "another type of time": (
        PRICE.replace('"due": day', '"due": datetime.datetime(day.year, day.month, day.day)'),
        {"values", "kind", "arguments"},
    ),
}


@pytest.mark.parametrize(
    ("solution", "hidden", "answers"),
    [(CENTER, CENTERED, ARRAYS), (PRICE, PRICED, PLAIN)],
    ids=["arrays", "decimals, fractions and dates"],
)
def test_a_contract_judges_what_a_mistake_breaks(
    tmp_path: Path,
    walls: Walls,
    solution: str,
    hidden: str,
    answers: dict[str, tuple[str, set[str]]],
):
    """Values, kind, arguments and refusals, as with tensors."""
    texts = {
        "exercises/unit.toml": UNIT,
        "exercises/work.py": "",
        "solutions/work.py": solution,
        "hidden/test_work_hidden.py": hidden,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    failed: dict[str, set[str]] = {}

    def body(judge: Judge) -> None:
        judge.prove_reference()
        for name, (text, _) in answers.items():
            verdicts = judge.judge(Submission(name, {"work.py": text.encode()})).verdicts
            lost = [each.check.name for each in verdicts if each.outcome is not Outcome.PASSED]
            failed[name] = {each.removeprefix("test_work_") for each in lost}

    with Zygote(walls, ()) as zygote:
        run_session(find_course(tmp_path), zygote.spawn, body)

    assert failed == {name: lost for name, (_, lost) in answers.items()}


def test_what_is_no_plain_value_is_refused_in_one_line():
    """The parameter, what it holds, and what to give instead."""
    with pytest.raises(CourseError) as raised:
        cases_of({"model": Values({"is one": object()})})

    assert str(raised.value).startswith("The kind of model holds <object object at 0x")
    assert str(raised.value).endswith("or Objects with the Python text that makes it.")
    assert "\n" not in str(raised.value)
