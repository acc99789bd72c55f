"""Which packages students and platforms need, as this package itself declares them."""

import re
from collections.abc import Iterator
from importlib.metadata import requires

# Of the grader's own needs, those of a machine that grades; nbgrader is none of them.
_FOR_GRADING = frozenset({"typer", "rich"})


def student_needs() -> list[str]:
    """Return the requirements of the exercises."""
    return [need for need, extra in _needs() if not extra]


def grading_needs() -> list[str]:
    """Return the requirements of a machine that grades and has nothing else to do."""
    own = [need for need, extra in _needs() if extra == "grader" and _name(need) in _FOR_GRADING]
    return [*student_needs(), *own]


def _needs() -> Iterator[tuple[str, str]]:
    for line in requires("grader") or ():
        need, _, marker = line.partition(";")
        extra = re.search(r"extra == [\"'](\w+)[\"']", marker)
        yield need.strip(), extra[1] if extra else ""


def _name(need: str) -> str:
    return re.split(r"[^\w.-]", need, maxsplit=1)[0]
