"""The source notebook of one module, with nbgrader's cells."""

import ast
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.course.manifest import Course, Exercise
from grader.course.solution_markers import find_answers
from grader.course.source import parse, read_text
from grader.errors import CourseError
from grader.nbgrader.ids import checks_id, grade_id, imports_id, notebook_exercises, solution_id

from .markdown import exercise_heading, folded_hints, lesson
from .notebook_pages import NotebookPage, PageSection, load_page

SCHEMA = 3
OWN_KEY = "grader"
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_HELP = (
    "Write your answers where a cell says `YOUR CODE HERE`, and keep the line with the name and "
    "the arguments. The cell below each answer runs the visible tests of the exercise: run it as "
    "often as you like. Hidden tests decide the points after you hand in. Keep this notebook next "
    "to the folder `kit`, which holds the visible tests."
)


def build_notebook(course: Course, module: str) -> Any:
    """
    Return the instructor's notebook of *module*, with the answers between their markers.

    The same course always gives the same text, and the ids of cells come from the ids of the
    exercises.

    Raises:
        CourseError: If the solution or its page is faulty.
    """
    where = f"solutions/{module}.py"
    source = read_text(course.solutions / f"{module}.py", where)
    find_answers(source, where)
    exercises = notebook_exercises(course.unit, module)
    parts = _Parts(source, where, exercises)
    page = load_page(course, module)
    cells = list(_opening(course, module, parts, page))
    for exercise in exercises:
        cells += _exercise_cells(exercise, parts.answers[exercise.id], page.of(exercise.id))
    if module == course.unit.modules[-1]:
        for exercise in course.unit.manual:
            cells += _manual_cells(exercise)
    for number, cell in enumerate(cells):
        meta = cell.metadata.get("nbgrader", {})
        cell.id = meta.get("grade_id") or f"{module}-{number}"
    notebook = new_notebook(
        cells=cells, metadata={"kernelspec": _KERNEL, "language_info": {"name": "python"}}
    )
    notebook.metadata[OWN_KEY] = {"release": content_digest(notebook)}
    return notebook


def notebook_text(notebook: Any) -> str:
    """Return the notebook as the text of its file."""
    return f"{nbformat.writes(notebook)}\n"


def content_digest(notebook: Mapping[str, Any]) -> str:
    """Return a hash of what a person may edit: types, texts and nbgrader's metadata of cells."""
    parts = [[cell["cell_type"], cell["source"], _own_metadata(cell)] for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


def _own_metadata(cell: Mapping[str, Any]) -> dict[str, Any]:
    """Return nbgrader's metadata as we write it, without what Jupyter adds."""
    meta = cell["metadata"].get("nbgrader", {})
    return {key: meta[key] for key in sorted(meta) if key not in ("checksum", "cell_type")}


class _Parts:
    """
    The parts of a solution: its imports, and the definitions of each exercise.

    What stands below ``if __name__ == "__main__"`` is none of them.

    Args:
        source: The text of the module.
        where: The name of the module in messages.
        exercises: The exercises of the module.
    """

    def __init__(self, source: str, where: str, exercises: tuple[Exercise, ...]) -> None:
        tree = parse(source, where)
        self._lines = source.split("\n")
        self.docstring = ast.get_docstring(tree, clean=False) or ""
        body = tree.body[1:] if self.docstring else tree.body
        owners = {name: exercise.id for exercise in exercises for name in exercise.names}
        found: dict[str, list[str]] = {exercise.id: [] for exercise in exercises}
        shared: list[str] = []
        end = tree.body[0].end_lineno or 0 if self.docstring else 0
        for node in body:
            name = getattr(node, "name", "")
            text = self._text(end + 1, node)
            end = self._last(node)
            if name in owners:
                found[owners.pop(name)].append(text)
            elif _is_of_script(node):
                continue  # A notebook is always "__main__", and its answers come later.
            else:
                shared.append(text)
        if owners:
            missing = next(iter(owners))
            raise CourseError(
                f"{where} does not define {missing} at its top level, expected it for exercise "
                f"{owners[missing]}. Define it, or fix the manifest."
            )
        self.shared = "\n".join(shared)
        self.answers = {key: "\n\n\n".join(texts) for key, texts in found.items()}

    def _text(self, first: int, node: ast.stmt) -> str:
        """Return the lines of *node*, with the comments right above it."""
        decorators = getattr(node, "decorator_list", [])
        start = min([node.lineno, *(decorator.lineno for decorator in decorators)])
        while start > first and self._lines[start - 2].startswith("#"):
            start -= 1
        return "\n".join(self._lines[start - 1 : self._last(node)])

    def _last(self, node: ast.stmt) -> int:
        """Return the last line of *node*, including an indented comment at its end."""
        last = end = node.end_lineno or node.lineno
        for number, line in enumerate(self._lines[end:], start=end + 1):
            if line.strip() and not (line[0].isspace() and line.lstrip().startswith("#")):
                break
            last = number if line.strip() else last
        return last


def _is_of_script(node: ast.stmt) -> bool:
    """Say whether a statement is ``if __name__ == "__main__"``."""
    names = ast.walk(node.test) if isinstance(node, ast.If) else ()
    return any(isinstance(part, ast.Name) and part.id == "__name__" for part in names)


def _opening(course: Course, module: str, parts: _Parts, page: NotebookPage) -> Iterator[Any]:
    """Yield the title, the imports, and the module's lesson with its worked example."""
    title = next(iter(parts.docstring.strip().split("\n")), module) or module
    number = course.unit.modules.index(module) + 1
    yield new_markdown_cell(
        f"# {title.rstrip('.')}\n\n"
        f"{course.unit.title}, notebook {number} of {len(course.unit.modules)}.\n\n{_HELP}"
    )
    figures = any(exercise.figure for exercise in notebook_exercises(course.unit, module))
    yield _code("import kit\n\n%matplotlib inline" if figures else "import kit")
    if parts.shared:
        yield _code(parts.shared, _meta(imports_id(module), locked=True))
    if page.opening.text:
        yield new_markdown_cell(page.opening.text)
    yield from map(_code, page.opening.code)
    _, _, rest = parts.docstring.strip().partition("\n")
    for kind, text in lesson(rest):
        yield new_markdown_cell(text) if kind == "text" else _code(text)


def _exercise_cells(exercise: Exercise, answer: str, section: PageSection) -> Iterator[Any]:
    """Yield the task, the solution cell, the visible tests, the points and the pictures."""
    task = (exercise_heading(exercise), section.text, folded_hints(exercise))
    points, kind = f"{exercise.points:g}", " as a bonus" if exercise.bonus else ""
    yield new_markdown_cell("\n\n".join(filter(None, task)))
    yield _code(answer, _meta(solution_id(exercise), solution=True))
    yield _code(
        f'# The visible tests of {exercise.id}.\nkit.check("{exercise.id}")',
        _meta(checks_id(exercise), locked=True),
    )
    yield _code(
        f"# {exercise.id} is worth {points}{kind}. Hidden tests decide; they are not in this "
        "notebook.\n"
        f'kit.grade("{exercise.id}", {points})',
        _meta(grade_id(exercise), grade=True, locked=True, points=exercise.points),
    )
    yield from map(_code, section.code)


def _manual_cells(exercise: Exercise) -> Iterator[Any]:
    """Yield the task of an exercise that a person grades, and the cell for its answer."""
    words = "Write your answer into the cell below. Your teacher grades it."
    yield new_markdown_cell(f"{exercise_heading(exercise)}\n\n{words}")
    meta = _meta(grade_id(exercise), grade=True, solution=True, points=exercise.points)
    yield new_markdown_cell("YOUR ANSWER HERE", metadata={"nbgrader": meta})


def _code(source: str, nbgrader: dict[str, Any] | None = None) -> Any:
    return new_code_cell(source, metadata={"nbgrader": nbgrader} if nbgrader else {})


def _meta(
    grade_id: str,
    *,
    grade: bool = False,
    locked: bool = False,
    solution: bool = False,
    points: float | None = None,
) -> dict[str, Any]:
    """Return nbgrader's metadata of a cell, schema 3."""
    meta = {
        "schema_version": SCHEMA,
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "solution": solution,
        "task": False,
    }
    return meta | ({"points": points} if grade else {})
