"""The proof of a course: each way in which one can be incomplete, stale or leaking."""

import re
import shutil
from pathlib import Path

import pytest
from helpers.courses import TOY

from grader.check.static import prove
from grader.course.manifest import Course, find_course

VISIBLE = Path("exercises/test_shapes.py")
HIDDEN = Path("hidden/test_shapes_hidden.py")
SOLUTION = Path("solutions/shapes.py")
MANIFEST = Path("exercises/unit.toml")


@pytest.fixture
def root(tmp_path) -> Path:
    """A copy of the toy course that a test may spoil."""
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(root: Path) -> list[str]:
    return prove(find_course(root))


def only_problem(root: Path) -> str:
    problems = problems_of(root)
    assert len(problems) == 1, problems
    return problems[0]


def test_whole_course_has_no_problems():
    """The toy course is as a course should be."""
    assert problems_of(TOY) == []


def test_course_is_read_and_never_run(root):
    """A solution that would end the process is proven like any other."""
    change(
        root / SOLUTION, "from torch import Tensor", "from torch import Tensor\nraise SystemExit"
    )
    course: Course = find_course(root)

    assert prove(course) == [
        'exercises/shapes.py is stale. Run "grader sync" and commit the result.'
    ]


def test_points_must_sum_to_what_the_unit_states(root):
    """The toy unit states 10."""
    change(root / MANIFEST, "points = 10", "points = 20")

    assert only_problem(root).startswith(
        "exercises/unit.toml: the points sum to 10, expected the 20 of [unit]. Change the points of"
    )


def test_points_may_sum_to_anything_where_nothing_is_stated(root, course):
    """Then changing them is one edit. This course states a hundred."""
    change(root / MANIFEST, "points = 10\n", "")

    assert problems_of(root) == []
    assert course.unit.stated_points == course.unit.points == 100


def test_undefined_name_is_missed_in_solution_and_stub(root):
    """The manifest names a function that is not there."""
    change(root / MANIFEST, '"double"', '"treble"')

    assert problems_of(root) == [
        "solutions/shapes.py: treble (T1) is not defined at top level. Define it there.",
        "solutions/shapes.py: treble has no marked answer, so its stub would show the solution. "
        'Put the answer between "### BEGIN SOLUTION" and "### END SOLUTION".',
        'exercises/shapes.py: treble (T1) is not defined at top level. Run "grader sync".',
        "solutions/shapes.py: double has a marked answer, and no exercise of unit.toml names it. "
        "Remove it, or add the exercise.",
        "hidden/mistakes/T1_double.py belongs to no exercise of unit.toml. Rename or remove it.",
    ]


def test_unclosed_answer_is_one_problem(root):
    """Several looks meet the same fault; it is said once."""
    change(root / SOLUTION, "    ### END SOLUTION\n\n\ndef total", "\n\ndef total")

    assert only_problem(root).startswith("solutions/shapes.py:34: BEGIN SOLUTION inside the answer")


@pytest.mark.parametrize("path", [SOLUTION, VISIBLE, HIDDEN], ids=str)
def test_missing_file_is_named(root, path):
    """Whatever else a course has, each module needs these."""
    (root / path).unlink()

    assert (
        f"{path} is missing. Write it, or remove its exercises from exercises/unit.toml."
        in problems_of(root)
    )


def test_missing_stub_is_stale(root):
    """The next step for it is to sync."""
    (root / "exercises" / "shapes.py").unlink()

    assert only_problem(root).startswith("exercises/shapes.py is missing. Run")


def test_exercise_without_visible_test_is_named(root):
    """A student needs one test to work against."""
    change(root / VISIBLE, '@pytest.mark.exercise("T2")\n', "")

    assert only_problem(root) == (
        "exercises/test_shapes.py: no visible test of T2, expected at least one. "
        'Mark it @pytest.mark.exercise("T2").'
    )


def test_marker_of_a_class_counts(root):
    """Pytest hands the markers of a class down to its tests, and so does the proof."""
    text = (root / VISIBLE).read_text()
    start = text.index('@pytest.mark.exercise("T2")')
    in_class = (
        '@pytest.mark.exercise("T2")\nclass TestTotal:\n    def test_total(self):\n        pass\n'
    )
    (root / VISIBLE).write_text(text[:start] + in_class)

    assert problems_of(root) == []


def test_marker_of_a_module_counts(root):
    """The same for what a module assigns to pytestmark."""
    change(root / VISIBLE, '@pytest.mark.exercise("T2")\n', "")
    change(root / VISIBLE, "import double", "import double\npytestmark = [mark.exercise('T2')]\n#")

    assert problems_of(root) == []


def test_marker_with_unknown_id_is_named_with_its_line(root):
    """A misspelt id would leave a test that counts for nothing."""
    change(root / VISIBLE, 'exercise("T2")', 'exercise("T3")')

    assert problems_of(root)[0] == (
        "exercises/test_shapes.py:15: test_total_of_one_two is marked for 'T3', expected one "
        "exercise of T1, T2. Fix the marker."
    )


def test_exercise_without_hidden_test_is_named(root):
    """An exercise that nothing judges would give its points to nobody."""
    text = (root / HIDDEN).read_text()
    (root / HIDDEN).write_text(text[: text.index('@pytest.mark.check("T2"')])

    assert only_problem(root) == (
        "hidden/test_shapes_hidden.py: no hidden test of T2, expected at least one. "
        'Mark it @pytest.mark.check("T2", points=1).'
    )


@pytest.mark.parametrize("weight", ["4.5", "0.1", "9"])
def test_points_of_checks_are_weights(root, weight):
    """They need not sum to those of the exercise, which the manifest says."""
    change(root / HIDDEN, 'check("T1", points=4', f'check("T1", points={weight}')

    assert problems_of(root) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("points=4, base", "base", ': key "points" is missing, expected a number above 0.'),
        ("points=4", "points=WORTH", ': key "points" is WORTH, expected a number above 0.'),
        ("def test_double_doubles", "def double_doubles", "is not collected by pytest. Begin its"),
        ('    """Every element is doubled."""\n', "", "has no docstring. Write the sentence"),
        (
            "test_double_keeps_integers",
            "test_double_doubles",
            "has the name of the hidden test hidden/test_shapes_hidden.py:",
        ),
        ("base=True", "base=False", "is gated, but T1 has no base check that could open the gate."),
        ('"T1", points=4', '"E01", points=4', "is marked for 'E01', expected one exercise of T1"),
        ('@pytest.mark.check("T1", points=4, base=True)\n', "", "has no check marker, expected"),
    ],
)
def test_check_that_would_not_count_is_named_with_its_line(root, old, new, problem):
    """A check that pytest drops, or whose points nobody can read, is found before a term does."""
    change(root / HIDDEN, old, new)

    found = [line for line in problems_of(root) if problem in line]

    assert len(found) == 1
    assert found[0].startswith("hidden/test_shapes_hidden.py:")


def test_one_name_in_two_hidden_files_is_named(root):
    """Checks are told apart by their names, whichever file they stand in."""
    shutil.copy(root / HIDDEN, root / "hidden" / "test_more_hidden.py")

    words = (
        r"hidden/test_shapes_hidden\.py:(\d+): test_double_doubles has the name of the hidden test "
        r"hidden/test_more_hidden\.py:\1, expected a name of its own\. Rename one of the two\."
    )
    assert any(re.fullmatch(words, problem) for problem in problems_of(root))


def test_hidden_file_of_no_module_is_named(root):
    """Its checks would never be asked for."""
    (root / "hidden" / "test_areas_hidden.py").write_text("")

    assert only_problem(root) == (
        "hidden/test_areas_hidden.py belongs to no module of exercises/unit.toml. "
        "Rename or remove it."
    )
