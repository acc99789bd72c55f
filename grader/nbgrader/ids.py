"""The names of a unit in nbgrader: its assignment, its notebooks, and the ids of their cells."""

from grader.course.manifest import Exercise, Unit


def assignment_name(unit: Unit) -> str:
    """Return the name of the unit's assignment, which is a folder below ``source/``."""
    return unit.name


def notebook_name(module: str) -> str:
    """Return the name of the notebook of *module*, without ``.ipynb``."""
    return module


def notebook_exercises(unit: Unit, module: str) -> tuple[Exercise, ...]:
    """Return the exercises of one notebook, in course order."""
    return tuple(exercise for exercise in unit.exercises if exercise.module == module)


def grade_id(exercise: Exercise) -> str:
    """
    Return the id of the cell that carries the points.

    It is the id of the exercise, which never changes: nbgrader files every score under it.
    """
    return exercise.id


def solution_id(exercise: Exercise) -> str:
    """Return the id of the cell that the student fills in, and that comments belong to."""
    return solution_cell_name(exercise.id)


def solution_cell_name(exercise_id: str) -> str:
    """Return the id of the solution cell of the exercise *exercise_id*."""
    return f"{exercise_id}_solution"


def checks_id(exercise: Exercise) -> str:
    """Return the id of the locked cell that runs the visible tests and scores nothing."""
    return f"{exercise.id}_checks"


def imports_id(module: str) -> str:
    """Return the id of the locked cell with the imports at the top of a notebook."""
    return f"{module}_imports"
