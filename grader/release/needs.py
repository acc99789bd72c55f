"""The requirements of students and of platforms, as this package declares them."""

import re
from collections.abc import Iterator
from importlib.metadata import requires

# The requirements of grading itself; nbgrader is not one of them.
_FOR_GRADING = frozenset({"typer", "rich"})


def student_needs() -> list[str]:
    """Return the requirements of the exercises."""
    return [need for need, extra in _needs() if not extra]


def grading_needs() -> list[str]:
    """Return the requirements of a machine that only grades."""
    own = [need for need, extra in _needs() if extra == "grader" and _name(need) in _FOR_GRADING]
    return [*student_needs(), *own]


def _needs() -> Iterator[tuple[str, str]]:
    for line in requires("grader") or ():
        need, _, marker = line.partition(";")
        extra = re.search(r"extra == [\"'](\w+)[\"']", marker)
        yield need.strip(), extra[1] if extra else ""


def _name(need: str) -> str:
    return re.split(r"[^\w.-]", need, maxsplit=1)[0]
