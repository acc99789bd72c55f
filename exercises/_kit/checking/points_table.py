"""The points table at the end of a test run, made from the reports alone."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from _kit.language import Translator
from _kit.terminal import columns, joined, pad, wrap
from _kit.unit.manifest import (
    Exercise,
    all_command,
    hint_command,
    load_exercises,
    program,
    test_command,
)

# From good to bad: an exercise is as good as the worst of its tests.
RANK = {"passed": 0, "not started": 1, "wrong": 2, "timeout": 3, "error": 3}
# Words that say what an exercise is worth; the others are about a part of it.
FINAL = ("done", "wrong", "error", "started", "not started")
COLOURS = {"done": "green", "wrong": "red", "error": "red"}
TITLE_WIDTH = 30
FULL_WIDTH = 77


class Tally:
    """What became of each test function of each exercise."""

    def __init__(self) -> None:
        self.verdicts: dict[str, dict[str, str]] = defaultdict(dict)
        self.expected: dict[str, int] = {}
        self.promises: dict[str, str] = {}

    def add(
        self, exercise: str, function: str, verdict: str, expected: int, promise: str = ""
    ) -> None:
        """
        Note one phase of one test.

        Args:
            exercise: Its id.
            function: Name of the test function; all its parameter sets count as one.
            verdict: A key of RANK.
            expected: How many test functions the exercise has in its file.
            promise: What the test holds; the first one that is not kept is remembered.
        """
        self.expected[exercise] = expected
        if verdict in ("wrong", "error", "timeout"):
            self.promises.setdefault(exercise, promise)
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


def write_table(tally: Tally, width: int, line: Callable[..., None], say: Translator) -> None:
    """
    Write the table, the total and what to do next.

    Args:
        tally: The verdicts; an exercise without any is not shown.
        width: Columns of the terminal.
        line: Writes one line; takes colours as pytest's terminal writer does.
        say: Translates what is shown.
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
        title = f"{pad(say(exercise.title), TITLE_WIDTH)} " if width >= FULL_WIDTH else ""
        points = f"{earned:g}/{exercise.points:g}"
        colour = COLOURS.get(word, "yellow")
        text = f"{exercise.id:<4} {exercise.label:<25} {title}{pad(say(word), 11)} {points:>4}"
        line(text, **{colour: True})
    line("")
    for sentence in _closing(exercises, shown, status, say):
        for part in wrap(sentence, width) if columns(sentence) > width else [sentence]:
            line(part)


def _closing(
    exercises: Sequence[Exercise], shown: list[Exercise], status: dict[str, str], say: Translator
) -> Iterator[str]:
    earned = sum(exercise.points for exercise in shown if status[exercise.id] == "done")
    total = sum(exercise.points for exercise in exercises)
    here = sum(exercise.points for exercise in shown)
    figures = {"earned": f"{earned:g}", "total": f"{total:g}", "here": f"{here:g}"}
    if here == total:
        yield say("{earned} of {total}, the hidden tests have the last word.", **figures)
    else:
        yield say("{earned} of the {here} points run here ({total} in all);", **figures)
        yield say("the hidden tests have the last word.")
    todo = [exercise for exercise in shown if status[exercise.id] != "done"]
    if todo:
        first = todo[0]
        yield joined(say("Next:"), f"{first.id} {first.label} ({say(first.title)})")
        yield f"  {pad(say('a hint:'), 10)} {hint_command(first)}"
        yield f"  {pad(say('only this:'), 10)} {test_command(first, exercises)}"
    elif here < total:
        yield joined(say("All of these are done. The whole course:"), all_command())
    else:
        yield say("All done. Pack it and hand it in: {command}", command=f"{program()} pack")
