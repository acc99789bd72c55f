"""Gradebook files as platforms export them, and results to fill into them."""

from dataclasses import replace
from pathlib import Path

from typer.testing import CliRunner

from grader.cli import app
from grader.lms.scores import Scores, read_scores
from grader.results.class_results import open_results
from grader.results.records import Result
from grader.results.store import ResultStore
from helpers.made_results import TOY, scored

CANVAS = (
    '\ufeff"Student",ID,SIS User ID,SIS Login ID,Section,Essay (77),Toy (4711),Final Score\r\n'
    ",,,,,Manual Posting,,(read only)\r\n"
    "    Points Possible,,,,,20.0,10.00,(read only)\r\n"
    '"Lovelace, Ada",101,S101,ada,"Lab, A",18,,91.5\r\n'
    '"O\'Brien ""Bob"", Ben",102,S102,ben,Lab B,,"3",\r\n'
    '"Müller, Zoë",103,S103,zoe@example.org,Lab B,7,10.0,80\r\n'
    '"Noone, Nora",104,S104,nora,Lab B,1,2,3\r\n'
    '"Student, Test",999,,,,,,\r\n'
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    'Participant 11,Ada Lovelace,ada@example.org,Submitted,,10.00,Yes,"Friday, 30 January",-,\n'
    'Participant 12,Ben O\'Brien,ben@example.org,Submitted,4.00,10.00,Yes,-,-,"<p>So, so.</p>"\n'
    "Participant 13,Zoë Müller,zoe@example.org,Submitted,,10.00,No,-,-,\n"
)


#: The toy course with the one exercise that these files know.
UNIT = replace(TOY.unit, exercises=(replace(TOY.unit.exercises[0], points=10.0),))


def result(student: str, score: float | None, *, refused: str = "", version: str = "") -> Result:
    """Return the result of a student in the toy course; without a score it is open."""
    unit = replace(UNIT, version=version or UNIT.version)
    message, note = "double returned 3 < 4 & more", "raw text for the teacher"
    return scored(unit, student, {"T1": score}, message=message, refused=refused, note=note)


def stored(folder: Path, *results: Result) -> Path:
    """Write results into a folder and return it."""
    store = ResultStore(folder)
    for each in results:
        store.write(each)
    return folder


def written(path: Path, text: str) -> Path:
    """Write a file as it is, line ends too, and return its path."""
    path.write_bytes(text.encode())
    return path


def scores_in(folder: Path) -> Scores:
    """Return the scores in a folder of results, without terms of a course."""
    return read_scores(open_results(folder))


def run_export(*arguments: object):
    """Run ``grader export`` and return what it did."""
    return CliRunner().invoke(app, ["export", *map(str, arguments)])
