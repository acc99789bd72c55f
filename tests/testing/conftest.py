"""What the tests of remote objects share."""

import textwrap
from collections.abc import Callable, Iterator

import pytest

from grader.box.zygote import Zygote
from grader.judging.submission.session import SubmissionSession
from grader.testing import Student

Make = Callable[[str], Student]


@pytest.fixture
def submission(zygote: Zygote) -> Iterator[Make]:
    """Make a submission of one module, ``work``."""
    sessions = []

    def make(code: str) -> Student:
        session = SubmissionSession({"work.py": textwrap.dedent(code).encode()}, zygote.spawn)
        sessions.append(session)
        return Student(session.ask, session.exchange)

    yield make
    for session in sessions:
        session.close()
