"""``python -m exercises compare NAME``: a worked answer and other right ways beside one's own."""

import ast
import re

from _kit.commands import CommandError
from _kit.commands.hints import exercise_named
from _kit.language import Translator
from _kit.terminal import Screen
from _kit.unit.manifest import FOLDER, Exercise
from _kit.unit.modules import definitions, parse, read

WORKED = "worked"


def compare(screen: Screen, translate: Translator, name: str) -> None:
    """
    Print the student's code of an exercise, then its worked answer and two other ways.

    Args:
        screen: Where to.
        translate: Translates what is shown.
        name: A function, class, id or module.

    Raises:
        CommandError: If no exercise has this name, or the worked answers are not there.
        UnreadableError: If the module cannot be read.
    """
    exercise = exercise_named(name)
    try:
        page = (FOLDER / WORKED / f"{exercise.id}.md").read_text(encoding="utf-8")
    except OSError:
        raise CommandError(
            "The worked answers are not here. Your instructor gives them out after the deadline: "
            "unpack that zip over this folder."
        ) from None
    screen.line(translate("Your answer"), "bold")
    screen.line(f"\n{_own(exercise)}")
    # The code keeps its lines; what is said about it is wrapped.
    parts = re.split(r"```python\n(.*?)```\n", page.partition("\n")[2], flags=re.DOTALL)
    for place, part in enumerate(parts):
        if place % 2:
            screen.line(part)
            continue
        for line in filter(None, part.split("\n")):
            screen.wrapped(line.removeprefix("## "), colour="bold" if line[:3] == "## " else "")
            screen.line()


def _own(exercise: Exercise) -> str:
    source = read(exercise.module)
    found = definitions(parse(exercise.module, source))
    lines = source.decode("utf-8-sig", "replace").splitlines()
    texts = []
    for node in (found[name] for name in exercise.names if name in found):
        first = node.body[0]
        skipped = range(0)
        if ast.get_docstring(node):
            skipped = range(first.lineno, (first.end_lineno or first.lineno) + 1)
        numbers = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        texts.append("\n".join(lines[number - 1] for number in numbers if number not in skipped))
    return "\n\n\n".join(texts) + "\n"
