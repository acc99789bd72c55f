"""Checks whose tests run in the box, beside the submission's code: the tier that can be forged."""

from typing import TYPE_CHECKING

from grader.box.inside import values
from grader.course.checks import Check, hidden_tests
from grader.course.judging_files import inside_files
from grader.course.manifest import Course
from grader.messages.message import message
from grader.results.outcomes import Outcome
from grader.testing.failures import CheckFailed, Question, failed
from grader.text import clean

from .verdicts import NOT_YET

if TYPE_CHECKING:
    from .submission.session import SubmissionSession

NOT_WRITTEN = message("What it asks is still to be written.")


class InsideTests:
    """
    The hidden tests that lie in the folder ``inside``: every file there goes into the box.

    Each test has a child of its own that is asked nothing else: whatever the submission reads
    there, it cannot take to a check that is judged from outside. No word of it reaches a student.
    """

    def __init__(self, course: Course) -> None:
        files = inside_files(course)
        self._files = {name: path.read_bytes().decode("latin-1") for name, path in files.items()}
        self._tests = {test.name: test for test in hidden_tests(course) if test.inside}

    def run(self, check: Check, session: "SubmissionSession") -> CheckFailed | None:
        """Run the test of *check* beside the submission; return why it is not passed."""
        test = self._tests[check.name]
        name = "::".join(dict.fromkeys((f"{test.file}.py", test.definition, test.name)))
        target = f"{check.module}.{check.name}"
        fields = {"op": "tests", "target": target, "files": self._files, "test": name}
        question = Question("tests", target, *values.encode(fields))
        try:
            reply = session.ask_alone(question)
        except CheckFailed as failure:
            failure.precise = True  # There are no other words to look for.
            return failure
        found = reply.get("value")
        outcome, note = found if type(found) is list and len(found) == 2 else ("", reply)
        if outcome == "passed":
            return None
        note = clean(str(note))
        if outcome == "unanswered":
            return failed(Outcome.UNANSWERED, NOT_WRITTEN, note=note)
        return failed(Outcome.WRONG, NOT_YET, note=note)
