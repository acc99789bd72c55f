"""The command line, run as a program."""

import os
import subprocess
import sys

from helpers.courses import REPOSITORY, TOY

COLUMNS = {"COLUMNS": "80", "NO_COLOR": "1"}


RIGHT = (TOY / "solutions" / "shapes.py").read_text()


def grader(*words, cwd=REPOSITORY, **environment):
    """Run the console script and return the finished process."""
    return subprocess.run(
        [sys.executable, "-m", "grader.cli", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | COLUMNS | environment,
        check=False,
    )


def autograde(submissions, to, *words, course=TOY):
    """Run ``grader autograde`` on the toy course."""
    return grader("autograde", submissions, "--to", to, "--course", course, *words)
