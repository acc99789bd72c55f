"""The notebooks in ``autograded/``, which formgrader and generate_feedback open."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.errors import GraderError
from grader.intake import Submission, read_submissions
from grader.intake.entry import submission_reader
from grader.intake.notebook.cells import cell_text
from grader.intake.outline import Outline, OutlineReader
from grader.intake.reading import Wanted
from grader.messages.language import Language
from grader.messages.message import Message
from grader.nbgrader.course import NbgraderCourse
from grader.nbgrader.edit_stamp import is_untouched, stamped
from grader.nbgrader.grade_cell import grade_cell_outputs, notes_on
from grader.nbgrader.ids import solution_cell_name
from grader.results.records import ExerciseResult, Result
from grader.results.store import write_text

from .assignment import Assignment, read_notebook_file

# Kept beside the notebooks, as nbgrader's own autograde does: stamps and secrets.
_BESIDE = ("timestamp.txt", "submission_secret.txt")
_GONE = "*`submitted/` holds no code for this notebook: only points and messages are shown.*"
_REST = "# The rest of the code that was handed in for this module.\n"


class AutogradedNotebooks:
    """
    Writes the graded notebooks of an assignment.

    Each notebook has all cells of the assignment in their order, with points and messages below
    each answer. Answers are found by name and put into their solution cells, so a mangled
    notebook and a plain module look alike. A notebook that was edited by hand after it was
    graded is kept.
    """

    def __init__(self, nb: NbgraderCourse, assignment: Assignment) -> None:
        self._nb, self._translate = nb, nb.language
        release = nb.folder("release")
        self._books = {
            name: read_notebook_file(release / f"{name}.ipynb")
            for name in assignment.notebooks
            if (release / f"{name}.ipynb").is_file()
        }
        self._wanted = Wanted(tuple(self._books), {}, "")
        self._reader, self._outlines = submission_reader(self._wanted), OutlineReader()

    def close(self) -> None:
        """End the processes that read submissions."""
        self._reader.close()
        self._outlines.close()

    def write(self, result: Result) -> str:
        """Write the notebooks of one student. Return what is wrong, or "" if nothing is."""
        folder = self._nb.folder("autograded", result.student)
        if not self._books:
            return "has no notebook to show: release/ is empty"
        submitted = self._nb.folder("submitted", result.student)
        outlines = self._outlines_of(submitted)
        kept = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for module, book in self._books.items():
                path = folder / f"{module}.ipynb"
                if path.exists() and not is_untouched(path):
                    kept.append(path.name)
                    continue
                exercises = [each for each in result.exercises if each.module == module]
                outline = outlines.get(f"{module}.py", Outline((), ()))
                notes = notes_on(module, self._books, result.all_notes)
                filled = _filled(book, exercises, outline, notes, self._translate)
                write_text(path, json.dumps(filled, indent=1) + "\n")
            for name in _BESIDE:
                if (submitted / name).is_file():
                    shutil.copyfile(submitted / name, folder / name)
        except (OSError, GraderError) as error:
            return f"has no notebook to show: {error}"
        if kept:
            return (
                "has notebooks in autograded/ that the grader did not write, or that were edited "
                f"by hand: {', '.join(kept)} stayed as they are. To replace them, delete them "
                "and run the command again"
            )
        return ""

    def _outlines_of(self, folder: Path) -> Mapping[str, Outline]:
        """Return the modules of a submission as they were judged; none if it is gone."""
        only = (folder.name,)
        try:
            found = list(
                read_submissions(folder.parent, only, wanted=self._wanted, reader=self._reader)
            )
        except GraderError:
            return {}
        if not (found and isinstance(found[0], Submission)):
            return {}
        names = [name for module in self._books if (name := f"{module}.py") in found[0].files]
        return self._outlines.outlines({name: found[0].files[name] for name in names})


def _filled(
    book: Mapping[str, Any],
    exercises: Sequence[ExerciseResult],
    module: Outline,
    notes: Sequence[Message],
    translate: Language,
) -> dict[str, Any]:
    """Return the released notebook with answers, points and messages in it."""
    by_grade = {exercise.id: exercise for exercise in exercises}
    by_solution = {solution_cell_name(exercise.id): exercise for exercise in exercises}
    answers, rest = _answers(module, exercises)
    cells: list[dict[str, Any]] = []
    if not any(module.lines):
        cells.append({"cell_type": "markdown", "metadata": {}, "source": _GONE})
    for plain in book["cells"]:
        cell = plain | {"source": cell_text(plain)}
        name = plain.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
        if name in by_solution and answers.get(by_solution[name].id):
            cell["source"] = answers[by_solution[name].id]
            if rest:
                cells.append(_code_cell(_REST + rest))
                rest = ""
        if name in by_grade:
            cell["outputs"] = grade_cell_outputs(by_grade[name], notes, translate)
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


def _answers(module: Outline, exercises: Sequence[ExerciseResult]) -> tuple[dict[str, str], str]:
    """Return the code of each exercise by its id, and the rest of the module."""
    owners = {name: exercise.id for exercise in exercises for name in exercise.names}
    answers: dict[str, list[str]] = {}
    taken: set[int] = set()
    for statement in module.statements:
        owner = next((owners[name] for name in statement.names if name in owners), None)
        if owner is None:
            continue
        numbers = range(statement.first - 1, statement.last)
        answers.setdefault(owner, []).append("\n".join(module.lines[n] for n in numbers))
        taken.update(numbers)
    rest = "\n".join(line for number, line in enumerate(module.lines) if number not in taken)
    return {owner: "\n\n\n".join(texts) for owner, texts in answers.items()}, rest.strip()


def _code_cell(source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }
