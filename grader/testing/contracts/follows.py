"""Checks that follow from the reference: one line for a function, several checks of pytest."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grader.errors import CourseError

from ..student import Student
from .contract import Contract
from .kinds import ParameterKind


@dataclass(frozen=True)
class FollowsReference:
    """What :func:`follows_reference` returns: pytest collects its checks."""

    contract: Contract
    parts: tuple[str, ...]

    def check(self, part: str) -> Callable[[Student, Student], None]:
        """Return the test of one part, such as ``"values"``."""
        judge: Callable[[Student, Student], None] = getattr(self.contract, part)

        def check(student: Student, reference: Student) -> None:
            judge(student, reference)

        return check


def follows_reference(
    target: str, /, *parts: str, options: dict[str, Any] | None = None, **kinds: ParameterKind
) -> FollowsReference:
    """
    Make the checks of a function that answers as the reference does.

    Its values decide: they are the base. Other checks are about the kind of the answers (type,
    dtype and shape), and about its arguments, which are left as they were.

    Args:
        target: ``"module.function"``, of the names of an exercise in ``unit.toml``.
        parts: Literal texts: ``"gradients"`` where arguments may require grad, ``"refusals"``
            where a kind forbids something.
        options: What else is given to :class:`Contract`.
        kinds: Parameter → its kind, in the order of the function.

    Raises:
        CourseError: If kinds and parts disagree.

    >>> test_sigmoid = follows_reference("logistic.sigmoid", "gradients", z=SCORES)
    """
    may = {
        "gradients": any(getattr(kind, "grad", False) for kind in kinds.values()),
        "refusals": any(kind.refused for kind in kinds.values()),
    }
    for part, is_there in may.items():
        if is_there != (part in parts):
            found = "something" if is_there else "nothing"
            what = {"gradients": "that requires grad", "refusals": "that is forbidden"}[part]
            advice = "Add" if is_there else "Leave out"
            raise CourseError(
                f"follows_reference({target!r}): the kinds hold {found} {what}. "
                f"{advice} {part!r} after the name."
            )
    return FollowsReference(Contract(target, kinds, **(options or {})), parts)
