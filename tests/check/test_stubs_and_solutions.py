"""The proof by running: stubs earn nothing, solutions everything."""

import shutil

import pytest
from helpers.courses import TOY
from helpers.judged import task

from grader.check.stubs_and_solutions import judge_stubs_and_solutions
from grader.course.manifest import find_course
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.errors import CourseError

RIGHT = (TOY / "solutions" / "shapes.py").read_text()


def broken_course(tmp_path, old, new, where="solutions/shapes.py"):
    """Return a copy of the toy course with one text replaced."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    path = root / where
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return root


def test_the_toy_course_proves_itself(toy):
    """Stubs UNANSWERED throughout, solutions PASSED throughout."""
    assert judge_stubs_and_solutions(toy) == []


def test_a_wrong_solution_is_found_before_anybody_is_judged_by_it(tmp_path):
    """The proof names the check, and autograde refuses to start."""
    root = broken_course(tmp_path, "x * 2", "x * 3", "solutions/shapes.py")
    (root / "hidden" / "test_shapes_hidden.py").write_text(
        (TOY / "hidden" / "test_shapes_hidden.py")
        .read_text()
        .replace('reference.call("shapes.double", x))', "2 * x)")
    )

    problems = judge_stubs_and_solutions(find_course(root))

    assert any("the solutions are WRONG" in problem for problem in problems)
    with (
        Pool(WorkerConfig(root), jobs=1) as pool,
        pytest.raises(CourseError, match="reference itself"),
    ):
        list(pool.judge([task(0, {"shapes.py": RIGHT})]))


def test_a_solution_that_raises_is_said_in_one_line(tmp_path):
    """What it raises stands there, not a traceback of the grader."""
    root = broken_course(tmp_path, "x * 2", "x.no_such_thing", "solutions/shapes.py")

    with (
        Pool(WorkerConfig(root), jobs=1) as pool,
        pytest.raises(CourseError, match="no_such_thing"),
    ):
        list(pool.judge([task(0, {"shapes.py": RIGHT})]))
