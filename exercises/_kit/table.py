"""The points table at the end of a test run, made from the reports alone."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from _kit.manifest import (
    Exercise,
    all_command,
    hint_command,
    load_exercises,
    test_command,
)

# From good to bad: an exercise is as good as the worst of its tests.
RANK = {"passed": 0, "not started": 1, "wrong": 2, "timeout": 3, "error": 3}
COLOURS = {"done": "green", "wrong": "red", "error": "red"}
TITLE_WIDTH = 30
FULL_WIDTH = 77


class Tally:
    """What became of each test function of each exercise."""

    def __init__(self) -> None:
        self.verdicts: dict[str, dict[str, str]] = defaultdict(dict)
        self.expected: dict[str, int] = {}

    def add(self, exercise: str, function: str, verdict: str, expected: int) -> None:
        """
        Note one phase of one test.

        Args:
            exercise: Its id.
            function: Name of the test function; all its parameter sets count as one.
            verdict: A key of RANK.
            expected: How many test functions the exercise has in its file.
        """
        self.expected[exercise] = expected
        verdicts = self.verdicts[exercise]
        verdicts[function] = max(verdicts.get(function, "passed"), verdict, key=RANK.__getitem__)

    def status(self, exercise: str) -> str:
        """
        Return one word for an exercise.

        "started" is what is half there: some tests pass, the others meet a part
        that is still to be written. Tests that were not run promise nothing.
        """
        verdicts = list(self.verdicts[exercise].values())
        worst = max(verdicts, key=RANK.__getitem__)
        if worst == "timeout":
            return "error"
        if worst in ("wrong", "error"):
            return worst
        if worst == "not started":
            return "started" if "passed" in verdicts else worst
        run, expected = len(verdicts), self.expected[exercise]
        return "done" if run >= expected else f"{run} of {expected} run"


def write_table(tally: Tally, width: int, line: Callable[..., None]) -> None:
    """
    Write the table, the total and what to do next.

    Args:
        tally: The verdicts; an exercise without any is not shown.
        width: Columns of the terminal.
        line: Writes one line; takes colours as pytest's terminal writer does.
    """
    exercises = load_exercises()
    shown = [exercise for exercise in exercises if exercise.id in tally.verdicts]
    if not shown:
        return
    status = {exercise.id: tally.status(exercise.id) for exercise in shown}
    line("")
    for exercise in shown:
        word = status[exercise.id]
        earned = exercise.points if word == "done" else 0
        title = f"{exercise.title[:TITLE_WIDTH]:<{TITLE_WIDTH}} " if width >= FULL_WIDTH else ""
        points = f"{earned:g}/{exercise.points:g}"
        colour = COLOURS.get(word, "yellow")
        text = f"{exercise.id:<4} {exercise.label:<25} {title}{word:<11} {points:>4}"
        line(text, **{colour: True})
    line("")
    for sentence in _closing(exercises, shown, status):
        line(sentence)


def _closing(
    exercises: list[Exercise], shown: list[Exercise], status: dict[str, str]
) -> Iterator[str]:
    earned = sum(exercise.points for exercise in shown if status[exercise.id] == "done")
    total = sum(exercise.points for exercise in exercises)
    here = sum(exercise.points for exercise in shown)
    if here == total:
        yield f"{earned:g} of {total:g}, the hidden tests have the last word."
    else:
        yield f"{earned:g} of the {here:g} points run here ({total:g} in all);"
        yield "the hidden tests have the last word."
    todo = [exercise for exercise in shown if status[exercise.id] != "done"]
    if todo:
        yield f"Next: {todo[0].id} {todo[0].label} ({todo[0].title})"
        yield f"  a hint:    {hint_command(todo[0])}"
        yield f"  only this: {test_command(todo[0], exercises)}"
    elif here < total:
        yield f"All of these are done. The whole course: {all_command()}"
    else:
        yield "All done. See README.md for what to hand in."
