"""Late work: when each student handed in, how late that was, and what it costs."""

import math
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.errors import TermsError
from grader.text import clean

from .times import TIMESTAMP, read_time

_PERIOD_S = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_RULE = re.compile(
    r"(?P<loss>\d+(?:\.\d+)?)\s*(?P<unit>%|points?)\s*(?:/|per|a|an)\s*(?P<period>minute|hour|day|week)"
    r"(?:\s*,\s*at most\s+(?P<most>\d+(?:\.\d+)?)\s*(?P<most_unit>%|points?))?"
    r"(?:\s*,\s*after\s+(?P<grace>\d+)\s*(?P<grace_unit>minute|hour|day)s?)?",
    re.IGNORECASE,
)
_EXAMPLE = '"10%/day, at most 50%" or "2 points/hour, at most 20 points, after 15 minutes"'
_TIMESTAMP_BYTES = 200


@dataclass(frozen=True)
class LateRule:
    """
    What late work loses for each started period after the due date.

    Attributes:
        due: When it was due.
        loss: Lost for each period: a share of the points possible, or points.
        is_share: Whether *loss* and *most* are shares.
        period_s: Length of a period.
        most: No more than this is lost.
        grace_s: Up to here nothing is lost; after it lateness counts from the due date.
        text: The rule as it was written.
    """

    due: datetime
    loss: float
    is_share: bool
    period_s: int
    most: float = math.inf
    grace_s: int = 0
    text: str = ""

    def penalty(self, late_s: float, score: float, max_score: float) -> float:
        """Return the points that work loses if it is handed in *late_s* after the due date."""
        if late_s <= self.grace_s:
            return 0.0
        lost = min(math.ceil(late_s / self.period_s) * self.loss, self.most)
        return round(min(lost * max_score if self.is_share else lost, score), 6)

    def __str__(self) -> str:
        return f"{self.text} of the points possible, each started period after {self.due}"


def read_rule(text: str, due: datetime) -> LateRule:
    """
    Return the rule that *text* states.

    Raises:
        TermsError: If it is not a rule.
    """
    match = _RULE.fullmatch(text.strip())
    found = f'--late "{clean(text, limit=80)}"'
    if match is None:
        raise TermsError(f"{found} is not a rule for late work. Write, for example: {_EXAMPLE}.")
    is_share = match["unit"] == "%"
    most = math.inf
    if match["most"]:
        if (match["most_unit"] == "%") != is_share:
            raise TermsError(f"{found} mixes points and %. Use one of them: {_EXAMPLE}.")
        most = float(match["most"])
    scale = 0.01 if is_share else 1.0
    return LateRule(
        due,
        float(match["loss"]) * scale,
        is_share,
        _PERIOD_S[match["period"].lower()],
        most * scale,
        int(match["grace"] or 0) * _PERIOD_S[(match["grace_unit"] or "minute").lower()],
        " ".join(text.split()),
    )


@dataclass(frozen=True)
class HandIn:
    """When a submission was handed in, and how late that was."""

    moment: datetime
    due: datetime | None = None

    @property
    def late_s(self) -> float | None:
        """Seconds after the due date, negative before it; None without one."""
        return None if self.due is None else (self.moment - self.due).total_seconds()

    @property
    def late_min(self) -> int | None:
        """Started minutes after the due date, 0 in time; None without one."""
        return None if self.late_s is None else max(0, math.ceil(self.late_s / 60))

    @property
    def at(self) -> str:
        """The time for a person to read, on the clock of the due date."""
        local = self.moment if self.due is None else self.moment.astimezone(self.due.tzinfo)
        return local.isoformat(" ", "minutes")


@dataclass(frozen=True)
class HandInTimes:
    """
    When each student handed in.

    Only ``<folder>/<student>/<unit>/timestamp.txt`` counts, which ``grader collect`` and
    nbgrader write themselves. One in the folder as a student sent it is the student's word.

    Args:
        folder: nbgrader's folder ``submitted``; None if no times are known.
        unit: The name of the unit.
        due: The due date, with its zone.

    Raises:
        TermsError: If there is no such folder: everybody would seem to be in time.
    """

    folder: Path | None = None
    unit: str = ""
    due: datetime | None = None

    def __post_init__(self) -> None:
        if self.folder is not None and not self.folder.is_dir():
            raise TermsError(
                f"{clean(str(self.folder))} is not a folder. Name the one that "
                '"grader collect --to" or nbgrader filled.'
            )

    def of(self, student: str) -> HandIn | None:
        """Return when *student* handed in, None if that is not known."""
        if self.folder is None or student in ("", ".", "..") or {"/", "\\", "\0"} & set(student):
            return None
        path = self.folder / student / self.unit / TIMESTAMP
        try:
            if path.is_symlink() or not path.is_file():
                return None
            with path.open("rb") as file:
                moment = read_time(file.read(_TIMESTAMP_BYTES).decode("utf-8", "replace"))
        except OSError:
            return None
        return None if moment is None else HandIn(moment, self.due)
