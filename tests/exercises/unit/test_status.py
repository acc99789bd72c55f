"""The status of an exercise: what the last run said, beside what its module says now."""

import pytest
from _kit.language import translator
from _kit.unit import status
from _kit.unit.manifest import load_exercises
from _kit.unit.modules import UnreadableError, fingerprint, stub
from _kit.unit.status import (
    LastRun,
    Progress,
    Status,
    find_statuses,
    load_progress,
    note_results,
    save_progress,
)
from helpers.student_kit import ROOT

UNIT = load_exercises()
SIGMOID = next(exercise for exercise in UNIT if exercise.id == "E06")
SOLVED = (ROOT / "solutions" / "logistic.py").read_bytes()
STUB = stub("logistic").encode()
# Code that Python runs and that says in its own words that it is not there yet.
PROMISED = b"def sigmoid(z):\n    raise NotImplementedError('soon')\n"


def run_of(last: Status, source: bytes) -> LastRun:
    """Return what a run of *source* would have left."""
    return LastRun(last, "It is 1/4.", fingerprint(source, SIGMOID, [SIGMOID]))


@pytest.mark.parametrize(
    ("source", "last", "now", "why"),
    [
        (STUB, None, Status.TO_DO, "It is the first one still to be written."),
        (SOLVED, None, Status.NOT_RUN, "It is written, but its tests have not been run."),
        (SOLVED, Status.DONE, Status.DONE, "All its visible tests passed."),
        (SOLVED, Status.WRONG, Status.WRONG, "Still failing in the last run: It is 1/4."),
        (SOLVED, Status.ERROR, Status.ERROR, "Still failing in the last run: It is 1/4."),
        (SOLVED, Status.STARTED, Status.STARTED, "A part of it is still to be written."),
        (SOLVED, Status.PARTLY_RUN, Status.NOT_RUN, "Only some of its tests were run."),
        (STUB, Status.NOT_STARTED, Status.TO_DO, "It is the first one still to be written."),
        (PROMISED, Status.NOT_STARTED, Status.TO_DO, "It is the first one still to be written."),
    ],
)
def test_code_that_is_as_it_was_run_has_the_status_of_that_run(monkeypatch, source, last, now, why):
    """Without a run it is to do or not run; a run that proves nothing leaves it so."""
    monkeypatch.setattr(status, "read", lambda module: source)
    results = {"E06": run_of(last, source)} if last else {}

    (found,) = find_statuses([SIGMOID], Progress(results))
    assert (found.status, translator("en")(found.why)) == (now, why)


def test_code_that_has_changed_names_the_result_before(monkeypatch):
    """What passed before may not pass now; a stub that is back is to do."""
    progress = Progress({"E06": run_of(Status.DONE, PROMISED)})
    monkeypatch.setattr(status, "read", lambda module: SOLVED)
    (changed,) = find_statuses([SIGMOID], progress)
    monkeypatch.setattr(status, "read", lambda module: STUB)
    (reset,) = find_statuses([SIGMOID], progress)

    assert changed.status == Status.CHANGED
    assert translator("en")(changed.why) == (
        "It has changed since its last run. The result then: done."
    )
    assert translator("zh")(changed.why) == "上次运行之后它改过。上次的结果：完成。"
    assert reset.status == Status.TO_DO


def test_code_that_has_changed_since_a_part_of_its_tests_was_run_says_so(monkeypatch):
    """Such a run has a result of its own."""
    monkeypatch.setattr(status, "read", lambda module: SOLVED)
    (found,) = find_statuses([SIGMOID], Progress({"E06": run_of(Status.PARTLY_RUN, STUB)}))

    assert translator("en")(found.why).endswith("The result then: partly run.")


def test_a_module_that_cannot_be_read_is_unreadable(monkeypatch):
    """The reason is that of the module, and its line is where to look."""

    def missing(module: str) -> bytes:
        raise UnreadableError(module, "{where} is not valid Python.", 7)

    monkeypatch.setattr(status, "read", missing)

    (found,) = find_statuses([SIGMOID], Progress())
    assert (found.status, found.line) == (Status.UNREADABLE, 7)
    assert translator("en")(found.why) == "logistic.py:7 is not valid Python."


def test_progress_is_read_as_it_was_written(tmp_path):
    """Results and hints survive; a folder that cannot be written is no error."""
    progress = Progress({"E06": LastRun(Status.WRONG, "A promise.", "c0de")}, {"E07": 2})

    assert save_progress(progress, tmp_path)
    assert load_progress(tmp_path) == progress
    assert not save_progress(progress, tmp_path / "missing")
    assert load_progress(tmp_path / "missing") == Progress()
    assert [path.name for path in tmp_path.iterdir()] == [".progress.json"]


def test_a_status_that_nobody_knows_makes_the_file_unreadable(tmp_path):
    """As any other content that makes no sense; it is deleted by the next run."""
    (tmp_path / ".progress.json").write_text(
        '{"schema": 1, "results": {"E06": {"status": "?", "promise": "", "code": ""}}, "hints": {}}'
    )

    assert load_progress(tmp_path) == Progress(broken=True)


def test_some_tests_that_pass_replace_no_result_of_the_same_code(tmp_path):
    """A failure does, and so does any result of other code."""
    (tmp_path / "logistic.py").write_bytes(SOLVED)

    def noted(result: Status) -> Status:
        assert note_results({"E06": (result, "")}, UNIT, tmp_path)
        return load_progress(tmp_path).results["E06"].status

    assert noted(Status.DONE) == Status.DONE
    assert noted(Status.PARTLY_RUN) == Status.DONE
    assert noted(Status.WRONG) == Status.WRONG
    (tmp_path / "logistic.py").write_bytes(PROMISED)
    assert noted(Status.PARTLY_RUN) == Status.PARTLY_RUN


def test_without_modules_nothing_is_noted(tmp_path):
    """In a notebook there are none."""
    assert note_results({"E06": (Status.DONE, "")}, UNIT, tmp_path)
    assert list(tmp_path.iterdir()) == []
