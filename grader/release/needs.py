"""The requirements of students and of platforms, as this package declares them."""

import json
import platform
import re
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version

DISTRIBUTION = "coursework-grader"
# The requirements of the exercises and of their commands; all others are the grader's own.
_FOR_STUDENTS = frozenset(
    {"torch", "numpy", "matplotlib", "pytest", "pytest-timeout", "watchfiles"}
)


def student_needs() -> list[str]:
    """Return the requirements of the exercises and of their commands."""
    return [need for need in _needs("watch") if re.split(r"[^\w.-]", need)[0] in _FOR_STUDENTS]


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
    return _needs()


def _needs(extra: str = "") -> list[str]:
    """Return what is always needed, and what *extra* adds; nothing where it is not installed."""
    try:
        lines = requires(DISTRIBUTION) or ()
    except PackageNotFoundError:  # unpacked on a platform, where nothing is released
        lines = ()
    found = []
    for line in lines:
        need, _, marker = line.partition(";")
        of = re.search(r"extra == [\"'](\w+)[\"']", marker)
        if of is None or of[1] == extra:
            found.append(need.strip())
    return found
