"""Source notebooks of the toy course: changed, read, and as nbgrader releases them."""

import json
from pathlib import Path

from grader.course.manifest import Course, find_course

STUB = "# YOUR CODE HERE\n    raise NotImplementedError()"
SOURCE = "source/toy"


def changed(course: Course, old: str, new: str, file: str = "solutions/shapes.py") -> Course:
    """Change a file of the course and read the course again."""
    path = course.root / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    return find_course(course.root)


def cells_by_id(path: Path) -> dict[str, str]:
    """Return the source of every cell of the assignment."""
    cells = json.loads(path.read_text())["cells"]
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in cells
        if "nbgrader" in cell["metadata"]
    }


def as_released(notebook):
    """Return *notebook* as ``nbgrader generate_assignment`` hands it out, without a database."""
    from nbgrader.preprocessors import ClearSolutions, LockCells

    for step in (LockCells(), ClearSolutions()):
        notebook, _ = step.preprocess(notebook, {})
    return notebook
