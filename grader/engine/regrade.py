"""The table of a regrade: ``regrade.csv`` with old and new scores, the largest losses first."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from grader.results.records import Result
from grader.results.store import writing
from grader.results.tables import Table, points

REGRADE = "regrade.csv"
HEADER = ("student", "exercise", "old", "new", "why")


#: Student, exercise, old and new score, and why.
_Row = tuple[str, str, float | None, float | None, str]


@dataclass(frozen=True)
class RegradeSummary:
    """How many exercises were regraded, and how many scores changed."""

    regraded: int
    changed: int


class Regrade:
    """
    The notes of a regrade, taken while results are written, and the table made from them.

    Each note is written before its result is. A regrade that was killed continues from its
    notes, so the old score is the one before the first attempt.

    Args:
        folder: The results folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._notes = folder / ".regrade.jsonl"

    def note(self, before: Result, after: Result, reasons: Mapping[str, str]) -> None:
        """Note the scores of the exercises that have *reasons*, before *after* is written."""
        old, new = _scores(before), _scores(after)
        rows = [
            [after.student, exercise, old.get(exercise), new.get(exercise), why]
            for exercise, why in reasons.items()
        ]
        with writing(self._notes), self._notes.open("a", encoding="utf-8") as file:
            # A line that a full disk has cut is closed, so that it spoils no other.
            file.write("".join("\n" + json.dumps(row) for row in rows))

    def finish(self) -> RegradeSummary:
        """Write ``regrade.csv`` and delete the notes."""
        rows: dict[tuple[str, str], list[Any]] = {}
        for student, exercise, old, new, why in self._read():
            known = rows.setdefault((student, exercise), [old, new, []])
            known[1] = new
            if why not in known[2]:
                known[2].append(why)
        order = sorted(rows, key=lambda key: (_change(*rows[key][:2]), key))
        with Table(self._folder / REGRADE, HEADER) as table:
            for key in order:
                old, new, why = rows[key]
                table.add([*key, points(old), points(new), "; ".join(why)])
        with writing(self._notes):
            self._notes.unlink(missing_ok=True)
        return RegradeSummary(len(rows), sum(old != new for old, new, _ in rows.values()))

    def _read(self) -> list[_Row]:
        with writing(self._notes):
            try:
                lines = self._notes.read_text(encoding="utf-8", errors="replace").splitlines()
            except FileNotFoundError:
                return []
        rows = []
        for line in lines:
            try:
                rows.append(msgspec.json.decode(line, type=_Row))
            except msgspec.DecodeError:
                continue  # The last line of a run that was killed; its result was not written.
        return rows


def _scores(result: Result) -> dict[str, float | None]:
    return {exercise.id: exercise.graded for exercise in result.exercises}


def _change(old: float | None, new: float | None) -> float:
    """Return the change of a score; one that is open now sorts before every loss."""
    return -math.inf if new is None else new - (old or 0.0)
