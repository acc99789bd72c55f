"""Unusual but honest submissions: right code keeps its points, each lost point is explained."""

import shutil
import tomllib
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY
from helpers.judged import task

from grader.course.manifest import Course
from grader.engine.local import Pool
from grader.intake import Submission, read_submissions, wanted_of
from grader.results.outcomes import Outcome
from grader.results.records import Verdict

FOLDER = REPOSITORY / "tests" / "corpus" / "innocent"
INNOCENT = sorted(path.parent for path in FOLDER.glob("*/innocent.toml"))


def facts_of(folder: Path) -> dict[str, object]:
    """Return what the submission in *folder* may lose, and in which words."""
    return tomllib.loads((folder / "innocent.toml").read_text(encoding="utf-8"))


def hand_in(folder: Path, to: Path) -> None:
    """Copy the files of a submission; a patch is appended to the module's solution."""
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("innocent.toml", "*.patch.py"))
    for patch in folder.glob("*.patch.py"):
        name = patch.name.replace(".patch", "")
        solution = (REPOSITORY / "solutions" / name).read_bytes()
        (to / name).write_bytes(solution + patch.read_bytes())


@pytest.fixture(scope="module")
def read(course: Course, tmp_path_factory) -> dict[str, Submission]:
    """Every submission as it is read from a folder of a class."""
    top = tmp_path_factory.mktemp("innocent")
    for folder in INNOCENT:
        hand_in(folder, top / folder.name)
    found = list(read_submissions(top, wanted=wanted_of(course)))
    assert all(isinstance(one, Submission) for one in found)
    return {one.student: one for one in found}


@pytest.fixture(scope="module")
def judged(read, pool: Pool) -> dict[str, dict[str, list[Verdict]]]:
    """The verdicts on every submission by exercise, judged in the real box."""
    tasks = [
        task(number, read[folder.name].files, tuple(facts_of(folder)["exercises"]))
        for number, folder in enumerate(INNOCENT)
    ]
    found: dict[str, dict[str, list[Verdict]]] = {}
    for one in pool.judge(tasks):
        exercise_of = {check.name: check.exercise for check in pool.checks}
        by_exercise = found.setdefault(INNOCENT[one.number].name, {})
        for verdict in one.verdicts:
            by_exercise.setdefault(exercise_of[verdict.name], []).append(verdict)
    return found


@pytest.mark.parametrize("folder", INNOCENT, ids=lambda folder: folder.name)
def test_innocent_code_keeps_its_points_and_each_loss_is_explained(folder, read, judged):
    """A right exercise earns everything; a lost one has the message that innocent.toml names."""
    facts = facts_of(folder)
    lost = facts.get("lost", {})

    assert judged[folder.name].keys() == set(facts["exercises"])
    for exercise, verdicts in judged[folder.name].items():
        failed = [verdict for verdict in verdicts if verdict.outcome is not Outcome.PASSED]
        if exercise not in lost:
            assert failed == []
            continue
        assert failed
        assert all(verdict.message for verdict in failed)
        assert any(lost[exercise] in verdict.message.text for verdict in failed), failed[0]
    for words in facts.get("notes", ()):
        assert any(words in note.text for note in read[folder.name].notes), read[folder.name].notes
