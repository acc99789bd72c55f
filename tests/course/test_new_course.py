"""A course of one's own: written by one command, proved at once, and the engine knows no other."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY
from helpers.judged import task
from typer.testing import CliRunner

from grader.check.static import prove
from grader.cli import app
from grader.course.manifest import find_course
from grader.course.new_course import write_course
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.errors import CourseError


def files_in(root: Path) -> set[str]:
    return {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}


@pytest.mark.parametrize("options", [[], ["--torch"]])
def test_a_new_course_passes_its_proof_at_once(tmp_path, monkeypatch, options):
    """``grader new`` and then ``grader check``: stubs earn nothing, solutions everything."""
    runner = CliRunner()
    monkeypatch.chdir(tmp_path)

    made = runner.invoke(app, ["new", "linear-models", *options])
    checked = runner.invoke(app, ["check", "--course", "linear-models", "--mutants"])

    assert made.exit_code == 0, made.output
    assert "Next: grader check --course" in made.stdout
    assert len(made.stdout.splitlines()) < 15  # The kit's files are told in one line.
    assert checked.exit_code == 0, checked.output
    assert "2 of 2 mutants of the solutions are caught" in checked.stdout
    assert "Linear models: 1 exercise, 5 points. Stubs earn 0, solutions 5" in checked.stdout


def test_a_new_course_needs_torch_only_if_it_was_asked_for(tmp_path):
    """Its own files are plain Python; with ``torch`` they work with tensors."""
    for torch in (False, True):
        course = find_course(write_course(tmp_path / f"course{torch:d}", torch=torch).root)
        own = [*course.solutions.glob("*.py"), *course.hidden.rglob("*.py")]
        own += course.exercises.glob("*.py")
        texts = [
            path.read_text() for path in own if path.name not in ("conftest.py", "__main__.py")
        ]

        assert course.unit.requires == (("torch",) if torch else ())
        assert len(texts) == 5
        assert any("torch" in text for text in texts) is torch


def test_a_new_course_has_every_part_in_its_place(tmp_path):
    """Manifest, solution, stub, a visible and a hidden test, a page; and the students' kit."""
    write_course(tmp_path / "trees", module="forest", function="grow", title="Trees, and more")

    found = files_in(tmp_path / "trees")
    assert {
        "exercises/unit.toml",
        "exercises/README.md",
        "exercises/forest.py",
        "exercises/test_forest.py",
        "exercises/conftest.py",
        "solutions/forest.py",
        "hidden/test_forest_hidden.py",
    } <= found
    unit = find_course(tmp_path / "trees").unit
    assert (unit.name, unit.title) == ("trees", "Trees, and more")
    assert unit.exercises[0].names == ("grow",)
    assert prove(find_course(tmp_path / "trees")) == []


def test_the_kit_of_a_new_course_holds_nothing_of_this_one(tmp_path):
    """No function, title, hint or picture of these exercises: in no file, and in no catalogue."""
    write_course(tmp_path / "trees")
    own = find_course(REPOSITORY).unit
    words = {name for exercise in own.exercises for name in exercise.names if "_" in name}
    words |= {text for exercise in own.exercises for text in (exercise.title, *exercise.hints)}
    words |= {f"{own.title}\n", "saved_plots.draw_", "E06", "E20"}

    exercises = tmp_path / "trees" / "exercises"
    kit = {name: (exercises / name).read_bytes() for name in files_in(exercises)}

    assert "_kit/locale/zh/LC_MESSAGES/kit.mo" in kit
    assert "saved_plots.py" not in kit
    assert [
        (name, word) for name, data in kit.items() for word in words if word.encode() in data
    ] == []


def test_students_of_a_new_course_get_points_and_hints(tmp_path):
    """What is not written yet is not started, what is written passes."""
    root = tmp_path / "trees"
    write_course(root)
    command = [sys.executable, "-m", "pytest", "exercises", "-q", "-p", "no:cacheprovider"]

    fresh = subprocess.run(command, cwd=root, capture_output=True, text=True)
    (root / "exercises" / "trees.py").write_bytes((root / "solutions" / "trees.py").read_bytes())
    solved = subprocess.run(command, cwd=root, capture_output=True, text=True)

    assert fresh.returncode == 1
    assert "not started" in fresh.stdout
    assert solved.returncode == 0, solved.stdout


@pytest.mark.parametrize(
    ("torch", "function", "shown"),
    [
        (
            False,
            "def center(x):\n    m = sum(x) / len(x)\n    return [n {} m for n in x]\n",
            "center([1.0, 3.0]) should give [-1.0, 1.0]; it gives [3.0, 5.0].",
        ),
        (
            True,
            "def center(x):\n    return x {} x.mean()\n",
            "center(tensor([1., 3.])) should give tensor([-1., 1.]); it gives tensor([3., 5.]).",
        ),
    ],
)
def test_students_of_a_new_course_read_the_cause_and_an_example(tmp_path, torch, function, shown):
    """The known mistake of the template is named; another answer is shown on the visible input."""
    write_course(tmp_path / "trees", torch=torch)
    tasks = [task(n, {"trees.py": function.format(sign)}) for n, sign in enumerate("/+")]

    with Pool(WorkerConfig(tmp_path / "trees"), jobs=1) as pool:
        divided, added = sorted(pool.judge(tasks), key=lambda judged: judged.number)
        faults = pool.prepare().faults

    assert faults == divided.faults == added.faults == ()
    for judged in (divided, added):
        assert [verdict.outcome for verdict in judged.verdicts] == ["WRONG", "WRONG"]
        assert [verdict.note for verdict in judged.verdicts] == ["", ""]
    assert "You divide by the mean" in divided.verdicts[0].message.text
    assert shown in added.verdicts[0].message.text


def test_another_exercise_is_added_in_all_its_places(tmp_path):
    """``grader new --exercise``: the course passes its proof, with the points of one more."""
    root = tmp_path / "trees"
    write_course(root)
    before = files_in(root)

    added = CliRunner().invoke(app, ["new", str(root), "--exercise", "leaves"])
    checked = CliRunner().invoke(app, ["check", "--course", str(root), "--jobs", "1"])

    assert added.exit_code == 0, added.output
    assert files_in(root) - before == {
        "exercises/leaves.py",
        "exercises/test_leaves.py",
        "solutions/leaves.py",
        "hidden/test_leaves_hidden.py",
    }
    assert checked.exit_code == 0, checked.output
    assert "Trees: 2 exercises, 6 points. Stubs earn 0, solutions 6" in checked.stdout
    exercise = find_course(root).unit.exercise("leaves")
    assert (exercise.names, exercise.title, exercise.points) == (("leaves",), "Leaves", 1)
    # What an author writes of it beside solution and prose, the visible test left out.
    hidden = ast.parse((root / "hidden" / "test_leaves_hidden.py").read_text())
    (check,) = hidden.body[1:]
    head = (root / "exercises" / "unit.toml").read_text().rpartition("[[exercise]]")[2]
    assert isinstance(check, ast.FunctionDef)
    assert len(head.splitlines()) + len([check, *check.body[1:]]) <= 6


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("trees", "exercises/test_trees.py is there already. Choose another name"),
        ("essay", "exercises/unit.toml has an exercise essay already. Choose another name"),
        ("torch", '"torch" cannot be the exercise, expected a module name'),
    ],
)
def test_an_exercise_that_cannot_be_added_leaves_the_course_as_it_was(tmp_path, name, message):
    """One line; no file is written."""
    root = tmp_path / "trees"
    write_course(root)
    with (root / "exercises" / "unit.toml").open("a") as file:
        file.write('\n[[manual]]\nid = "essay"\ntitle = "Which tree, and why"\npoints = 2\n')
    before = {path: (root / path).read_bytes() for path in files_in(root)}

    done = CliRunner().invoke(app, ["new", str(root), "--exercise", name])

    assert done.exit_code == 2
    assert message in done.stderr
    assert {path: (root / path).read_bytes() for path in files_in(root)} == before


@pytest.mark.parametrize("option", [["--module", "trees"], ["--torch"]])
def test_what_says_nothing_of_another_exercise_is_refused(tmp_path, option):
    """The line says how to have two exercises in one module."""
    write_course(tmp_path / "trees")

    done = CliRunner().invoke(app, ["new", str(tmp_path / "trees"), "--exercise", "leaf", *option])

    assert done.exit_code == 2
    assert 'name it in unit.toml: module = "…".' in done.stderr
    assert not (tmp_path / "trees" / "solutions" / "leaf.py").exists()


def test_an_empty_folder_may_be_filled(tmp_path):
    """Somebody may have made the folder already."""
    (tmp_path / "trees").mkdir()

    write_course(tmp_path / "trees")

    assert "solutions/trees.py" in files_in(tmp_path / "trees")


@pytest.mark.parametrize(
    ("folder", "options", "message"),
    [
        ("Trees!", [], '"Trees!" cannot be the course\'s folder, expected small letters'),
        ("torch", [], '"torch" cannot be the module, expected a module name'),
        ("3d", [], '"3d" cannot be the module'),
        ("trees", ["--module", "a b"], '"a b" cannot be the module'),
        ("trees", ["--module", "../up"], '"../up" cannot be the module'),
        ("trees", ["--function", "2grow"], '"2grow" cannot be the function'),
        ("trees", ["--function", "class"], '"class" cannot be the function'),
        ("trees", ["--title", " "], '" " cannot be the title'),
        ("trees", ["--title", 'a "tree"'], "holds a quote or a backslash"),
        ("full", [], "full is not empty, expected a new folder"),
        ("taken", [], "taken is a file, expected a new folder"),
    ],
)
def test_a_bad_name_gets_one_clear_line_and_leaves_nothing(tmp_path, folder, options, message):
    """Names are looked at before anything is written; nothing that is there is touched."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "taken").write_text("mine")
    before = files_in(tmp_path)

    done = CliRunner().invoke(app, ["new", str(tmp_path / folder), *options])

    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert files_in(tmp_path) == before


def test_a_place_without_rights_gets_one_line():
    """The line names the place."""
    with pytest.raises(CourseError, match=r"/proc/trees cannot be written"):
        write_course(Path("/proc/trees"))


def test_the_engine_names_no_exercise():
    """No string in its code is an exercise's id, function or module: all it knows, it reads."""
    unit = find_course(REPOSITORY).unit
    words = {exercise.id for exercise in unit.exercises}
    for exercise in unit.exercises:
        names = {*exercise.names, f"{exercise.module}.py", f"test_{exercise.module}.py"}
        words |= names | {f"{exercise.module}.{name}" for name in exercise.names}
    # Their own texts: hidden tests are the course, and its catalogue is built from words.
    apart = ("grader/hidden/", "grader/messages/build.py")

    found = [
        f"{path.relative_to(REPOSITORY)}:{node.lineno}: {node.value}"
        for path in sorted((REPOSITORY / "grader").rglob("*.py"))
        if not path.relative_to(REPOSITORY).as_posix().startswith(apart)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in words
    ]

    assert found == []
