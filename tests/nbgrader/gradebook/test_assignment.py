"""The assignment in the gradebook: added as nbgrader would, and refused if it does not fit."""

import shutil
import sqlite3

import pytest
from helpers.gradebooks import (
    api,
    book,
    dump,
    exercise_ids,
    failure,
    write,
)

from grader.nbgrader.gradebook import write_results as writer
from grader.nbgrader.gradebook.write_results import write_results


def test_assignment_entered_by_us_is_what_nbgrader_would_enter(course, results, made, toy):
    """Cells, kinds, points, sources and checksums are those of generate_assignment."""
    query = (
        "select n.name, s.name, s.cell_type, s.locked, s.source, s.checksum, b.type, g.max_score "
        "from source_cell s join notebook n on n.id = s.notebook_id "
        "left join base_cell b on b.name = s.name and b.notebook_id = n.id "
        f"left join {api.GradeCell.__tablename__} g on g.id = b.id order by 1, 2, 7"
    )
    with sqlite3.connect(course / "gradebook.db") as connection:
        wanted = connection.execute(query).fetchall()
    (course / "gradebook.db").unlink()

    write_results(write(results, made("ada")), course)

    with sqlite3.connect(course / "gradebook.db") as connection:
        assert connection.execute(query).fetchall() == wanted
    assert wanted


def test_other_points_in_the_gradebook_are_refused(course, results, made, toy):
    """The first difference is named; nothing is written."""
    unit, first = toy.unit.name, exercise_ids(toy)[0]
    with book(course) as gradebook:
        gradebook.find_grade_cell(first, "shapes", unit).max_score = 7
        gradebook.db.commit()
    before = dump(course)

    line = failure(write(results, made("ada")), course)

    assert f"{unit}/shapes/{first} is worth 7 points there, expected 6." in line
    assert dump(course) == before


def test_missing_cell_in_the_gradebook_is_refused(course, results, made, toy):
    """An exercise that the released notebooks do not have."""
    unit, first = toy.unit.name, exercise_ids(toy)[0]
    with sqlite3.connect(course / "gradebook.db") as connection:
        connection.execute("update base_cell set name = 'old' where name = ?", (first,))
    before = dump(course)

    line = failure(write(results, made("ada")), course)

    assert f"{unit}/shapes has no grade cell {first}, expected one worth 6 points." in line
    assert dump(course) == before


def test_assignment_that_was_never_generated_is_one_clear_line(course, results, made):
    """Neither in the gradebook nor in release/."""
    (course / "gradebook.db").unlink()
    shutil.rmtree(course / "release")

    line = failure(write(results, made("ada")), course)

    assert "release/toy holds no notebook" in line
    assert 'Run "nbgrader generate_assignment toy" in the course first.' in line


@pytest.mark.parametrize("text", ["{", "[]"])
def test_released_notebook_that_is_none_is_one_clear_line(course, results, made, text):
    """The teacher's own files are held to their form too."""
    (course / "gradebook.db").unlink()
    (course / "release" / "toy" / "shapes.ipynb").write_text(text)

    line = failure(write(results, made("ada")), course)

    assert "shapes.ipynb is not a notebook. Generate the assignment again." in line


def test_assignment_that_changes_meanwhile_is_told(course, results, made, monkeypatch, toy):
    """A teacher generates the assignment anew between two batches."""
    monkeypatch.setattr("grader.nbgrader.gradebook.write_results.BATCH", 1)
    write(results, made("ada"), made("ben"))

    write_one = writer.write_batch

    def write_and_change(*args):
        changes = write_one(*args)
        table = api.GradeCell.__table__
        args[0].execute(table.update().values(max_score=99))
        return changes

    monkeypatch.setattr(writer, "write_batch", write_and_change)

    assert "the assignment toy was changed by another program" in failure(results, course)
