"""The rule for late work: the points lost for each started period after the due date."""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from grader.course.manifest import DECIMALS
from grader.errors import TermsError
from grader.text import clean

_PERIOD_S = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_RULE = re.compile(
    r"(?P<loss>\d+(?:\.\d+)?)\s*(?P<unit>%|points?)\s*(?:/|per|a|an)\s*(?P<period>minute|hour|day|week)"
    r"(?:\s*,\s*at most\s+(?P<most>\d+(?:\.\d+)?)\s*(?P<most_unit>%|points?))?"
    r"(?:\s*,\s*after\s+(?P<grace>\d+)\s*(?P<grace_unit>minute|hour|day)s?)?",
    re.IGNORECASE,
)
_EXAMPLE = '"10%/day, at most 50%" or "2 points/hour, at most 20 points, after 15 minutes"'


@dataclass(frozen=True)
class LateRule:
    """
    The points that late work loses for each started period after the due date.

    Attributes:
        loss: Lost for each period: a share of the points possible, or points.
        is_share: Whether *loss* and *most* are shares.
        period: minute, hour, day or week. Days and weeks are those of the calendar, on the
            clock of the due date: one is 23 or 25 hours long where the clock is changed.
        most: No more than this is lost.
        grace_s: Up to here nothing is lost; after it lateness counts from the due date.
        text: The rule as it was written.
    """

    loss: float
    is_share: bool
    period: str
    most: float = math.inf
    grace_s: int = 0
    text: str = ""

    def lost(self, due: datetime, moment: datetime, score: float, max_score: float) -> float:
        """Return the points that work handed in at *moment* loses, at most its *score*."""
        if elapsed_s(due, moment) <= self.grace_s:
            return 0.0
        lost = min(self._started(due, moment) * self.loss, self.most)
        lost = round(lost * max_score if self.is_share else lost, DECIMALS)
        return max(min(lost, score), 0.0)

    def _started(self, due: datetime, moment: datetime) -> int:
        """Return how many periods have begun between the two."""
        late_s, length_s = elapsed_s(due, moment), _PERIOD_S[self.period]
        if length_s < 86400:
            return math.ceil(late_s / length_s)
        days = length_s // 86400
        # Where the clock is changed the estimate may be one too many or too few.
        count = max(0, math.ceil(late_s / length_s) - 2)
        while elapsed_s(days_after(due, count * days), moment) > 0:
            count += 1
        return count

    def __str__(self) -> str:
        return f"{self.text} of the points possible, each started period"


def read_rule(text: str, where: str = "--late") -> LateRule:
    """
    Return the rule that *text* states.

    Raises:
        TermsError: If it is not a rule.
    """
    match = _RULE.fullmatch(text.strip())
    found = f'{where} "{clean(text, limit=80)}"'
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
        float(match["loss"]) * scale,
        is_share,
        match["period"].lower(),
        most * scale,
        int(match["grace"] or 0) * _PERIOD_S[(match["grace_unit"] or "minute").lower()],
        " ".join(text.split()),
    )


def days_after(due: datetime, days: int) -> datetime:
    """
    Return the same time of day *days* later on the calendar, on the clock of *due*.

    Where the clock is put back it is the later of two such times; where the clock leaps over
    that time it is as long after the leap.
    """
    if not days:
        return due
    shown = due + timedelta(days=days)
    return max((shown.replace(fold=fold) for fold in (0, 1)), key=lambda each: each.timestamp())


def elapsed_s(first: datetime, second: datetime) -> float:
    """Return the seconds between two moments; their zones' clocks may have changed between."""
    return (second.astimezone(UTC) - first.astimezone(UTC)).total_seconds()
