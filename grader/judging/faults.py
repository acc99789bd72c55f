"""A fault in finding words for failed checks, as one line for the teacher."""

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
    hidden = course.hidden.resolve()
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if hidden in Path(frame.filename).parents]
    if not frames:
        return clean(text, limit=400)
    frame = (own or frames)[-1]
    path = Path(frame.filename)
    where = path.relative_to(course.root.resolve()).as_posix() if own else path.name
    return clean(f"{where}:{frame.lineno}: {text}", limit=400)


def no_words(fault: str) -> str:
    """Return the note on a check for which no words were looked for."""
    return f"No cause is named here: {fault}"
