"""
The terms of a course: when work is due, what lateness costs, which attempt counts.

They stand in ``exercises/terms.toml``, beside the manifest, and students may read them.
Extensions stand in ``extensions.csv`` in the folder of the course, which students never get.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from grader.course.manifest import Course, Key, check_table
from grader.errors import CourseError, TermsError
from grader.messages.message import Message, Name, message, stranger
from grader.text import clean

from .hand_ins import HandIn
from .hand_tables import read_hand_table
from .late import LateRule, days_after, read_rule
from .times import read_due, read_zone

TERMS = "terms.toml"
EXTENSIONS = "extensions.csv"
EXTENSION_HEADER = ("student", "due", "reason", "who")
EXCUSED = "excused"
LAST, LAST_ON_TIME, BEST = ATTEMPTS = ("last", "last on time", "best")
#: What a platform that grades every attempt at once shows of it: the points alone, the checks that
#: passed and failed, or also the words for what failed.
POINTS, CHECKS, WORDS = SHOWN = ("points", "checks", "words")


def _text(expected: str, example: str) -> Key:
    return Key(lambda v: isinstance(v, str) and bool(v.strip()), expected, example, optional=True)


_KEYS = {
    "due": _text("a date and a time of day", 'due = "2026-01-31 23:59"'),
    "timezone": _text("the name of a time zone", 'timezone = "Europe/Berlin"'),
    "late": _text("a rule", 'late = "10%/day, at most 50%, after 15 minutes"'),
    "free_days": Key(
        lambda v: type(v) is int and 0 <= v <= 365, "whole days from 0 on", "free_days = 2", True
    ),
    "attempt": Key(
        lambda v: v in ATTEMPTS, " or ".join(f'"{each}"' for each in ATTEMPTS), 'attempt = "last"',
        True,
    ),
    "shown": Key(
        lambda v: v in SHOWN, " or ".join(f'"{each}"' for each in SHOWN), 'shown = "checks"', True
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Extension:
    """Another due date for one student, or none at all: the student is excused."""

    student: str
    due: datetime | None
    reason: str
    who: str


@dataclass(frozen=True)
class Terms:
    """
    The terms of one course.

    Attributes:
        due: When work is due, on the clock of *zone*; None without a due date.
        zone: The zone of the course: its days, and the times that name no zone.
        late: What lateness costs; None if nothing.
        free_days: So many calendar days nobody loses anything.
        attempt: Which attempt counts: one of `ATTEMPTS`.
        shown: What a platform shows of each attempt: one of `SHOWN`.
        extensions: Other due dates, by student.
        faults: One sentence for each row of ``extensions.csv`` that does not count.
        differs: One sentence for each option that differs from the file.
    """

    due: datetime | None = None
    zone: tzinfo = UTC
    late: LateRule | None = None
    free_days: int = 0
    attempt: str = LAST
    shown: str = WORDS
    extensions: Mapping[str, Extension] = field(default_factory=dict)
    faults: Sequence[Message] = ()
    differs: Sequence[Message] = ()

    def apply(self, student: str, hand_in: HandIn) -> HandIn:
        """Return *hand_in* with the due date of *student*."""
        extension = self.extensions.get(student)
        if extension is None:
            return replace(hand_in, due=self.due)
        return replace(
            hand_in,
            due=extension.due or self.due,
            reason=extension.reason,
            is_excused=extension.due is None,
        )

    def lost(self, hand_in: HandIn, score: float, max_score: float) -> float:
        """Return the points that lateness costs; nothing if excused, or if no time is known."""
        due, moment = hand_in.due, hand_in.moment
        if self.late is None or hand_in.is_excused or due is None or moment is None:
            return 0.0
        return self.late.lost(days_after(due, self.free_days), moment, score, max_score)

    def is_on_time(self, hand_in: HandIn) -> bool | None:
        """
        Tell whether it was on time, within the grace of the rule; None if that is not known.

        It is not known where something is due, no time is known, and no platform calls it late.
        """
        if hand_in.late_s is not None:
            return hand_in.late_s <= (self.late.grace_s if self.late else 0)
        if hand_in.marked_late_by:
            return False
        return True if hand_in.due is None else None

    def counted(self, student: str, attempts: Sequence[HandIn]) -> HandIn:
        """
        Return which of the *attempts* of a student counts, before any is graded.

        Args:
            student: The student.
            attempts: At least one, in the order of time.

        Returns:
            The last one, or the last one known to be on time. If none is, the last one that may
            be on time, and only then one that is late. Where the best one counts, that is known
            only when all are graded.
        """
        if self.attempt != LAST_ON_TIME:
            return attempts[-1]
        known = [(self.is_on_time(self.apply(student, each)), each) for each in attempts]
        ranks = {False: 0, None: 1, True: 2}
        return max(reversed(known), key=lambda pair: ranks[pair[0]])[1]

    def with_options(self, due: str = "", timezone: str = "", late: str = "") -> "Terms":
        """
        Return the terms as options change them, with a sentence for each that differs.

        Raises:
            TermsError: If an option is not a time, a zone or a rule.
        """
        zone = read_zone(timezone) if timezone else self.zone
        moment = read_due(due, zone) if due else self.due and self.due.astimezone(zone)
        rule = read_rule(late) if late else self.late
        differs = []
        for option, given, own, changed in (
            ("--timezone", str(zone), str(self.zone), timezone and self.due and zone != self.zone),
            ("--due", str(moment), str(self.due), due and self.due and moment != self.due),
            ("--late", str(rule), str(self.late), late and self.late and rule != self.late),
        ):
            if changed:
                differs.append(
                    message(
                        "{option} is {given} here; {file} of the course says {own}.",
                        option=Name(option),
                        given=given,
                        file=Name(TERMS),
                        own=own,
                    )
                )
        return replace(self, due=moment, zone=zone, late=rule, differs=(*self.differs, *differs))


def read_terms(course: Course) -> Terms:
    """
    Return the terms of *course*; without the files nothing is due.

    Raises:
        TermsError: If a file cannot be read, or a value of the terms is not what it must be.
    """
    path = course.exercises / TERMS
    where = clean(str(path))
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        check_table(table, _KEYS, where)
    except FileNotFoundError:
        table = {}
    except OSError as error:
        raise TermsError(f"{where} cannot be read: {error.strerror}. Check its rights.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TermsError(f"{where} is not TOML: {clean(str(error))}. Fix that line.") from None
    except CourseError as error:
        raise TermsError(str(error)) from None
    return _with_extensions(_terms(table, where), course.root / EXTENSIONS)


def _terms(table: Mapping[str, Any], where: str) -> Terms:
    zone = read_zone(table.get("timezone", "UTC"))
    due = read_due(table["due"], zone, f"{where}: due") if "due" in table else None
    late = read_rule(table["late"], f"{where}: late") if "late" in table else None
    if late is not None and due is None:
        raise TermsError(
            f"{where}: late needs a due date. Write, for example: {_KEYS['due'].example}"
        )
    days, attempt = table.get("free_days", 0), table.get("attempt", LAST)
    return Terms(due, zone, late, days, attempt, table.get("shown", WORDS))


def _with_extensions(terms: Terms, path: Path) -> Terms:
    found: dict[str, Extension] = {}
    faults = []
    for line, cells in read_hand_table(path, EXTENSION_HEADER, TermsError):
        try:
            each = _extension(cells, terms.zone)
            if each.student in found:
                who = stranger(each.student, limit=80)
                raise _BadRow(message("{student} already has a row above", student=who))
            found[each.student] = each
        except _BadRow as bad:
            faults.append(
                message(
                    "{file}, line {line}: {why}. This row does not count.",
                    file=Name(EXTENSIONS),
                    line=line,
                    why=bad.why,
                )
            )
    return replace(terms, extensions=found, faults=tuple(faults))


class _BadRow(Exception):  # noqa: N818 - reads as what it is
    """A row that does not count, and why."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


def _extension(cells: Sequence[str], zone: tzinfo) -> Extension:
    if len(cells) != len(EXTENSION_HEADER):
        expected = ",".join(EXTENSION_HEADER)
        raise _BadRow(
            message(
                "{found} cells, expected {count} ({header})",
                found=len(cells),
                count=len(EXTENSION_HEADER),
                header=Name(expected),
            )
        )
    student = cells[0].strip()
    due, reason, who = (clean(cell.strip(), limit=400) for cell in cells[1:])
    for name, value in (("student", student), ("reason", reason), ("who", who)):
        if not value:
            raise _BadRow(message("no {name}", name=Name(name)))
    if due.casefold() == EXCUSED:
        return Extension(student, None, reason, who)
    try:
        return Extension(student, read_due(due, zone, "due"), reason, who)
    except TermsError as error:
        # What is wrong with a time is said in English.
        raise _BadRow(Message.whole(clean(str(error)).removesuffix("."))) from None
