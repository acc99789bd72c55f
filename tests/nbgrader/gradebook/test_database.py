"""The database itself: made where it is missing, and every fault of it is one clear line."""

import csv
import os
import sqlite3
from importlib.util import find_spec

import pytest
from helpers.gradebooks import (
    POSTGRES,
    api,
    book,
    dump,
    exercise_ids,
    failure,
    nbgrader,
    postgres,
    write,
)

from grader.nbgrader.gradebook import database
from grader.nbgrader.gradebook.database import newest_schema
from grader.nbgrader.gradebook.write_results import write_results


def test_new_gradebook_needs_no_alembic_on_the_path(course, results, made, toy, monkeypatch):
    """Tables, version and assignment are made in one go; nbgrader opens the result."""
    (course / "gradebook.db").unlink()
    monkeypatch.setenv("PATH", "/nowhere")

    done = write_results(write(results, made("ada")), course)

    assert done.created
    with book(course) as gradebook:
        assert gradebook.find_submission(toy.unit.name, "ada").score == toy.unit.points
        assert gradebook.find_assignment(toy.unit.name).max_score == toy.unit.points
    with sqlite3.connect(course / "gradebook.db") as connection:
        found = connection.execute("select version_num from alembic_version").fetchall()
    assert found == [(newest_schema(),)]


def test_locked_gradebook_is_one_clear_line(course, results, made, monkeypatch):
    """Another program holds it for longer than we wait."""
    monkeypatch.setattr(database, "LOCK_WAIT_S", 0.1)
    before = dump(course)
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    line = failure(write(results, made("ada")), course)
    other.execute("ROLLBACK")
    other.close()

    assert "gradebook.db is locked by another program. Wait until" in line
    assert dump(course) == before


def test_read_only_gradebook_is_one_clear_line(course, results, made):
    """Opened for reading only, as a file system without write access would have it."""
    before = dump(course)
    url = f"sqlite:///file:{course}/gradebook.db?mode=ro&uri=true"

    line = failure(write(results, made("ada")), course, url)

    assert "is read-only. Make it and its folder writable" in line
    assert dump(course) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_gradebook_without_rights_is_one_clear_line(course, results, made):
    """The file's own rights."""
    (course / "gradebook.db").chmod(0o444)

    assert "can only be read" in failure(write(results, made("ada")), course)


def test_older_schema_is_one_clear_line(course, results, made):
    """The next step is nbgrader's own upgrade."""
    with sqlite3.connect(course / "gradebook.db") as connection:
        connection.execute("update alembic_version set version_num = '724cde206c17'")
    before = dump(course)

    line = failure(write(results, made("ada")), course)

    assert (
        f"has the schema of another nbgrader version (724cde206c17, expected {newest_schema()})"
        in line
    )
    assert 'run "nbgrader db upgrade"' in line
    assert dump(course) == before


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:///{course}/nbgrader_config.py", "is not an SQLite database. Name the right one"),
        (
            "sqlite:///{course}/other.db",
            "is a database, but not a gradebook of nbgrader: it has no",
        ),
        ("sqlite:///{course}/none/x.db", "its folder does not exist. Check the path."),
        ("sqlite:///{course}", "cannot be opened. Check the path and its rights."),
        ("gradebook.db", '"gradebook.db" is not a database URL. Write it as sqlite:////full'),
        ("nosuch://x/y", "needs a Python package that is not installed"),
        ("postgresql://a:secret@127.0.0.1:1/x", "cannot be reached: "),
    ],
)
def test_database_that_is_none_is_one_clear_line(course, results, made, url, words):
    """Where, what was found, what to do; a password is never shown."""
    with sqlite3.connect(course / "other.db") as connection:
        connection.execute("create table mine (x)")

    line = failure(write(results, made("ada")), course, url.format(course=course))

    assert words in line
    assert "secret" not in line


@pytest.mark.skipif(not POSTGRES, reason="needs Debian's package postgresql")
def test_postgresql_holds_the_same(course, results, made, toy):
    """A real server: created, written, written again, a score by hand kept, exported."""
    first, unit = exercise_ids(toy)[0], toy.unit.name
    write(results, made("ada"), made("José", 1.0, None), made("ben", 0.0))
    driver = "psycopg" if find_spec("psycopg") else "psycopg2"
    with postgres() as url:
        theirs = url.replace("postgresql:", f"postgresql+{driver}:")
        done = write_results(results, course, url)
        with api.Gradebook(theirs) as gradebook:
            gradebook.find_grade(first, "shapes", unit, "ben").manual_score = 2.0
            gradebook.db.commit()
        again = write_results(results, course, url)
        exported = nbgrader(course, "export", "--db", theirs, "--to", "grades.csv")

    assert done.created
    assert done.changes.submissions == 3
    assert (again.changes.submissions, again.changes.comments, again.changes.by_hand) == (0, 0, 1)
    with (course / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row["score"] for row in csv.DictReader(file)}
    rest = toy.unit.points - toy.unit.exercises[0].points
    assert {student: float(score) for student, score in rows.items()} == {
        "ada": toy.unit.points,
        "José": 1.0,
        "ben": 2.0 + rest,
    }
    assert "Traceback" not in exported.stderr
