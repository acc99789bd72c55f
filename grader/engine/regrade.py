"""What a regrade changed: ``regrade.csv``, old and new scores side by side, the losses on top."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.results.store import Result, unwritable
from grader.results.tables import Table, points

REGRADE = "regrade.csv"
HEADER = ("student", "exercise", "old", "new", "why")


@dataclass(frozen=True)
class Summary:
    """How many exercises were looked at again, and how many have another score now."""

    looked_at: int
    changed: int


class Regrade:
    """
    Note what changes while results are written, and make the table at the end.

    Each note reaches the disk before its result does. A regrade that was killed goes on
    from its notes: the old score is the one before the first attempt.

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
        try:
            with self._notes.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(row) + "\n" for row in rows)
        except OSError as error:
            raise unwritable(self._notes, error) from None

    def finish(self) -> Summary:
        """Write ``regrade.csv`` and forget the notes."""
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
        self._notes.unlink(missing_ok=True)
        return Summary(len(rows), sum(old != new for old, new, _ in rows.values()))

    def _read(self) -> list[list[Any]]:
        if not self._notes.exists():
            return []
        rows = []
        for line in self._notes.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
            except ValueError:
                continue  # The last line of a run that was killed; its result was not written.
            rows.append(row)
        return rows


def _scores(result: Result) -> dict[str, float | None]:
    return {exercise["id"]: exercise["score"] for exercise in result.exercises}


def _change(old: float | None, new: float | None) -> float:
    """Return the change of a score; a score that is open now stands above every loss."""
    return -math.inf if new is None else new - (old or 0.0)
