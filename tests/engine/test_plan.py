"""The plan: what a change touches runs again, everything else is kept."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.regrading import (
    BOX,
    DOUBLE,
    HIDDEN,
    INTEGERS,
    NOTHING,
    TOTAL,
    asked_after,
    edit,
    rows_of,
    run,
    work_of,
)

from grader.results.store import ResultStore, read_result


def test_nothing_changed_runs_nothing(root, tmp_path):
    """And writes nothing."""
    run(root, tmp_path / "results", [work_of("alice")])
    before = (tmp_path / "results" / "alice.json").stat().st_mtime_ns

    asked, results = run(root, tmp_path / "results", [work_of("alice")], regrade=True)

    assert asked == []
    assert not results["alice"][1]
    assert (tmp_path / "results" / "alice.json").stat().st_mtime_ns == before
    assert rows_of(tmp_path / "results") == []


def test_one_changed_hidden_test_is_all_that_runs(root, tmp_path):
    """The base of its exercise passed, so it is not asked again."""
    changed = (HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)")

    assert asked_after(root, tmp_path, changed) == [NOTHING]
    assert rows_of(tmp_path / "results") == [
        ["alice", "T2", "4", "4", f"hidden test {NOTHING} changed"]
    ]


def test_a_changed_base_takes_the_gated_checks_of_its_exercise_along(root, tmp_path):
    """They count only once it passes."""
    changed = (HIDDEN, "block()", "block() + 1")

    assert asked_after(root, tmp_path, changed) == [DOUBLE, INTEGERS]


def test_a_gated_check_whose_base_failed_is_judged_together_with_it(root, tmp_path):
    """Alone it would not know that the gate is closed."""
    changed = (HIDDEN, "torch.arange(6)\n", "torch.arange(7)\n")

    assert asked_after(root, tmp_path, changed, outcomes={DOUBLE: "WRONG"}) == [DOUBLE, INTEGERS]


def test_a_late_answer_makes_the_whole_exercise_run(root, tmp_path):
    """After two late answers the rest of an exercise is not asked, so its checks hang together."""
    changed = (HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)")

    assert asked_after(root, tmp_path, changed, outcomes={TOTAL: "TIMED_OUT"}) == [TOTAL, NOTHING]


@pytest.mark.parametrize(
    ("file", "old", "new", "names", "why"),
    [
        ("hidden/inputs.py", "6.0", "7.0", [DOUBLE, INTEGERS], "uses of inputs.py changed"),
        ("hidden/inputs.py", "return 1", "return 2", [], ""),
        (HIDDEN, "    x = torch.zeros(0)\n", "    # nothing\n    x = torch.zeros(0)\n", [], ""),
        (HIDDEN, "x + 2", "x + 3", [DOUBLE, INTEGERS, TOTAL, NOTHING], "changed"),
        ("solutions/shapes.py", "x * 2", "2 * x", [DOUBLE, INTEGERS, TOTAL, NOTHING], "solutions"),
        ("exercises/unit.toml", "limit_s = 2", "limit_s = 3", [DOUBLE, INTEGERS], "limits of T1"),
        ("exercises/unit.toml", "What is twice 3?", "Twice 4?", [], ""),
    ],
)
def test_what_depends_on_a_change_runs_and_nothing_else(root, tmp_path, file, old, new, names, why):
    """Helpers, neighbours, known mistakes, solutions and limits reach their users."""
    assert asked_after(root, tmp_path, (file, old, new)) == names
    assert all(why in row[4] for row in rows_of(tmp_path / "results"))
    assert bool(rows_of(tmp_path / "results")) == bool(names)


def test_changed_points_are_added_up_again_without_running_anything(root, tmp_path):
    """A passed check is worth what it is worth now."""
    changed = (HIDDEN, '"T2", points=3', '"T2", points=5')

    assert asked_after(root, tmp_path, changed) == []
    result = read_result(tmp_path / "results" / "alice.json")
    assert result is not None
    assert result.score == 12.0
    assert rows_of(tmp_path / "results") == [["alice", "T2", "4", "6", "points of T2 changed"]]


def test_new_and_gone_tests_are_told(root, tmp_path):
    """A renamed test is one of each."""
    changed = (HIDDEN, f"def {NOTHING}", "def test_total_of_an_empty_tensor")

    assert asked_after(root, tmp_path, changed) == ["test_total_of_an_empty_tensor"]
    (row,) = rows_of(tmp_path / "results")
    assert f"hidden test {NOTHING} is gone" in row[4]
    assert "hidden test test_total_of_an_empty_tensor is new" in row[4]


def test_tests_that_are_not_known_any_more_are_run_throughout(root, tmp_path):
    """Without the record of the earlier tests nothing is guessed."""
    run(root, tmp_path / "results", [work_of("alice")])
    shutil.rmtree(tmp_path / "results" / ".tests")
    edit(root, HIDDEN, "torch.zeros(0)", "torch.zeros(0, 2)")

    asked, _ = run(root, tmp_path / "results", [work_of("alice")])

    assert asked == [("alice", (DOUBLE, INTEGERS, TOTAL, NOTHING))]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"box": {**BOX, "torch": "2.0.0"}}, "torch 2.0.0"),
        ({"box": {**BOX, "strength": "inner layers only"}}, "weaker box"),
        ({"unit": {"name": "other", "version": "1"}}, "another unit"),
    ],
)
def test_verdicts_of_another_torch_box_or_unit_are_not_kept(root, tmp_path, change, words):
    """Everything runs again, and the table says why."""
    store = ResultStore(tmp_path / "results")
    _, results = run(root, store.folder, [work_of("alice")])
    store.write(replace(results["alice"][0], **change))

    asked, _ = run(root, store.folder, [work_of("alice")], regrade=True)

    assert [len(names) for _, names in asked] == [4]
    assert all(words in row[4] for row in rows_of(store.folder))


def test_what_was_not_judged_is_judged_again_and_told(root, tmp_path):
    """An open score is blank in the table; it stands first where it is open now."""
    run(root, tmp_path / "results", [work_of("alice")], {DOUBLE: "NOT_JUDGED"})

    asked, _ = run(root, tmp_path / "results", [work_of("alice")], regrade=True)

    assert len(asked) == 1
    assert ["alice", "T1", "", "6", "not judged before"] in rows_of(tmp_path / "results")


def two_modules(root: Path) -> None:
    """Give T2 a module of its own."""
    text = (root / "solutions" / "shapes.py").read_text()
    start = text.index("def total")
    (root / "solutions" / "sums.py").write_text("from torch import Tensor\n\n\n" + text[start:])
    edit(root, "exercises/unit.toml", 'id = "T2"\nmodule = "shapes"', 'id = "T2"\nmodule = "sums"')
    hidden = root / HIDDEN
    hidden.write_text(hidden.read_text().replace("shapes.total", "sums.total"))


@pytest.mark.parametrize(
    ("sums", "files", "names", "why"),
    [
        ("1", {"sums": "2"}, [TOTAL, NOTHING], "the student's sums.py changed"),
        ("import shapes", {"shapes": "3"}, [DOUBLE, INTEGERS, TOTAL, NOTHING], "shapes.py"),
        ("open('x')", {"shapes": "3"}, [DOUBLE, INTEGERS, TOTAL, NOTHING], "shapes.py"),
        ("1", {"shapes": "3"}, [DOUBLE, INTEGERS], "shapes.py"),
        ("1", {"helper": "3"}, [DOUBLE, INTEGERS, TOTAL, NOTHING], "helper.py"),
    ],
)
def test_a_changed_module_runs_its_own_checks_and_those_of_its_readers(
    root, tmp_path, sums, files, names, why
):
    """A module may import a neighbour or read its file; another file could mean anything."""
    two_modules(root)
    folder = tmp_path / "results"
    run(root, folder, [work_of("alice", sums=sums)])

    asked, _ = run(root, folder, [work_of("alice", **{"sums": sums} | files)], regrade=True)

    assert [name for _, found in asked for name in found] == names
    assert all(why in row[4] for row in rows_of(folder))
