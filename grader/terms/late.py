"""One declared rule for late work, and when each student handed in."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.errors import ExportError
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
    What is lost for each started period after the due date, of the points possible.

    Attributes:
        due: When it was due.
        loss: Lost for each period: a share of the points possible, or points.
        is_share: Whether *loss* and *most* are shares.
        period_s: Length of a period.
        most: Never more than this.
        grace_s: Up to here nothing is lost; from there on lateness counts from the due date.
    """

    due: datetime
    loss: float
    is_share: bool
    period_s: int
    most: float = math.inf
    grace_s: int = 0
    text: str = ""

    def penalty(self, late_s: float, score: float, max_score: float) -> float:
        """Return the points that work loses which came *late_s* after the due date."""
        if late_s <= self.grace_s:
            return 0.0
        lost = min(math.ceil(late_s / self.period_s) * self.loss, self.most)
        return round(min(lost * max_score if self.is_share else lost, score), 6)

    def __str__(self) -> str:
        return f"{self.text} of the points possible, each started period after {self.due}"


def read_rule(text: str, due: datetime) -> LateRule:
    """
    Return the rule that *text* declares.

    Raises:
        ExportError: If it is none.
    """
    match = _RULE.fullmatch(text.strip())
    found = f'--late "{clean(text, limit=80)}"'
    if match is None:
        raise ExportError(f"{found} is no rule for late work. Write, for example: {_EXAMPLE}.")
    is_share = match["unit"] == "%"
    most = math.inf
    if match["most"]:
        if (match["most_unit"] == "%") != is_share:
            raise ExportError(f"{found} mixes points and %. Use one of them: {_EXAMPLE}.")
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


def read_moments(submitted: Path, unit: str) -> Mapping[str, datetime]:
    """
    Return when each student handed in, as collecting wrote it.

    Only ``submitted/<student>/<unit>/timestamp.txt`` counts, which ``grader collect`` and
    nbgrader write themselves. One in a folder as a student sent it is the student's word.

    Raises:
        ExportError: If there is no such folder.
    """
    if not submitted.is_dir():
        raise ExportError(
            f"{clean(str(submitted))} is no folder. Name the one that "
            '"grader collect --to" or nbgrader filled.'
        )
    moments = {folder.name: _moment(folder / unit / TIMESTAMP) for folder in submitted.iterdir()}
    return {student: moment for student, moment in moments.items() if moment is not None}


def _moment(path: Path) -> datetime | None:
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        return read_time(file.read(_TIMESTAMP_BYTES).decode("utf-8", "replace"))
