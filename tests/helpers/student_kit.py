"""The exercises in a folder of their own, and their commands run as a student would."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from helpers.courses import REPOSITORY

MODULES = ("gradients", "logistic", "data", "model", "loss", "optimizer", "training", "plots")
ROOT = REPOSITORY
EXERCISES = ROOT / "exercises"

# Code to append to a solved logistic.py, or a line of it and what to write in its place.
WRONG_SIGMOID = "\n\ndef sigmoid(z):\n    return 1 / (1 + torch.exp(z))\n"
RIGHT, WRONG = "positive = z >= 0", "positive = z < 0"
# A loss.py that is not valid Python, in its second line.
BROKEN_LOSS = "def bce_loss(p, y):\n    return (p - y\n"
ENDLESS_ACCURACY = "\n\ndef accuracy(p, y, threshold=0.5):\n    while True:\n        pass\n"


def import_kit() -> None:
    """Make the students' kit importable as ``_kit``, as it is in exercises/."""
    if str(EXERCISES) not in sys.path:
        sys.path.append(str(EXERCISES))


def stage(folder: Path, *, solved: bool) -> Path:
    """Copy the exercises into *folder*, with the solutions in place of the stubs if asked."""
    ignore = shutil.ignore_patterns("__pycache__", ".*")
    exercises = shutil.copytree(EXERCISES, folder / "exercises", ignore=ignore)
    for module in MODULES if solved else ():
        solve(exercises, module)
    return exercises


def solve(exercises: Path, module: str, more: str = "") -> None:
    """Put the solution in place of a stub, and *more* code at its end."""
    text = (ROOT / "solutions" / f"{module}.py").read_text(encoding="utf-8")
    (exercises / f"{module}.py").write_text(text + more, encoding="utf-8")


def run(folder: Path, *arguments: str, columns: int = 80) -> subprocess.CompletedProcess[str]:
    """Run Python in *folder* as a student would, without the settings of this test run."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=kept
        | {
            "COLUMNS": str(columns),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LANGUAGE": "en",
            # Plugins that a student's environment does not have.
            "PYTEST_ADDOPTS": "-p no:hypothesispytest -p no:anyio",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def ask(exercises: Path, *arguments: str, columns: int = 80) -> str:
    """Return what a command prints that does what it is asked."""
    done = run(exercises.parent, "-m", "exercises", *arguments, columns=columns)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refuse(exercises: Path, *arguments: str) -> str:
    """Return the one line of a command that cannot do what it is asked."""
    done = run(exercises.parent, "-m", "exercises", *arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def remember(exercises: Path, status: str, *ids: str) -> None:
    """Write .progress.json as a run of the code as it is would, for some or all exercises."""
    import_kit()
    from _kit.unit.manifest import load_exercises
    from _kit.unit.modules import fingerprint, read

    entries = load_exercises()
    results = {
        entry.id: {
            "status": status,
            "promise": "The slope is s * (1 - s), so it is 1/4 at exactly z = 0.",
            "code": fingerprint(read(entry.module, exercises), entry, entries),
        }
        for entry in entries
        if not ids or entry.id in ids
    }
    state = {"schema": 1, "results": results, "hints": {}}
    (exercises / ".progress.json").write_text(json.dumps(state))
