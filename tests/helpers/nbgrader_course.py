"""An nbgrader course in a temporary folder, and its real commands."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from helpers.courses import REPOSITORY

_STUB = re.compile(r"# YOUR CODE HERE\n +raise NotImplementedError\(\)")
# nbgrader 0.9.6 under SQLAlchemy 2.1 warns about nbgrader's own sessions; Jupyter about TCP.
QUIET = {"PYTHONWARNINGS": "ignore"}


@dataclass(frozen=True)
class NbgraderCourse:
    """
    A released unit and the folders around it.

    Args:
        root: The temporary folder: ``course``, ``exchange``, ``home`` and a folder per student.
        source: The course of the kit that is released.
        unit: Its name.
    """

    root: Path
    source: Path
    unit: str

    @property
    def folder(self) -> Path:
        """The instructor's folder."""
        return self.root / "course"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of every command: nothing of the person who runs the tests."""
        binaries = str(Path(sys.executable).parent)
        home = str(self.root / "home")
        return (
            os.environ
            | QUIET
            | {
                "HOME": home,
                "JUPYTER_DATA_DIR": f"{home}/data",
                "JUPYTER_CONFIG_DIR": f"{home}/config",
                "JUPYTER_RUNTIME_DIR": f"{home}/runtime",
                "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(REPOSITORY),
            }
        )

    def run(self, *words: Any, cwd: Path | None = None, ok: bool = True) -> str:
        """Run a command in the instructor's folder and return all that it said."""
        (self.root / "home").mkdir(exist_ok=True)
        done = subprocess.run(
            list(map(str, words)),
            cwd=cwd or self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        assert (done.returncode == 0) == ok, said
        return said

    def nbgrader(self, *words: Any, cwd: Path | None = None, ok: bool = True) -> str:
        """Run nbgrader with the temporary exchange."""
        exchange = [f"--Exchange.root={self.root / 'exchange'}", f"--Exchange.cache={self.cache}"]
        return self.run("nbgrader", *words, *exchange, cwd=cwd, ok=ok)

    def grader(self, *words: Any) -> str:
        """Run the kit's own command."""
        return self.run(sys.executable, "-m", "grader.cli", *words)

    @property
    def cache(self) -> Path:
        """Where nbgrader keeps what a student has sent."""
        return self.root / "home" / "cache"

    def release(self) -> str:
        """Write the nbgrader course, generate what students get, and return what nbgrader said."""
        self.folder.mkdir(exist_ok=True)
        self.grader("release", "--nbgrader", ".", "--course", self.source)
        return self.nbgrader("generate_assignment", self.unit)

    def student_folder(self, student: str) -> Path:
        """Return where *student* works."""
        return self.root / "students" / student

    def submitted(self, student: str) -> Path:
        """Return where nbgrader collects what *student* handed in."""
        return self.folder / "submitted" / student / self.unit


Edit = Callable[[str, Any], None]


def edit_notebooks(folder: Path, edit: Edit) -> None:
    """Call *edit* with name and notebook of everything in *folder* and save the notebook."""
    for path in sorted(folder.glob("*.ipynb")):
        notebook = nbformat.read(path, 4)
        edit(path.stem, notebook)
        path.write_text(nbformat.writes(notebook))


def answers_into(answers: Mapping[str, str]) -> Edit:
    """Return an edit that writes the answers of these exercises in place of their stubs."""

    def answer(name: str, notebook: Any) -> None:
        for cell in notebook.cells:
            key, _, kind = cell.metadata.get("nbgrader", {}).get("grade_id", "").rpartition("_")
            if key in answers and kind == "solution":
                cell.source = _STUB.sub(lambda _, text=answers[key]: text, cell.source, count=1)

    return answer


def solve_from(source: Path) -> Edit:
    """Return an edit that writes the answers of the instructor's notebooks in *source*."""

    def solve(name: str, notebook: Any) -> None:
        answers = {
            cell.metadata.nbgrader.grade_id: cell.source
            for cell in nbformat.read(source / f"{name}.ipynb", 4).cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        }
        for cell in notebook.cells:
            key = cell.metadata.get("nbgrader", {}).get("grade_id")
            if key in answers:
                lines = answers[key].split("\n")
                kept = [line for line in lines if line.lstrip()[:4] != "### "]
                cell.source = "\n".join(kept)

    return solve
