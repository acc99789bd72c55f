"""The verdict on a check, and the check that a collected hidden test declares."""

from dataclasses import dataclass, replace

import pytest

from grader.course.checks import Check, MarkedTest, Marker, check_of
from grader.course.manifest import Unit
from grader.results.outcomes import Outcome


@dataclass(frozen=True)
class Verdict:
    """What became of one check of one submission."""

    check: Check
    outcome: Outcome
    message: str = ""
    note: str = ""

    @property
    def earned(self) -> float:
        """The points it earned."""
        return self.check.points if self.outcome is Outcome.PASSED else 0.0

    def gates(self, check: Check) -> "Verdict":
        """Return the verdict on a gated *check* whose base got this verdict."""
        message = self.message
        if self.outcome is Outcome.WRONG:
            message = f"Not looked at: it counts once this holds: {self.check.sentence}"
        return replace(self, check=check, message=message, note="")


def read_check(item: pytest.Item, unit: Unit) -> Check:
    """
    Return the check that the ``check`` marker of a collected test declares.

    Raises:
        CourseError: If the marker or the docstring is missing or does not fit the unit.
    """
    test = MarkedTest(
        name=item.name,
        where=f"{item.path.name}::{item.name}",
        markers=[Marker(mark.args, mark.kwargs) for mark in item.iter_markers("check")],
        docstring=getattr(getattr(item, "function", None), "__doc__", None) or "",
    )
    return check_of(test, unit.exercises)
