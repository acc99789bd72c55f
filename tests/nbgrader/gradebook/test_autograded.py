"""The notebooks in autograded/: renewed by the grader, kept where a person edited them."""

import nbformat
from helpers.gradebooks import book, write

from grader.messages.message import message
from grader.nbgrader.grade_cell import notes_on
from grader.nbgrader.gradebook.write_results import write_results


def test_edited_notebook_is_kept_and_named(course, results, made, toy):
    """Written notebooks are renewed, opened and saved or not; an edit by a person is not lost."""
    write_results(write(results, made("ada", 0.0), made("ben", 0.0)), course)
    shapes = {
        student: course / "autograded" / student / toy.unit.name / "shapes.ipynb"
        for student in ("ada", "ben")
    }
    edited = nbformat.read(shapes["ada"], 4)
    edited.cells[-1].source += "\n# Look here"
    nbformat.write(edited, shapes["ada"])
    nbformat.write(nbformat.read(shapes["ben"], 4), shapes["ben"])
    before = shapes["ada"].read_text()

    again = write_results(write(results, made("ada"), made("ben")), course)

    assert shapes["ada"].read_text() == before
    assert "The sum as a number: 4 of 4 points" in shapes["ben"].read_text()
    (line,) = again.left_out
    assert line.startswith("ada has notebooks in autograded/ that the grader did not write, or")
    assert "shapes.ipynb stayed as they are" in line
    with book(course) as gradebook:
        assert gradebook.find_submission(toy.unit.name, "ada").score == toy.unit.points


def test_a_notebook_shows_the_notes_about_it_and_those_about_none():
    """What a note is about is read from its values, not from its sentence."""
    own = message("{path}: {note}", path="week 3/loss.ipynb", note=message("It was joined."))
    other = message("{note} It counts.", note=message("{path} was read.", path="Model.py"))
    none = message("Only the folder model. was read.")

    assert notes_on("loss", ["loss", "Model"], [own, other, none]) == [own, none]
