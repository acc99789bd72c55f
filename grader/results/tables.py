"""Tables beside the results, written row by row: memory does not grow with the class."""

import contextlib
import csv
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from grader.course.manifest import DECIMALS, Unit
from grader.files import NEW_MODE, replacing
from grader.intake.submission import file_stem

from .ledger import Ledger, final_lines
from .overrides import override_text
from .records import Result, UnitId
from .spreadsheet import cell
from .store import Unreadable, read_result, writing

SCORES = "scores.csv"
COSTS = "costs.csv"
#: How a score came about.
_READ = ("notes", "to_look_at", "files")
_HOW = ("graded", "bonus", "late", "handed_in", "attempt", "by_hand")


class Table:
    """
    A CSV file that takes its name only when it is whole.

    Used as a context manager; one that ends by an error leaves the earlier file.

    Args:
        path: The file.
        header: Names of the columns.

    Raises:
        ResultsError: If it cannot be written.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._path = path
        self._header = header
        self._file: io.TextIOWrapper | None = None
        self._replacing = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with writing(self._path):
            whole = self._replacing.enter_context(replacing(self._path))
        self._file = io.TextIOWrapper(whole, encoding="utf-8", newline="", write_through=True)
        try:
            self.add(self._header)
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._file is not None
        with writing(self._path):
            self._file.detach()
            try:
                self._replacing.__exit__(kind, error, trace)
            except OSError as failure:
                if failure is not error:
                    raise

    def add(self, row: Sequence[str]) -> None:
        """Write one row."""
        assert self._file is not None
        with writing(self._path):
            _writer(self._file).writerow([cell(text) for text in row])


class ScoreTable:
    """
    ``scores.csv``: a row for every result in a folder, in the order of their files.

    A file that is not a result of the unit has a row too, so that nobody is missing. Whoever
    is graded in this run is put in as it comes; the others are read when the table is written.

    Args:
        folder: The results folder.
        unit: Gives a column for each exercise.
        ledger: What people decided, and the terms; the columns from ``graded`` on say how the
            score came about.
    """

    def __init__(self, folder: Path, unit: Unit, ledger: Ledger | None = None) -> None:
        self._folder = folder
        self._exercises = [exercise.id for exercise in unit.all_exercises]
        self._worth = points(unit.points)
        self._unit = UnitId(unit.name, unit.version)
        self._ledger = ledger or Ledger()
        self._rows: dict[str, list[str]] = {}

    def put(self, result: Result) -> None:
        """Take a result, with the points that count."""
        self._rows[file_stem(result.student)] = self._row(result)

    def write(self) -> None:
        """Write the table, whole or not at all."""
        header = ["student", "status", "score", "max_score", *self._exercises, *_HOW, *_READ]
        with Table(self._folder / SCORES, header) as table:
            for path in sorted(self._folder.glob("*.json")):
                table.add(self._rows.get(path.stem) or self._read(path))

    def _read(self, path: Path) -> list[str]:
        found = read_result(path)
        if isinstance(found, Unreadable):
            return self._blank(path.stem, found.why.text)
        if found.unit != self._unit:
            why = f"of {found.unit}, not of {self._unit}. Grade that student again."
            return self._blank(found.student, why)
        return self._row(self._ledger.counted(self._folder, found))

    def _blank(self, student: str, why: str) -> list[str]:
        return [
            student,
            f"open: {why}",
            "",
            self._worth,
            *[""] * len([*self._exercises, *_HOW, *_READ]),
        ]

    def _row(self, result: Result) -> list[str]:
        final = result.final
        assert final is not None, "the ledger lays over the points that count"
        scores = {exercise.id: exercise.score for exercise in result.exercises}
        row = [result.student, result.status, points(result.points), points(result.max_score)]
        row += [points(scores.get(name)) for name in self._exercises]
        late = final.hand_in
        row += [points(final.graded), points(final.bonus or None), points(final.late or None)]
        row += [late.at, f"{late.attempt}/{late.attempts}" if late.attempts > 1 else ""]
        how = [*(override_text(exercise) for exercise in result.by_hand), *final_lines(result)]
        notes = " ".join(map(str, result.all_notes))
        look_at = " ".join(each.id for each in self._ledger.overrides.to_look_at(result))
        return [*row, " ".join(how), notes, look_at, "; ".join(result.account.lines())]


def add_cost(folder: Path, student: str, wall_s: float, cpu_s: float) -> None:
    """Append what grading *student* cost to ``costs.csv``; the last row of a student counts."""
    path = folder / COSTS
    with writing(path):
        if path.is_symlink():  # as everywhere here: what is written takes its place
            path.unlink()
        with open(path, "a", encoding="utf-8", newline="", opener=_open_no_link) as file:
            _writer(file).writerow([cell(student), f"{wall_s:.3f}", f"{cpu_s:.3f}"])


def _open_no_link(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, NEW_MODE)


def points(value: float | None) -> str:
    """Return a score as a table shows it; "" while it is open."""
    return "" if value is None else f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")


# The type is private to the library.
def _writer(file: IO[str]):  # type: ignore[no-untyped-def]
    return csv.writer(file, lineterminator="\n")
