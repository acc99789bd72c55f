"""Snapshots: every check of a course, and what its verdict depends on."""

import shutil
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY, TOY
from helpers.regrading import DOUBLE, INTEGERS, NOTHING, TOTAL

from grader.course.manifest import find_course
from grader.engine import snapshot
from grader.engine.snapshot import SnapshotStore, changed_parts, take_snapshot


@pytest.mark.parametrize(
    "file",
    [
        "judging/plugin.py",
        "testing/compare.py",
        "diagnosis/explain.py",
        "box/inside/values.py",
        "results/outcomes.py",
    ],
)
def test_the_grader_digest_covers_what_decides_a_verdict(file, tmp_path, monkeypatch):
    """A change of the code that asks, compares or explains makes every verdict stale."""
    shutil.copytree(snapshot.GRADER, tmp_path / "grader")
    monkeypatch.setattr(snapshot, "GRADER", tmp_path / "grader")
    before = snapshot.grader_digest.__wrapped__()

    (tmp_path / "grader" / file).write_text("changed = True\n")

    assert snapshot.grader_digest.__wrapped__() != before


@pytest.fixture
def unit(tmp_path) -> Path:
    """A copy of the course of this repository."""
    for folder in ("exercises", "solutions", "grader/hidden"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    return tmp_path


@pytest.mark.parametrize("mistakes", ["E06_sigmoid", "E01_graph_gradients", "E16_accuracy"])
def test_changed_mistakes_make_the_checks_of_their_exercise_stale(unit, mistakes):
    """All of them, for their messages may differ; and no check of another exercise."""
    course = find_course(unit)
    before = take_snapshot(course, "").checks
    with (course.hidden / "mistakes" / f"{mistakes}.py").open("a") as file:
        file.write("print('changed')\n")

    after = take_snapshot(course, "").checks

    stale = {name for name in before if changed_parts(before[name], after[name])}
    exercise = mistakes.partition("_")[0]
    assert stale == {name for name in before if before[name].check.exercise == exercise}


def test_python_in_a_folder_that_is_no_package_is_data(root):
    """Like other data it may be read by any check, so a change makes every check stale."""
    (root / "hidden" / "samples").mkdir()
    (root / "hidden" / "samples" / "broken.py").write_text("def (")
    before = take_snapshot(find_course(root), "").checks
    (root / "hidden" / "samples" / "broken.py").write_text("def [")

    after = take_snapshot(find_course(root), "").checks

    assert list(before) == [DOUBLE, INTEGERS, TOTAL, NOTHING]
    assert {part for name in before for part in changed_parts(before[name], after[name])} == {
        "the data of the hidden tests"
    }


@pytest.mark.parametrize("place", [REPOSITORY, TOY])
def test_a_snapshot_names_the_checks_that_pytest_collects(place, pool, toy_pool):
    """In the very order of the course, so that kept and new verdicts make one result."""
    course = find_course(place)
    judges = pool if place == REPOSITORY else toy_pool
    ready = judges.prepare()

    facts = take_snapshot(course, "").checks

    assert [found.check for found in facts.values()] == list(ready.checks)
    assert list(facts) == [check.name for check in ready.checks]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"asks": [', '"asks": 7, "other": ['),
        ('"parts": {', '"parts": [], "other": {'),
        ('"points": ', '"points": "many", "other": '),
        ('"checks": {', '"checks": 0, "other": {'),
        ('"digest": ', '"digest": 1, "other": '),
        ("{", "["),
    ],
)
def test_a_snapshot_that_was_damaged_is_none(root, tmp_path, old, new):
    """Every field has its type; what is not known is compared with nothing."""
    store = SnapshotStore(tmp_path / "results")
    (tmp_path / "results").mkdir()
    snapshot = take_snapshot(find_course(root), "digest")
    store.keep(snapshot)
    assert SnapshotStore(tmp_path / "results").get("digest") == snapshot
    (path,) = (tmp_path / "results" / ".tests").iterdir()

    path.write_text(path.read_text().replace(old, new, 1))

    assert SnapshotStore(tmp_path / "results").get("digest").checks == {}
