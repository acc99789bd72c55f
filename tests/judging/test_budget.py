"""The budget of a submission: what its answers may take together, whatever each of them takes."""

import shutil

import pytest
from helpers.courses import TOY
from helpers.judged import earned, task

from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.results.outcomes import Outcome

RIGHT = (TOY / "solutions" / "shapes.py").read_text()
SPENT = "Not asked: all answers together took more than 1.5 s, were too many or too large."


@pytest.fixture(scope="module")
def pool(tmp_path_factory):
    """A judge of the toy course whose submissions have a second and a half."""
    root = tmp_path_factory.mktemp("budget") / "course"
    shutil.copytree(TOY, root)
    manifest = root / "exercises" / "unit.toml"
    manifest.write_text(
        manifest.read_text().replace("points = 10\n", "points = 10\nbudget_s = 1.5\n")
    )
    with Pool(WorkerConfig(root), jobs=1) as found:
        yield found


def verdicts(pool, double):
    """Judge a submission whose function ``double`` does something else first."""
    code = "import time\n" + RIGHT.replace("    return x * 2", f"    {double}\n    return x * 2")
    (judged,) = pool.judge([task(1, {"shapes.py": code})])
    return judged


BUSY = "end = time.process_time() + {s}\n    while time.process_time() < end:\n        pass"


@pytest.mark.parametrize("way", [BUSY, "time.sleep({s})"], ids=["busy", "asleep"])
def test_answers_below_their_limit_use_up_the_budget_together(pool, way):
    """Each call takes less than the 2 s of its exercise, both together more than they may."""
    judged = verdicts(pool, way.format(s=1.2))

    assert [(v.outcome, v.message.text) for v in judged.verdicts] == [
        (Outcome.PASSED, ""),
        (Outcome.PASSED, ""),
        (Outcome.TIMED_OUT, SPENT),
        (Outcome.TIMED_OUT, SPENT),
    ]
    assert judged.is_heavy


def test_a_late_call_costs_its_own_limit_and_no_budget(pool):
    """An endless loop in one exercise takes nothing from the next."""
    judged = verdicts(pool, "time.sleep(60)")

    outcomes = [v.outcome for v in judged.verdicts]
    assert outcomes == [Outcome.TIMED_OUT, Outcome.TIMED_OUT, Outcome.PASSED, Outcome.PASSED]
    assert not judged.is_heavy


def test_a_child_that_dies_is_charged(pool):
    """Whoever ends the process in every call does not get the time for nothing."""
    judged = verdicts(pool, BUSY.format(s=1.7) + "\n    import os; os._exit(0)")

    outcomes = [v.outcome for v in judged.verdicts]
    assert outcomes[0] is Outcome.KILLED
    assert outcomes[2:] == [Outcome.TIMED_OUT, Outcome.TIMED_OUT]


def test_a_part_that_used_half_of_the_budget_is_judged_with_the_rest(pool):
    """Beside the other exercises it might have run out, so the result is that of a whole run."""
    code = "import time\n" + RIGHT.replace(
        "    return x * 2", "    time.sleep(1)\n    return x * 2"
    )
    (part,) = pool.judge([task(1, {"shapes.py": code}, ("T1",))])
    (light,) = pool.judge([task(2, {"shapes.py": RIGHT}, ("T1",))])

    assert len(part.verdicts) == 4
    assert part.is_heavy
    assert len(light.verdicts) == 2
    assert earned(light, pool.checks) == 6.0


def test_answers_without_end_use_up_the_budget_although_each_costs_nothing(tmp_path):
    """A sequence that never ends, asked item by item: a judge reads each answer."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    manifest = root / "exercises" / "unit.toml"
    manifest.write_text(
        manifest.read_text().replace("points = 10\n", "points = 10\nbudget_s = 1.5\n")
    )
    check = (
        '\n\n@pytest.mark.check("{exercise}", points=1, base=True)\ndef test_{name}(student):\n'
        '    """Its items are 1 and 2."""\n    assert list(student.shapes.{name}(0)) == [1, 2]\n'
    )
    (root / "hidden" / "test_shapes_hidden.py").write_text(
        "import pytest\n"
        + check.format(exercise="T1", name="double")
        + check.format(exercise="T2", name="total")
    )
    right = "def double(x):\n    return [1, 2]\n\n\ndef total(x):\n    return [1, 2]\n"
    (root / "solutions" / "shapes.py").write_text(right)
    endless = (
        "class Endless:\n    def __getitem__(self, index):\n        return 1\n\n\n"
        + right.replace("[1, 2]", "Endless()")
    )

    with Pool(WorkerConfig(root), jobs=1) as found:
        (judged,) = found.judge([task(1, {"shapes.py": endless})])

    assert [(v.outcome, v.message.text) for v in judged.verdicts] == [
        (Outcome.TIMED_OUT, SPENT),
        (Outcome.TIMED_OUT, SPENT),
    ]
