"""A fault in finding words or figures, as one line for the teacher."""

import traceback
from pathlib import Path

from grader.course.manifest import Course
from grader.errors import GraderError
from grader.text import clean

GAVE_UP = "the grader failed twice while it judged this submission and looked for one."


def describe_fault(error: BaseException, course: Course) -> str:
    """
    Return file, line and text of *error*; its place is in the hidden tests, if it was there.

    What the course or the grader says itself stands as it is.
    """
    text = " ".join(str(error).split())
    if isinstance(error, GraderError):
        return clean(text, limit=400)
    text = f"{type(error).__name__}: {text}" if text else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    where = place_in_course(error, course)
    if not where and frames:
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
    return clean(f"{where}: {text}" if where else text, limit=400)


def place_in_course(error: BaseException, course: Course) -> str:
    """Return file and line where the hidden tests raised *error* or do not parse, or ""."""
    places = [(each.filename, each.lineno) for each in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    hidden = course.hidden.resolve()
    own = [(Path(name), line) for name, line in places if hidden in Path(name).parents]
    if not own:
        return ""
    path, line = own[-1]
    return f"{path.relative_to(course.root.resolve()).as_posix()}:{line}"


def no_words(fault: str) -> str:
    """Return the note on a check for which no words were looked for."""
    return f"No cause is named here: {fault}"
