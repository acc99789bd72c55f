"""Tables beside the results: a row is written as it comes, so that no class is ever in memory."""

import contextlib
import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from grader.course.manifest import Unit
from grader.files import replacing

from .overrides import Overrides
from .spreadsheet import cell
from .store import Result, override_text, status, unwritable

SCORES = "scores.csv"
COSTS = "costs.csv"


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
        try:
            whole = self._replacing.enter_context(replacing(self._path))
        except OSError as error:
            raise unwritable(self._path, error) from None
        self._file = io.TextIOWrapper(whole, encoding="utf-8", newline="", write_through=True)
        self.add(self._header)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._file is not None
        try:
            self._file.detach()
            self._replacing.__exit__(kind, error, trace)
        except OSError as failure:
            if failure is not error:
                raise unwritable(self._path, failure) from None

    def add(self, row: Sequence[str]) -> None:
        """Write one row."""
        assert self._file is not None
        try:
            _writer(self._file).writerow([cell(text) for text in row])
        except OSError as error:
            raise unwritable(self._path, error) from None


class ScoreTable(Table):
    """
    ``scores.csv``: a row a student, in the order in which they were taken up.

    Args:
        folder: The results folder.
        unit: Gives a column for each exercise.
        overrides: What people decided; the column ``by_hand`` names it.
    """

    def __init__(self, folder: Path, unit: Unit, overrides: Overrides | None = None) -> None:
        self._exercises = [exercise.id for exercise in unit.exercises]
        self._overrides = overrides or Overrides({})
        header = ["student", "status", "score", "max_score", *self._exercises, "by_hand", "notes"]
        super().__init__(folder / SCORES, header)
        self._next = 0
        self._early: dict[int, list[str]] = {}

    def put(self, number: int, result: Result) -> None:
        """Take the result of the student who was taken up as the *number*-th, in any order."""
        self._early[number] = self._row(result)
        while self._next in self._early:
            self.add(self._early.pop(self._next))
            self._next += 1

    def _row(self, result: Result) -> list[str]:
        result = self._overrides.lay_over(result)
        scores = {exercise["id"]: exercise["score"] for exercise in result.exercises}
        row = [result.student, status(result), points(result.score), points(result.max_score)]
        row += [points(scores.get(name)) for name in self._exercises]
        return [*row, " ".join(map(override_text, result.by_hand)), " ".join(result.notes)]


def write_scores(folder: Path, results: Iterable[Result], unit: Unit) -> None:
    """Write ``scores.csv`` of *results* in their order."""
    with ScoreTable(folder, unit) as table:
        for place, result in enumerate(results):
            table.put(place, result)


def add_cost(folder: Path, student: str, wall_s: float, cpu_s: float) -> None:
    """Append what grading *student* cost to ``costs.csv``; the last row of a student counts."""
    path = folder / COSTS
    try:
        with path.open("a", encoding="utf-8", newline="") as file:
            _writer(file).writerow([cell(student), f"{wall_s:.3f}", f"{cpu_s:.3f}"])
    except OSError as error:
        raise unwritable(path, error) from None


def points(value: float | None) -> str:
    """Return a score as a table shows it; "" while it is open."""
    return "" if value is None else f"{value:g}"


# The type is private to the library.
def _writer(file: IO[str]):  # type: ignore[no-untyped-def]
    return csv.writer(file, lineterminator="\n")
