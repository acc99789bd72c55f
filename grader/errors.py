"""
Every error of the kit that a person can cause or mend.

::

    GraderError            one line for the person at the terminal, exit code 2
    ├── CourseError        the course itself: manifest, solutions, stubs, hidden tests
    ├── SubmissionRefused  one submission cannot be read; the others are graded
    ├── ResultsError       the results folder cannot be used
    ├── BoxUnavailable     this machine cannot build a box as strong as asked for
    └── BoxFailed          the box broke while it was judging: our failure, never the student's

A message says where, what was found, what was expected and what to do next.
"""


class GraderError(Exception):
    """An error that a person can mend; the command line prints its text and exits 2."""


class CourseError(GraderError):
    """The course is not as the manifest, the layout or the contracts demand."""


class SubmissionRefused(GraderError):  # noqa: N818 - reads as what happened
    """A submission that cannot be read safely; its score stays open."""


class ResultsError(GraderError):
    """The results folder is missing, unwritable or holds something else."""


class BoxUnavailable(GraderError):  # noqa: N818 - reads as what happened
    """This machine lacks what the box needs, and nobody allowed going on without it."""


class BoxFailed(GraderError):  # noqa: N818 - reads as what happened
    """The box itself failed: the submission is tried again, never charged for it."""
