"""The watch over judges: whatever stalls one costs what stalled, and nobody gets an open score."""

import shutil
from dataclasses import replace

import pytest
from helpers.courses import TOY
from helpers.judged import earned, task

from grader.engine.local import Pool
from grader.engine.worker import Ready, WorkerConfig
from grader.judging.verdicts import STALLED
from grader.results.outcomes import Outcome

RIGHT = (TOY / "solutions" / "shapes.py").read_text()
#: Right, but the sum is this number where one of the two checks of T2 looks.
ODD = RIGHT.replace("x.sum().item()", "x.sum().item() if x.numel() else 666.0")
HEAD = "    x = torch.zeros(0)\n"
SPIN = "while True:\n            pass"
FILL = "kept = []\n        while True:\n            kept.append(bytearray(1 << 24))"
SLEEP = "time.sleep(60)"


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Let a stage take a second and not a quarter of a minute."""
    monkeypatch.setattr("grader.engine.watch.STAGE_CPU_S", 1.0)


def course_that(tmp_path, does, where=HEAD):
    """Return the toy course with a comparison that *does* something when it meets 666."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    hidden = root / "hidden" / "test_shapes_hidden.py"
    text = hidden.read_text().replace("import torch\n", "import time\n\nimport torch\n", 1)
    trap = f"{where}    if float(student.shapes.total(x)) == 666.0:\n        {does}\n"
    assert where in text
    hidden.write_text(text.replace(where, trap))
    return root


@pytest.mark.parametrize("does", [SPIN, FILL], ids=["processor time", "memory"])
def test_a_comparison_that_stalls_is_wrong_and_costs_nothing_else(tmp_path, does):
    """The judge is ended, another one judges the rest, and the next student waits for nobody."""
    with Pool(WorkerConfig(course_that(tmp_path, does)), jobs=1) as pool:
        judged = pool.judge([task(1, {"shapes.py": ODD}), task(2, {"shapes.py": RIGHT})])
        odd, right = sorted(judged, key=lambda each: each.number)

    found = {verdict.name: verdict for verdict in odd.verdicts}
    last = found.pop("test_total_of_nothing_is_zero")
    assert (last.outcome, last.note) == (Outcome.WRONG, STALLED)
    assert last.message.text.startswith("The answer was too much to compare")
    assert {verdict.outcome for verdict in found.values()} == {Outcome.PASSED}
    assert earned(right, pool.checks) == 10.0


def test_memory_that_others_have_filled_costs_nobody_a_check(tmp_path):
    """A judge that is full for another reason is replaced, and the same check is run again."""
    fill_once = (
        "flag = pathlib.Path(__file__).with_name('flag')\n"
        "        if not flag.exists():\n"
        "            flag.touch()\n"
        "            kept = [bytearray(1 << 24) for _ in iter(int, 1)]"
    )
    root = course_that(tmp_path, fill_once)
    hidden = root / "hidden" / "test_shapes_hidden.py"
    hidden.write_text(
        hidden.read_text().replace("import time\n", "import pathlib\nimport time\n", 1)
    )

    with Pool(WorkerConfig(root), jobs=1) as pool:
        (judged,) = pool.judge([task(1, {"shapes.py": ODD})])

    last = judged.verdicts[-1]
    assert last.name == "test_total_of_nothing_is_zero"
    assert (last.outcome, last.note == STALLED) == (Outcome.WRONG, False)


def test_a_second_stall_costs_its_exercise(tmp_path):
    """Every stall costs a new judge, so nobody may stall one for each check of a course."""
    where = "    x = torch.arange(6.0).reshape(2, 3)\n"
    always = RIGHT.replace("x.sum().item()", "666.0")

    root = course_that(tmp_path, SPIN, where)
    hidden = root / "hidden" / "test_shapes_hidden.py"
    hidden.write_text(hidden.read_text().replace(", gated=True", ""))

    with Pool(WorkerConfig(root), jobs=1) as pool:
        (judged,) = pool.judge([task(1, {"shapes.py": always})])

    stalled = {verdict.name for verdict in judged.verdicts if verdict.note == STALLED}
    assert stalled == {
        "test_double_doubles",
        "test_total_adds_up",
        "test_total_of_nothing_is_zero",
    }


def test_words_that_stall_are_left_out(tmp_path):
    """The outcome stands; why no words were looked for stands in the note."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    hidden = root / "hidden" / "test_shapes_hidden.py"
    example = 'lambda student: student.call("shapes.double", torch.tensor([1.0, 2.0]))'
    spin = "lambda student: [None for _ in iter(int, 1)]"
    assert example in hidden.read_text()
    hidden.write_text(hidden.read_text().replace(example, spin))
    wrong = RIGHT.replace("x * 2", "x * 3")

    with Pool(WorkerConfig(root), jobs=1) as pool:
        (judged,) = pool.judge([task(1, {"shapes.py": wrong})])

    outcomes = [verdict.outcome for verdict in judged.verdicts]
    assert outcomes == [Outcome.WRONG, Outcome.WRONG, Outcome.PASSED, Outcome.PASSED]
    assert "No cause is named here" in judged.verdicts[0].note


def test_a_judge_that_is_silent_without_work_is_tried_again_and_then_nobody_knows(tmp_path):
    """It may be the machine: three such ends leave the score open, as three deaths do."""
    with _ImpatientPool(WorkerConfig(course_that(tmp_path, SLEEP)), jobs=1) as pool:
        (judged,) = pool.judge([task(1, {"shapes.py": ODD})])

    assert judged.verdicts == ()


class _ImpatientPool(Pool):
    """A pool whose judges may be silent for a second once they are warm."""

    def _receive(self, slot):
        message = super()._receive(slot)
        return replace(message, silent_s=1.0) if isinstance(message, Ready) else message
