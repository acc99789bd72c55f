"""When and how each student handed in, kept in one table beside submissions and results."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import TermsError
from grader.files import write_whole
from grader.text import clean

from .late import elapsed_s
from .times import TIMESTAMP, known_time, timestamp_text

HANDED_IN = "handed_in.csv"
_HEADER = ("student", "handed_in", "marked_late_by", "attempt", "attempts", "group", "counts")
_BYTES = 16 << 20
_TIMESTAMP_BYTES = 200


@dataclass(frozen=True)
class HandIn:
    """
    How a submission was handed in, and how late that was.

    Attributes:
        moment: When; None if that is not known.
        marked_late_by: The platform that calls it late without saying by how much, or "".
        attempt: Which of the student's attempts counts, from 1 on.
        attempts: How many there were.
        group: The name of the group whose work it is, or "".
        due: When it was due for this student; None without a due date.
        reason: Why this student has another due date than the class, or "".
        is_excused: Whether the student need not hand in at all.
    """

    moment: datetime | None = None
    marked_late_by: str = ""
    attempt: int = 1
    attempts: int = 1
    group: str = ""
    due: datetime | None = None
    reason: str = ""
    is_excused: bool = False

    @property
    def late_s(self) -> float | None:
        """Seconds after the due date, negative before it; None if that is not known."""
        if self.due is None or self.moment is None:
            return None
        return elapsed_s(self.due, self.moment)

    @property
    def late_min(self) -> int | None:
        """Started minutes after the due date, 0 on time; None if that is not known."""
        return None if self.late_s is None else max(0, math.ceil(self.late_s / 60))

    @property
    def is_late(self) -> bool:
        """Whether it is late, by the clock or else by the platform's word."""
        return self.late_s > 0 if self.late_s is not None else bool(self.marked_late_by)

    @property
    def at(self) -> str:
        """The time for a person to read, on the clock of the due date; "" if it is not known."""
        if self.moment is None:
            return ""
        local = self.moment if self.due is None else self.moment.astimezone(self.due.tzinfo)
        return local.isoformat(" ", "minutes")


@dataclass(frozen=True)
class HandIns:
    """
    The record of how each student handed in, by the student's id.

    Attributes:
        each: The attempt that counts.
        attempts: Every attempt of those who handed in more than once, in the order of time.
    """

    each: Mapping[str, HandIn] = field(default_factory=dict)
    attempts: Mapping[str, Sequence[HandIn]] = field(default_factory=dict)

    def of(self, student: str) -> HandIn:
        """Return what is known of *student*; nothing is known of one who is not there."""
        return self.each.get(student, HandIn())

    def all_of(self, student: str) -> Sequence[HandIn]:
        """Return every attempt of *student* that is known."""
        return self.attempts.get(student) or (self.of(student),)


def read_hand_ins(path: Path) -> HandIns:
    """
    Return the table at *path*, which `write_hand_ins` wrote; nothing if there is none.

    Raises:
        TermsError: If it cannot be read, or is another table.
    """
    where = clean(str(path))
    try:
        data = path.read_bytes()[:_BYTES]
    except FileNotFoundError:
        return HandIns()
    except OSError as error:
        raise TermsError(f"{where} cannot be read: {error.strerror}. Check its rights.") from None
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        rows = []
    if not rows or tuple(rows[0]) != _HEADER or any(len(row) != len(_HEADER) for row in rows):
        raise TermsError(
            f"{where} is not the table of hand-ins that the grader wrote. Remove it, then collect "
            "or grade again."
        )
    attempts: dict[str, list[HandIn]] = {}
    counted: dict[str, HandIn] = {}
    for row in rows[1:]:
        attempts.setdefault(row[0], []).append(_hand_in(row))
        if row[-1]:
            counted[row[0]] = attempts[row[0]][-1]
    return HandIns(counted, {name: own for name, own in attempts.items() if len(own) > 1})


def _hand_in(row: list[str]) -> HandIn:
    _, text, marked_late_by, attempt, attempts, group, _ = row
    return HandIn(known_time(text), marked_late_by, _count(attempt), _count(attempts), group)


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def write_hand_ins(path: Path, hand_ins: HandIns) -> None:
    """
    Write the table that `read_hand_ins` reads; no file where nothing is known of anybody.

    Raises:
        OSError: If it cannot be written.
    """
    known = {student: each for student, each in hand_ins.each.items() if each != HandIn()}
    if not known:
        path.unlink(missing_ok=True)
        return
    buffer = io.StringIO(newline="")
    table = csv.writer(buffer, lineterminator="\n")
    table.writerow(_HEADER)
    for student, counted in sorted(known.items()):
        for each in hand_ins.attempts.get(student) or (counted,):
            moment = "" if each.moment is None else timestamp_text(each.moment)
            counts = "yes" if each.attempt == counted.attempt else ""
            numbers = (str(each.attempt), str(each.attempts))
            table.writerow([student, moment, each.marked_late_by, *numbers, each.group, counts])
    write_whole(path, buffer.getvalue())


def attempts_folder(submitted: Path, unit: str) -> Path:
    """
    Return where `grader collect` keeps every attempt, and the table of hand-ins.

    The first attempt of a student is in ``1/<student>/``, the second in ``2/<student>/``, so that
    each of these folders is a folder of submissions.
    """
    return submitted.absolute().parent / "attempts" / unit


def collected_hand_ins(submitted: Path, unit: str, students: Iterable[str]) -> HandIns:
    """
    Return how *students* handed in, by what lies in nbgrader's folder ``submitted``.

    The time stands in ``<submitted>/<student>/<unit>/timestamp.txt``, which ``grader collect``
    and nbgrader write themselves. One in the folder as a student sent it is the student's word
    and never counts. All else is in the table that ``grader collect`` wrote.

    Args:
        submitted: nbgrader's folder.
        unit: The name of the unit.
        students: The students to look for.

    Raises:
        TermsError: If there is no such folder: everybody would seem to be on time.
    """
    if not submitted.is_dir():
        raise TermsError(
            f"{clean(str(submitted))} is not a folder. Name the one that "
            '"grader collect --to" or nbgrader filled.'
        )
    collected = read_hand_ins(attempts_folder(submitted, unit) / HANDED_IN)
    names = list(students)
    counted = {name: collected_hand_in(submitted, unit, name, collected) for name in names}
    return HandIns(
        counted, {name: collected.attempts[name] for name in names if name in collected.attempts}
    )


def collected_hand_in(submitted: Path, unit: str, student: str, table: HandIns) -> HandIn:
    """Return how one student handed in, as `collected_hand_ins` does, by a table that was read."""
    return replace(table.of(student), moment=timestamp(submitted, student, unit))


def timestamp(submitted: Path, student: str, unit: str) -> datetime | None:
    """Return the time in a submission's ``timestamp.txt``, None if that is not known."""
    if student in ("", ".", "..") or {"/", "\\", "\0"} & set(student):
        return None
    path = submitted / student / unit / TIMESTAMP
    try:
        if path.is_symlink() or not path.is_file():
            return None
        with path.open("rb") as file:
            moment = known_time(file.read(_TIMESTAMP_BYTES).decode("utf-8", "replace"))
    except OSError:
        return None
    return None if moment is None else moment.astimezone(UTC)
