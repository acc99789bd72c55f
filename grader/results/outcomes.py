"""The outcomes a check can have."""

import enum


class Outcome(enum.StrEnum):
    """The outcome of a check; every check of every submission has exactly one."""

    PASSED = "PASSED"
    WRONG = "WRONG"
    UNANSWERED = "UNANSWERED"
    RAISED = "RAISED"
    TIMED_OUT = "TIMED_OUT"
    OUT_OF_MEMORY = "OUT_OF_MEMORY"
    KILLED = "KILLED"
    #: The kit's own failure: leaves the score open, is never charged to the student.
    NOT_JUDGED = "NOT_JUDGED"
