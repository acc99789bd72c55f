"""
Every error of the kit that a person can cause or fix.

::

    GraderError                one line for the person at the terminal, exit code 2
    ├── CourseError            the course: manifest, solutions, stubs, hidden tests
    │   └── NotCollected       a file of hidden tests cannot be loaded
    ├── SubmissionRefused      one submission cannot be read; the others are graded
    │   ├── TreeRefused        none of its files can be trusted
    │   └── NotebookRefused    a notebook in it cannot be read at all
    ├── DownloadRefused        a download, a class list or a target folder cannot be used
    ├── TermsError             a due date, a time zone, a rule for late work cannot be used
    ├── ResultsError           the results folder cannot be used
    ├── ExportError            scores cannot be written into a platform's file
    ├── GradebookError         nbgrader's gradebook cannot be used
    ├── NoAssignment           Classroom 50 does not say which assignment is graded
    ├── SchedulerUnavailable   there is no cluster to send work to
    ├── BoxUnavailable         this machine cannot build a box as strong as required
    └── BoxFailed              the box broke while judging: our failure, never the student's

A message says where, what was found, what was expected and what to do next.
"""


class GraderError(Exception):
    """An error that a person can fix; the command line prints its text and exits 2."""


class CourseError(GraderError):
    """The course does not follow its manifest, its layout or its contracts."""


class NotCollected(CourseError):  # noqa: N818 - reads as what happened
    """
    A file of hidden tests that cannot be loaded.

    Attributes:
        file: Its name.
        why: The last line of what was raised; all of it if that is an error of the kit.
    """

    def __init__(self, file: str, why: str) -> None:
        super().__init__(file, why)  # What it is made of, so that it can be pickled.
        self.file, self.why = file, why

    def __str__(self) -> str:
        return f"The hidden tests cannot be collected: {self.file}: {self.why}"


class NoCourse(CourseError):  # noqa: N818 - reads as what happened
    """A folder in which no course was found."""


class SubmissionRefused(GraderError):  # noqa: N818 - reads as what happened
    """A submission that cannot be read safely; its score stays open."""


class TreeRefused(SubmissionRefused):
    """Reading one file showed that no other file of the submission can be trusted."""


class NotebookRefused(SubmissionRefused):
    """A notebook file that cannot be read at all."""


class DownloadRefused(GraderError):  # noqa: N818 - reads as what happened
    """A downloaded archive, a class list or a target folder that cannot be used."""


class TermsError(GraderError):
    """A due date, a time zone, a rule for late work or the record of times cannot be used."""


class ResultsError(GraderError):
    """The results folder is missing, unwritable or holds something else."""


class ExportError(GraderError):
    """Scores cannot be written into the file; nothing was changed."""


class GradebookError(GraderError):
    """nbgrader's gradebook cannot be used or does not fit the results; nothing was changed."""


class NoAssignment(GraderError):  # noqa: N818 - reads as what happened
    """The environment does not say which assignment is graded."""


class SchedulerUnavailable(GraderError):  # noqa: N818 - reads as what happened
    """No scheduler can be reached, or no worker serves it; that may pass."""


class BoxUnavailable(GraderError):  # noqa: N818 - reads as what happened
    """This machine lacks what the box needs, and going on without it was not allowed."""


class BoxFailed(GraderError):  # noqa: N818 - reads as what happened
    """The box itself failed: the submission is tried again, never charged for it."""
