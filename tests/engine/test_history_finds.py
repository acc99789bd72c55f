"""
What the test of histories finds: faults that lost marks in earlier versions, put back.

Each is today's code made to behave as it did. The number of sequences that were needed is
printed; with HISTORY_FINDS=2000 it looks further.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from helpers import history
from helpers.history import History
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from grader.course.manifest import Unit
from grader.engine import file_reads, grading, plan
from grader.engine.snapshot import judged_together
from grader.results import store, tables

SEQUENCES = int(os.environ.get("HISTORY_FINDS", "1000"))


@dataclass(frozen=True)
class Forgetful(plan.Plan):
    """A plan that says that everything is judged, lets a part be judged and keeps nothing."""

    part: tuple[str, ...] = ()

    def exercises(self, unit: Unit) -> tuple[str, ...]:
        """Return what was stale without the figures."""
        return self.part


def figures_lose_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    """With --exhibits only what is stale is judged, and of the rest nothing is kept."""
    make, read = plan.Planner.plan, grading.read_figures
    unrecorded: list[bool] = []

    def looked(*args: Any) -> Any:
        found = read(*args)
        unrecorded.append(found is None)
        return found or {}

    def planned(self: Any, known: Any, *args: Any) -> plan.Plan:
        part = make(self, known, *args)
        if not (unrecorded and unrecorded.pop()):
            return part
        whole = plan.everything(self.unit, known, "its pictures were not recorded")
        if not part.stale:
            return whole
        return Forgetful(known, whole.stale, whole.own, part.exercises(self.unit))

    monkeypatch.setattr(plan.Planner, "plan", planned)
    monkeypatch.setattr(grading, "read_figures", looked)


def the_table_is_of_this_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """scores.csv has a row for whoever was graded now and for nobody else."""

    def write(self: Any) -> None:
        about = ["student", "status", "score", "max_score"]
        header = [*about, *self._exercises, *tables._HOW, *tables._READ]
        with tables.Table(self._folder / tables.SCORES, header) as table:
            for _, row in sorted(self._rows.items()):
                table.add(row)

    monkeypatch.setattr(tables.ScoreTable, "write", write)


def who_is_gone_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The result of a submission that was renamed or removed is left where it is."""
    monkeypatch.setattr(store.ResultStore, "set_aside", lambda self, present: [])


def torch_is_compared_with_its_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    """The metadata of the package do not name the build of torch: nothing is up to date."""
    monkeypatch.setattr(history, "torch_here", lambda: history.TORCH.partition("+")[0])


def the_order_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked before or after is not compared, and modules are judged alone."""

    def alone(snapshot: Any) -> dict[str, Sequence[str]]:
        return dict.fromkeys(judged_together(snapshot), ())

    monkeypatch.setattr(plan, "judged_together", alone)


def what_was_read_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module is kept whatever became of the neighbours that it reads."""
    monkeypatch.setattr(file_reads, "reached_files", lambda files: {name: {name} for name in files})


FAULTS = (
    figures_lose_verdicts,
    the_table_is_of_this_run,
    who_is_gone_stays,
    torch_is_compared_with_its_metadata,
    the_order_does_not_count,
    what_was_read_is_forgotten,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_test_of_histories_finds(fault, monkeypatch, capsys):
    """Within so many sequences as it runs in a long run."""
    count = 0

    class Counting(History):
        def __init__(self) -> None:
            nonlocal count
            count += 1
            super().__init__()

    fault(monkeypatch)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            Counting,
            settings=settings(
                max_examples=SEQUENCES,
                stateful_step_count=25,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
    with capsys.disabled():
        print(f" found in {count} sequences", end="")
