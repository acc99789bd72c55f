"""The manifest: what a good one gives, and the sentence for each way of being wrong."""

import os
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY, TOY

from grader.course.manifest import Course, find_course, load_unit
from grader.errors import CourseError

HEAD = """\
schema = 1

[unit]
name = "toy"
title = "Toy"
version = "1.0"
"""
EXERCISE = """
[[exercise]]
id = "T1"
module = "shapes"
names = ["double"]
title = "Twice everything"
points = 6
limit_s = 2.5
minutes = 1
difficulty = 1
hints = ["What is twice 3?", "The star.", "The operator."]
"""


def write_manifest(folder: Path, text: str) -> Path:
    path = folder / "unit.toml"
    path.write_text(text, encoding="utf-8")
    return path


def fault_of(folder: Path, text: str) -> str:
    """Return what load_unit says of *text*, without the path in front."""
    path = write_manifest(folder, text)
    with pytest.raises(CourseError) as caught:
        load_unit(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    return message.removeprefix(str(path))


def test_exercise_holds_every_key(tmp_path):
    """Each key of a table arrives in the record, lists as tuples."""
    unit = load_unit(write_manifest(tmp_path, HEAD + EXERCISE))

    (exercise,) = unit.exercises
    assert (unit.name, unit.title, unit.version) == ("toy", "Toy", "1.0")
    assert (exercise.id, exercise.module, exercise.names) == ("T1", "shapes", ("double",))
    assert (exercise.points, exercise.limit_s, exercise.minutes) == (6, 2.5, 1)
    assert exercise.hints == ("What is twice 3?", "The star.", "The operator.")
    assert not exercise.figure


def test_modules_are_unique_and_in_course_order(tmp_path):
    """A module stands where its first exercise stands."""
    rows = "".join(
        EXERCISE.replace("T1", f"T{number}").replace("shapes", module).replace("double", name)
        for number, module, name in ((1, "shapes", "f"), (2, "areas", "g"), (3, "shapes", "h"))
    )
    unit = load_unit(write_manifest(tmp_path, HEAD + rows))

    assert unit.modules == ("shapes", "areas")
    assert unit.points == 18


def test_shared_modules_stand_after_those_of_exercises(tmp_path):
    """Students write them too; one that an exercise has is there once."""
    head = HEAD + 'shared = ["_helpers", "shapes"]\n'
    assert load_unit(write_manifest(tmp_path, head + EXERCISE)).modules == ("shapes", "_helpers")

    fault = fault_of(tmp_path, HEAD + 'shared = ["json"]\n' + EXERCISE)
    assert "key \"shared\" is ['json'], expected a list of different modules" in fault


def test_stated_points_are_kept_beside_the_sum(tmp_path):
    """The author's own sum does not replace the true one; the proof compares them."""
    unit = load_unit(write_manifest(tmp_path, HEAD + "points = 10\n" + EXERCISE))

    assert (unit.stated_points, unit.points) == (10, 6)


def test_exercise_is_found_by_id():
    """An id leads to its exercise, an unknown one to a list of those there are."""
    unit = load_unit(TOY / "exercises" / "unit.toml")

    assert unit.exercise("T2").names == ("total",)
    with pytest.raises(CourseError, match=r'no exercise "T9"\. Use one of T1, T2\.'):
        unit.exercise("T9")


def test_an_exercise_needs_three_keys(tmp_path):
    """Module and function are called like the id, a call has ten seconds; no more is stated."""
    short = '[[exercise]]\nid = "pay"\ntitle = "Pay"\npoints = 1\n'

    (exercise,) = load_unit(write_manifest(tmp_path, HEAD + short)).exercises

    assert (exercise.module, exercise.names) == ("pay", ("pay",))
    assert (exercise.limit_s, exercise.hints) == (10, ())
    assert (exercise.minutes, exercise.difficulty) == (0, 0)


def test_an_id_that_is_no_name_of_python_needs_names(tmp_path):
    """One line says what to add."""
    short = '[[exercise]]\nid = "1-pay"\nmodule = "bank"\ntitle = "Pay"\npoints = 1\n'

    with pytest.raises(CourseError, match=r'\(1-pay\): key "names" is missing, expected a list'):
        load_unit(write_manifest(tmp_path, HEAD + short))


MANUAL = '\n[[manual]]\nid = "essay"\ntitle = "Why the loss falls"\npoints = 3\n'


def test_exercises_that_a_person_grades_stand_apart(tmp_path):
    """Whatever goes through the exercises meets judged ones alone; the points count both."""
    bonus = MANUAL.replace("essay", "plot") + "bonus = true\n"
    unit = load_unit(write_manifest(tmp_path, HEAD + EXERCISE + MANUAL + bonus))

    assert [each.id for each in unit.exercises] == ["T1"]
    assert [(each.id, each.module, each.bonus) for each in unit.manual] == [
        ("essay", "", False),
        ("plot", "", True),
    ]
    assert (unit.modules, unit.points) == (("shapes",), 9)
    assert unit.worth == {"T1": 6, "essay": 3, "plot": 3}
    assert (unit.judged.points, unit.judged.manual) == (6, ())


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[[manual]]", "[manual]", ': key "manual" is {'),
        ("points = 3", "", ': [[manual]] 1 (essay): key "points" is missing, expected a number'),
        ("points = 3", "points = 3\nnames = []", ': [[manual]] 1 (essay): key "names" is unknown'),
        (
            "essay",
            "t1",
            ': [[manual]] 1 (t1): id "t1" is already used by [[exercise]] 1 (T1). Rename one.',
        ),
    ],
)
def test_a_faulty_table_of_a_manual_exercise_is_named(tmp_path, old, new, fault):
    """The table, the key, what was found and what was expected."""
    assert fault_of(tmp_path, HEAD + EXERCISE + MANUAL.replace(old, new)).startswith(fault)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("schema = 1", "schema = 2", ': key "schema" is 2, expected 1'),
        ("schema = 1", "", ': key "schema" is missing, expected 1'),
        ("schema = 1", "schema = 1\ncolour = 2", ': key "colour" is unknown, expected one of'),
        ('name = "toy"', 'name = "My Toy"', ": [unit]: key \"name\" is 'My Toy', expected small"),
        ('version = "1.0"', "version = 1.0", ': [unit]: key "version" is 1.0, expected one line'),
        ('version = "1.0"', "", ': [unit]: key "version" is missing'),
        (
            'version = "1.0"',
            'version = "1.0"\nrequires = ["pandas>=2"]',
            ": [unit]: key \"requires\" is ['pandas>=2'], expected a list of different packages",
        ),
        (
            'version = "1.0"',
            'version = "1.0"\nrequires = ["py_x", "Py-X"]',
            ": [unit]: key \"requires\" is ['py_x', 'Py-X'], expected a list of different packages",
        ),
        (
            'id = "T1"',
            'id = "T 1"',
            ": [[exercise]] 1 (T 1): key \"id\" is 'T 1', expected letters",
        ),
        ('id = "T1"', "", ': [[exercise]] 1 (): key "id" is missing'),
        ('"shapes"', '"shapes.py"', ": key \"module\" is 'shapes.py', expected a module name"),
        ('"shapes"', '"random"', ": key \"module\" is 'random', expected a module name"),
        ('"shapes"', '"test_shapes"', ": key \"module\" is 'test_shapes', expected"),
        ('["double"]', "[]", ': key "names" is [], expected a list of different'),
        ('["double"]', '"double"', ": key \"names\" is 'double', expected a list of different"),
        ('["double"]', '["f", "f"]', ": key \"names\" is ['f', 'f'], expected a list of different"),
        ('["double"]', '["class"]', ": key \"names\" is ['class'], expected"),
        ('"Twice everything"', '"a\\nb"', ": key \"title\" is 'a\\nb', expected one line"),
        ("points = 6", "points = 0", ': key "points" is 0, expected a number above 0'),
        ("points = 6", "points = 1.125", "expected a number above 0 with at most 2 decimals"),
        ("points = 6", "points = nan", ': key "points" is nan, expected a number above 0'),
        ("points = 6", "points = true", ': key "points" is True, expected a number above 0'),
        ("points = 6", 'points = "6"', ": key \"points\" is '6', expected a number above 0"),
        ("points = 6", "point = 6", ': key "point" is unknown, expected one of'),
        ("limit_s = 2.5", "limit_s = 601", ': key "limit_s" is 601, expected seconds'),
        ("limit_s = 2.5", "limit_s = -1", ': key "limit_s" is -1, expected seconds'),
        ("minutes = 1", "minutes = 1.5", ': key "minutes" is 1.5, expected whole minutes'),
        ("difficulty = 1", "difficulty = 6", ': key "difficulty" is 6, expected 1, 2, 3, 4 or 5'),
        (', "The operator."', "", "expected three lines of text: a question, a tool, a place"),
        ('"The star."', '""', "expected three lines of text: a question, a tool, a place"),
        ("difficulty = 1", 'difficulty = 1\nfigure = "yes"', "key \"figure\" is 'yes', expected"),
    ],
)
def test_wrong_key_is_named_with_what_was_found(tmp_path, old, new, fault):
    """File, table, key, value found and value expected stand in one line."""
    text = HEAD + EXERCISE
    assert old in text

    assert fault in fault_of(tmp_path, text.replace(old, new))


def test_fault_ends_in_an_example(tmp_path):
    """The author can copy a line that would be right."""
    fault = fault_of(tmp_path, HEAD + EXERCISE.replace("difficulty = 1", "difficulty = 6"))

    assert fault.endswith("Write, for example: difficulty = 2")


def test_unit_without_exercises_is_refused(tmp_path):
    """A unit of nothing would give everybody all of nothing."""
    assert 'key "exercise" is missing' in fault_of(tmp_path, HEAD)


def test_id_used_twice_is_refused_whatever_its_capitals(tmp_path):
    """Ids become file names, and some file systems ignore case."""
    second = EXERCISE.replace("T1", "t1").replace("double", "total")

    fault = fault_of(tmp_path, HEAD + EXERCISE + second)

    assert '[[exercise]] 2 (t1): id "t1" is already used by [[exercise]] 1 (T1). Rename' in fault


def test_name_used_twice_in_a_module_is_refused(tmp_path):
    """Two exercises cannot share the function that they judge."""
    fault = fault_of(tmp_path, HEAD + EXERCISE + EXERCISE.replace("T1", "T2"))

    assert 'name "shapes.double" is already used by [[exercise]] 1 (T1)' in fault


def test_broken_toml_is_refused_with_its_line(tmp_path):
    """The place comes from the parser, the file from us."""
    assert " is not TOML: " in fault_of(tmp_path, "schema =\n")
    assert "line 1" in fault_of(tmp_path, "schema =\n")


def test_manifest_that_is_not_utf8_is_refused(tmp_path):
    """An editor that saved Latin-1 is told of, with the place."""
    path = tmp_path / "unit.toml"
    path.write_bytes(b'title = "caf\xe9"')

    with pytest.raises(CourseError, match=r"byte 12 is not UTF-8\. Save the file as UTF-8\."):
        load_unit(path)


def test_manifest_with_byte_order_mark_is_read(tmp_path):
    """Windows editors put a mark at the start; TOML forbids it, people do not see it."""
    path = tmp_path / "unit.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + EXERCISE).encode())

    assert load_unit(path).name == "toy"


@pytest.mark.parametrize("make", [Path.exists, Path.mkdir], ids=["missing", "folder"])
def test_manifest_that_cannot_be_read_is_refused(tmp_path, make):
    """A missing file and a folder of that name are told of like any fault."""
    path = tmp_path / "unit.toml"
    make(path)

    with pytest.raises(CourseError, match=r"cannot be read: .* Expected the manifest"):
        load_unit(path)


def test_course_has_its_folders_side_by_side():
    """A second course keeps its hidden tests beside its exercises."""
    course = find_course(TOY)

    assert course.exercises == TOY / "exercises"
    assert course.solutions == TOY / "solutions"
    assert course.hidden == TOY / "hidden"


def test_hidden_tests_inside_the_grader_come_first(tmp_path):
    """The kit's own course keeps them in the package."""
    (tmp_path / "grader" / "hidden").mkdir(parents=True)
    unit = load_unit(TOY / "exercises" / "unit.toml")

    assert Course(tmp_path, unit).hidden == tmp_path / "grader" / "hidden"


def test_course_is_found_from_a_folder_inside(monkeypatch):
    """Commands work from anywhere in the course."""
    monkeypatch.chdir(TOY / "exercises")

    assert os.path.samefile(find_course().root, TOY)


def test_course_of_the_package_is_the_last_resort(monkeypatch, tmp_path):
    """Outside of any course the kit's own one is meant."""
    monkeypatch.chdir(tmp_path)

    assert find_course().root == REPOSITORY


def test_folder_without_course_is_refused(tmp_path):
    """A folder that was named is not exchanged for another."""
    with pytest.raises(CourseError, match=r"holds no exercises/unit\.toml\. Change to the folder"):
        find_course(tmp_path)
