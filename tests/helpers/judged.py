"""Judge one submission, and what it earned."""

from collections.abc import Callable, Iterable, Mapping

from grader.course.checks import Check
from grader.engine.worker import Judged, Task
from grader.results.outcomes import Outcome
from grader.results.records import Verdict

Judge = Callable[[Mapping[str, str | bytes]], tuple[Verdict, ...]]


def task(number: int, files: Mapping[str, str | bytes], exercises: tuple[str, ...] = ()) -> Task:
    """Return the task of judging *files*."""
    data = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    return Task(number, f"student {number}", data, exercises)


def earned(judged: Judged, checks: Iterable[Check]) -> float:
    """Return the weight of all *checks* that it passed."""
    passed = {v.name for v in judged.verdicts if v.outcome is Outcome.PASSED}
    return sum(check.weight for check in checks if check.name in passed)
