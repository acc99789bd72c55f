"""Folders of submissions as a class hands them in, and what is read of them."""

import io
import warnings
import zipfile
from pathlib import Path

from grader.course.manifest import Course
from grader.errors import SubmissionRefused
from grader.intake import Refusal, Submission, read_submissions, wanted_of
from grader.intake.readers.frames import Frame
from grader.intake.readers.reader import Reader
from grader.intake.reading import Wanted
from grader.text import clean

MODULES = ("gradients", "loss")
WANTED = Wanted(MODULES)
CODE = b"def loss():\n    return 1\n"


def put(path: Path, data: bytes | str = CODE) -> Path:
    """Write a file, its folders too, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def put_zip(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zipped(members, method))
    return path


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


class ReaderHere(Reader):
    """A reader without a process of its own: what a test puts in place of a limit counts in it."""

    def answers(self, questions):
        work = self._job.prepare(self._job.setup)
        for question in questions:
            try:
                answer = work(question, lambda _path: None)
            except SubmissionRefused as refused:
                yield refused
            else:
                yield self._job.decode(Frame(answer.facts, answer.parts))


def read_all(folder: Path, *only: str) -> dict[str, Submission | Refusal]:
    return {found.student: found for found in read_submissions(folder, only, wanted=WANTED)}


def submission_of(folder: Path, student: str) -> Submission:
    found = read_all(folder)[student]
    assert isinstance(found, Submission), found
    return found


def said(found: Submission) -> tuple[str, ...]:
    """Return the English texts of the notes on a submission."""
    return tuple(map(str, found.notes))


def refusal_of(folder: Path, student: str) -> str:
    """Return why *student* was refused, holding that alice was read all the same."""
    found = read_all(folder)
    refusal = found[student]
    assert isinstance(refusal, Refusal), refusal
    assert found["alice"].files == {"loss.py": CODE}
    reason = str(refusal.reason)
    assert clean(reason) == reason
    return reason


def submission(alice: Path, course: Course) -> Submission:
    """Return what alice handed in, alone in her class, as the real course reads it."""
    (found,) = read_submissions(alice.parent, wanted=wanted_of(course))
    assert isinstance(found, Submission), found
    return found
