"""The students' side of the kit, staged in a folder of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from helpers.courses import REPOSITORY

MODULES = ("gradients", "logistic", "data", "model", "loss", "optimizer", "training", "plots")


ROOT = REPOSITORY


# One module that does not parse, and one mistake of each kind in the others.
BROKEN_LOSS = "def bce_loss(p, y):\n    return (p - y\n"


ENDLESS_ACCURACY = "\n\ndef accuracy(p, y, threshold=0.5):\n    while True:\n        pass\n"


def stage(folder: Path, *, solved: bool) -> Path:
    """Copy the exercises into *folder*, with the solutions in place of the stubs if asked."""
    ignore = shutil.ignore_patterns("__pycache__", ".*")
    exercises = shutil.copytree(ROOT / "exercises", folder / "exercises", ignore=ignore)
    for module in MODULES if solved else ():
        shutil.copy(ROOT / "solutions" / f"{module}.py", exercises)
    return exercises


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
