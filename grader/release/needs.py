"""The requirements of students and of platforms, as this package declares them."""

import json
import platform
import re
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires, version

# The requirements of grading itself; nbgrader is not one of them.
_FOR_GRADING = frozenset({"typer", "rich"})


def student_needs() -> list[str]:
    """Return the requirements of the exercises and of their commands."""
    return [need for need, extra in _needs() if extra in ("", "watch")]


def grading_environment() -> bytes:
    """Return what students' ``pack`` says of this machine's Python and packages, as JSON."""
    packages = sorted(name for name in packages_distributions() if not name.startswith("_"))
    found = {
        "python": ".".join(platform.python_version_tuple()[:2]),
        "torch": version("torch").partition("+")[0],
        "packages": packages,
    }
    return (json.dumps(found, indent=1) + "\n").encode()


def grading_needs() -> list[str]:
    """Return the requirements of a machine that only grades."""
    own = [need for need, extra in _needs() if extra == "grader" and _name(need) in _FOR_GRADING]
    return [*(need for need, extra in _needs() if not extra), *own]


def _needs() -> Iterator[tuple[str, str]]:
    for line in requires("grader") or ():
        need, _, marker = line.partition(";")
        extra = re.search(r"extra == [\"'](\w+)[\"']", marker)
        yield need.strip(), extra[1] if extra else ""


def _name(need: str) -> str:
    return re.split(r"[^\w.-]", need, maxsplit=1)[0]
