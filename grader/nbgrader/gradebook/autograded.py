"""The notebooks in ``autograded/``: what formgrader opens and feedback is made from."""

import ast
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.errors import GraderError
from grader.intake import Submission, read_submissions
from grader.intake.submissions import Wanted
from grader.messages.message import Language
from grader.nbgrader.course import NbCourse
from grader.nbgrader.edited import is_untouched, stamped
from grader.nbgrader.ids import solution_cell_name
from grader.nbgrader.message import exercise_text
from grader.results.store import Result, write_atomically

from .assignment import Sheet, cell_text, read_notebook_file

# Kept beside the notebooks, as nbgrader's own autograde does: stamps and secrets.
_BESIDE = ("timestamp.txt", "submission_secret.txt")
_GONE = "*No code for this notebook lies in `submitted/`: only points and messages are shown.*"
_REST = "# What else was handed in with this module.\n"


class Autograded:
    """
    Write the graded notebooks of an assignment.

    Every cell of the assignment is there in its order; below each answer stand points and
    messages. What the student wrote is put where it was asked for, found by name, so that
    mangled notebooks and plain modules look the same here. A notebook that somebody has edited
    since it was graded is left alone.
    """

    def __init__(self, nb: NbCourse, sheet: Sheet) -> None:
        self._nb, self._say = nb, nb.language
        release = nb.folder("release")
        self._books = {
            name: read_notebook_file(release / f"{name}.ipynb")
            for name in sheet.notebooks
            if (release / f"{name}.ipynb").is_file()
        }

    def write(self, result: Result) -> str:
        """Write the notebooks of one student; return why not, empty if all is well."""
        folder = self._nb.folder("autograded", result.student)
        if not self._books:
            return "has no notebook to show: release/ is empty"
        submitted = self._nb.folder("submitted", result.student)
        files = self._submission(submitted)
        kept = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for module, book in self._books.items():
                path = folder / f"{module}.ipynb"
                if path.exists() and not is_untouched(path):
                    kept.append(path.name)
                    continue
                exercises = [each for each in result.exercises if each["module"] == module]
                source = files.get(f"{module}.py", b"").decode("utf-8", "replace")
                notes = _notes_on(module, self._books, result)
                filled = _filled(book, exercises, source, notes, self._say)
                write_atomically(path, json.dumps(filled, indent=1) + "\n")
            for name in _BESIDE:
                if (submitted / name).is_file():
                    shutil.copyfile(submitted / name, folder / name)
        except (OSError, GraderError) as error:
            return f"has no notebook to show: {error}"
        if kept:
            return (
                f"has notebooks in autograded/ that the grader did not write, or that were edited "
                f"since: {', '.join(kept)} stayed as they are. Delete them there and run it again "
                "to get new ones"
            )
        return ""

    def _submission(self, folder: Path) -> Mapping[str, bytes]:
        """Return the modules of what was handed in, as they were judged; empty if it is gone."""
        wanted = Wanted(tuple(self._books), {}, "")
        try:
            found = list(read_submissions(folder.parent, (folder.name,), wanted=wanted))
        except GraderError:
            return {}
        return found[0].files if found and isinstance(found[0], Submission) else {}


def _filled(
    book: Mapping[str, Any],
    exercises: Sequence[Mapping[str, Any]],
    source: str,
    notes: Sequence[str],
    say: Language,
) -> dict[str, Any]:
    """Return the released notebook with answers, points and messages in it."""
    by_grade = {exercise["id"]: exercise for exercise in exercises}
    by_solution = {solution_cell_name(exercise["id"]): exercise for exercise in exercises}
    answers, rest = _answers(source, exercises)
    cells: list[dict[str, Any]] = []
    if not source:
        cells.append({"cell_type": "markdown", "metadata": {}, "source": _GONE})
    for plain in book["cells"]:
        cell = plain | {"source": cell_text(plain)}
        name = plain.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
        if name in by_solution and answers.get(by_solution[name]["id"]):
            cell["source"] = answers[by_solution[name]["id"]]
            if rest:
                cells.append(_code_cell(_REST + rest))
                rest = ""
        if name in by_grade:
            cell["outputs"] = list(_outputs(by_grade[name], notes, say))
            notes = ()
        cells.append(cell)
    if rest:
        cells.append(_code_cell(_REST + rest))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": stamped(book.get("metadata", {}), cells),
        "cells": cells,
    }


def _answers(source: str, exercises: Sequence[Mapping[str, Any]]) -> tuple[dict[str, str], str]:
    """Return the definitions asked for by exercise, and what else stands in the module."""
    owners = {name: exercise["id"] for exercise in exercises for name in exercise["names"]}
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}, source
    lines = source.split("\n")
    answers: dict[str, list[str]] = {}
    taken: set[int] = set()
    for node in body:
        names = [getattr(node, "name", "")]
        if isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        owner = next((owners[name] for name in names if name in owners), None)
        if owner is None:
            continue
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(each.lineno for each in decorators)])
        numbers = range(first - 1, node.end_lineno or node.lineno)
        answers.setdefault(owner, []).append("\n".join(lines[number] for number in numbers))
        taken.update(numbers)
    rest = "\n".join(line for number, line in enumerate(lines) if number not in taken)
    return {owner: "\n\n\n".join(texts) for owner, texts in answers.items()}, rest.strip()


def _outputs(
    exercise: Mapping[str, Any], notes: Sequence[str], say: Language
) -> Iterator[dict[str, Any]]:
    """Yield what stands below a grade cell: the message, then the points as a number."""
    text = exercise_text(exercise, notes, say) + "\n"
    yield {"output_type": "stream", "name": "stdout", "text": text}
    if exercise["score"] is not None:
        yield {
            "output_type": "execute_result",
            "execution_count": None,
            "metadata": {},
            "data": {"text/plain": repr(float(exercise["score"]))},
        }


def _code_cell(source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def _notes_on(module: str, modules: Mapping[str, Any], result: Result) -> list[str]:
    """Return the notes that speak of *module*, or of no module by name."""
    others = [f"{other}." for other in modules if other != module]
    return [note for note in result.notes if not any(other in note for other in others)]
