"""
How far you are, and hints one at a time.

    python -m exercises
    python -m exercises hint sigmoid
    python -m exercises hint sigmoid --step 2
"""

import argparse
import ast
import difflib
import sys
import textwrap
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from _kit.manifest import (  # noqa: E402 - needs the path above
    Exercise,
    all_command,
    hint_command,
    load_exercises,
    test_command,
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit code: 0, or 2 for a question without an answer."""
    parser = argparse.ArgumentParser(
        prog="python -m exercises", description="How far you are, and hints one at a time."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("progress", help="what is written and what comes next (the default)")
    hint = commands.add_parser("hint", help="show one hint of an exercise")
    hint.add_argument("name", help="a function, a class or an id: sigmoid, LR, E06")
    hint.add_argument("--step", type=int, default=1, choices=(1, 2, 3), help="default: 1")
    chosen = parser.parse_args(arguments)
    if chosen.command == "hint":
        return show_hint(chosen.name, chosen.step)
    return show_progress()


def show_progress() -> int:
    """Print which exercises are written. Nothing is run: written is not yet right."""
    exercises = load_exercises()
    states = {exercise.id: state_of(exercise) for exercise in exercises}
    for exercise in exercises:
        print(f"{exercise.id:<4} {exercise.label:<25} {states[exercise.id]}")
    written = sum(state == "written" for state in states.values())
    print(f"\n{written} of {len(exercises)} written. Whether they are right: {all_command()}")
    todo = [exercise for exercise in exercises if states[exercise.id] != "written"]
    if todo:
        print(f"Next: {todo[0].id} {todo[0].label} ({todo[0].title})")
        print(f"  the task:  {todo[0].module}.py")
        print(f"  a hint:    {hint_command(todo[0])}")
        print(f"  only this: {test_command(todo[0], exercises)}")
    return 0


def state_of(exercise: Exercise) -> str:
    """Return "written", "to do", or why the module cannot tell."""
    path = HERE / f"{exercise.module}.py"
    try:
        tree = ast.parse(path.read_bytes())
    except OSError:
        return f"{path.name} is missing"
    except (SyntaxError, ValueError) as error:
        return f"{path.name}:{getattr(error, 'lineno', None) or 1} cannot be read by Python"
    found = {node.name: node for node in tree.body if hasattr(node, "name")}
    missing = [name for name in exercise.names if name not in found or is_stub(found[name])]
    return "to do" if missing else "written"


def is_stub(definition: ast.AST) -> bool:
    """Return whether a part of a definition is still to be written."""
    return any(
        isinstance(node, ast.Raise) and "is still to be written" in ast.unparse(node)
        for node in ast.walk(definition)
    )


def show_hint(name: str, step: int) -> int:
    """Print one hint of the exercise with this name or id."""
    exercises = load_exercises()
    known = {key: exercise for exercise in exercises for key in (*exercise.names, exercise.id)}
    folded = {key.lower(): key for key in known}
    key = folded.get(name.lower())
    if key is None:
        close = [folded[match] for match in difflib.get_close_matches(name.lower(), folded)]
        ask = f"Did you mean {' or '.join(close)}?" if close else "See python -m exercises."
        print(f"No exercise is called {name!r}. {ask}", file=sys.stderr)
        return 2
    exercise = known[key]
    count = len(exercise.hints)
    print(f"{exercise.id} {exercise.label}, hint {step} of {count}:\n")
    print(textwrap.fill(exercise.hints[step - 1], 76, break_on_hyphens=False))
    if step < count:
        print(f"\nThe next one: {hint_command(exercise)} --step {step + 1}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
