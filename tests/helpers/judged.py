"""Judge one submission, and what it earned."""

from collections.abc import Callable, Mapping
from typing import Any

from grader.engine.worker import Judged, Task

Judge = Callable[[Mapping[str, str | bytes]], list[dict[str, Any]]]


def task(number: int, files: Mapping[str, str | bytes], exercises: tuple[str, ...] = ()) -> Task:
    """Return the task of judging *files*."""
    data = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    return Task(number, f"student {number}", data, exercises)


def earned(judged: Judged) -> float:
    """Return the points of all checks together."""
    return float(sum(check["earned"] for check in judged.checks))
