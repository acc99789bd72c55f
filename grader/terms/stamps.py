"""When a submission came in and by how much that was late, from the stamps beside it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.course.manifest import Unit

from .times import TIMESTAMP, read_time


@dataclass(frozen=True)
class Handed:
    """When a submission came in, and how many minutes after the due date (0: in time)."""

    at: str
    late_min: int | None


@dataclass(frozen=True)
class Stamps:
    """
    The stamps of a folder of submissions, as ``grader collect`` and nbgrader leave them.

    Args:
        folder: The submissions; None if nothing is known of times.
        unit: In nbgrader's tree the stamp lies in the folder of this unit.
        due: The due date, with its zone.
    """

    folder: Path | None
    unit: Unit
    due: datetime | None

    def of(self, student: str) -> Handed | None:
        """Return what is known about *student*, or None."""
        if self.folder is None or student in ("", ".", "..") or {"/", "\\", "\0"} & set(student):
            return None
        own = self.folder / student
        for path in (own / self.unit.name / TIMESTAMP, own / TIMESTAMP):
            if path.is_symlink() or not path.is_file():
                continue
            try:
                with path.open("rb") as file:
                    moment = read_time(file.read(200).decode("utf-8", "replace"))
            except OSError:
                continue
            if moment is not None:
                late = None if self.due is None else (moment - self.due).total_seconds()
                # Beside the due date a student reads the clock of its place.
                local = moment if self.due is None else moment.astimezone(self.due.tzinfo)
                shown = local.isoformat(" ", "minutes")
                return Handed(shown, None if late is None else max(0, -int(-late // 60)))
        return None
