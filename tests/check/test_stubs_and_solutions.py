"""The proof by running: stubs earn nothing, solutions everything."""

import shutil
from pathlib import Path

import pytest
from helpers.courses import TOY
from helpers.judged import task
from helpers.made_results import BOX
from typer.testing import CliRunner

from grader.check.mutants import judge_mutants, make_mutants
from grader.check.stubs_and_solutions import judge_stubs_and_solutions, judge_wrong_answers
from grader.cli import app
from grader.course.manifest import find_course
from grader.engine.local import Pool
from grader.engine.worker import Judged, Ready, WorkerConfig
from grader.errors import CourseError
from grader.results.outcomes import Outcome
from grader.results.records import Verdict

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


def test_figures_that_cannot_be_used_are_told_once(tmp_path):
    """They are asked for with the solutions; stubs have no figures."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    (root / "hidden" / "exhibits.py").write_text("EXHIBITS = [lines]\n")

    assert judge_stubs_and_solutions(find_course(root)) == [
        "hidden/exhibits.py:1 cannot be used: NameError: name 'lines' is not defined. Fix what it "
        "asks."
    ]


HIDDEN = "hidden/test_shapes_hidden.py"
EXAMPLE = '(lambda student: student.call("shapes.double", torch.tensor([1.0, 2.0])),)'


def test_wrong_answers_to_the_toy_course_are_told(toy, toy_pool):
    """They fail in each exercise, and words are found for them."""
    assert judge_wrong_answers(toy, toy_pool) == []


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        (
            EXAMPLE,
            EXAMPLE.removeprefix("(").removesuffix(",)"),
            f"{HIDDEN}:9: EXAMPLES['shapes.double'] is a function, expected a list. Put it into "
            "a list.\n",
        ),
        (
            EXAMPLE,
            "[lambda student: student.call('shapes.double', torch.ones(2).no_such_thing)]",
            f"{HIDDEN}:9: AttributeError: 'Tensor' object has no attribute 'no_such_thing'\n",
        ),
    ],
)
def test_a_course_whose_words_are_faulty_is_not_proved(tmp_path, old, new, problems):
    """``grader check`` says file and line, once each, and exits with 1."""
    root = broken_course(tmp_path, old, new, HIDDEN)

    done = CliRunner().invoke(app, ["check", "--course", str(root), "--jobs", "1"])

    assert (done.exit_code, done.stdout) == (1, problems)


def test_a_check_that_any_answer_passes_is_found(tmp_path):
    """Stubs fail it, for they raise; an answer that returns nothing would not."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    text = (root / HIDDEN).read_text()
    start = text.index('@pytest.mark.check("T2"')
    (root / HIDDEN).write_text(
        text[:start] + '@pytest.mark.check("T2", points=4)\ndef test_total(student):\n'
        '    """It can be called."""\n    student.call("shapes.total", torch.ones(2))\n'
    )

    with Pool(WorkerConfig(root), jobs=1) as pool:
        problems = judge_wrong_answers(find_course(root), pool)

    assert problems == [
        f"T2: {what} passes every check. Add a check that fails it."
        for what in (
            "an answer that returns None",
            "an answer that returns its first argument",
            "an answer of zeros",
            "an empty answer of the right type",
            "an object that is equal to everything",
        )
    ]


CHECK = """

@pytest.mark.check("T2", points=1)
def test_more(student):
    \"""A sentence.\"""
    {body}
"""


@pytest.mark.parametrize(
    "body",
    [
        "assert student.shapes.total(torch.ones(2)) == student.shapes.total(torch.ones(2))",
        "assert student.shapes.total(torch.ones(2))",
    ],
)
def test_an_object_that_equals_everything_passes_no_check(tmp_path, body):
    """A comparison that the submission answers by itself is worth nothing."""
    root = Path(shutil.copytree(TOY, tmp_path / "course"))
    with (root / HIDDEN).open("a") as file:
        file.write(CHECK.format(body=body))

    with Pool(WorkerConfig(root), jobs=1) as pool:
        problems = judge_wrong_answers(find_course(root), pool)

    assert problems == [
        "T2: an object that is equal to everything passes test_more. Let it ask for a type or a "
        "value."
    ]


def test_a_check_about_arguments_alone_is_no_alarm(tmp_path):
    """No answer is looked at there: the exercise loses its points by another check."""
    root = Path(shutil.copytree(TOY, tmp_path / "course"))
    with (root / HIDDEN).open("a") as file:
        file.write(
            CHECK.format(body="x = torch.ones(2); student.shapes.total(x); assert x.sum() == 2")
        )

    with Pool(WorkerConfig(root), jobs=1) as pool:
        problems = judge_wrong_answers(find_course(root), pool)

    assert problems == []


STACK = """class Stack:
    \"""A stack.\"""

    def __init__(self):
        ### BEGIN SOLUTION
        self.items = []
        ### END SOLUTION

    def push(self, item):
        \"""Put an item on top.\"""
        ### BEGIN SOLUTION
        self.items.append(item)
        ### END SOLUTION

    def take(self, items):
        \"""Push every item of a list, which is left alone.\"""
        ### BEGIN SOLUTION
        self.items.extend(items)
        ### END SOLUTION
"""
STACK_CHECKS = """import pytest


@pytest.mark.check("stack", points=3)
def test_pushed(student):
    \"""What is pushed lies there.\"""
    stack = student.stack.Stack()
    stack.push(1)
    assert stack.items == [1]


@pytest.mark.check("stack", points=1)
def test_taken_from(student):
    \"""The list is left alone.\"""
    items = [1, 2]
    student.stack.Stack().take(items)
    assert items == [1, 2]
"""
STACK_UNIT = """schema = 1

[unit]
name = "stacks"
title = "Stacks"
version = "1.0"

[[exercise]]
id = "stack"
title = "A stack"
points = 4
names = ["Stack"]
"""


def test_a_class_without_arguments_is_no_alarm(tmp_path):
    """An empty object of the class is the right answer, and one check is about an argument."""
    files = {
        "exercises/unit.toml": STACK_UNIT,
        "solutions/stack.py": STACK,
        "hidden/test_stack_hidden.py": STACK_CHECKS,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    with Pool(WorkerConfig(tmp_path), jobs=1) as pool:
        problems = judge_wrong_answers(find_course(tmp_path), pool)

    assert problems == []


SCRIPT = """def main():
    \"""Print the sum of the numbers in the arguments; return 0.\"""
    ### BEGIN SOLUTION
    import sys

    print(sum(map(int, sys.argv[1:])))
    return 0
    ### END SOLUTION


if __name__ == "__main__":
    raise SystemExit(main())
"""
SCRIPT_CHECKS = """import pytest


@pytest.mark.check("adder", points=4)
def test_sum(student, capsys):
    \"""The sum is printed.\"""
    with pytest.raises(SystemExit):
        student.run("adder", "1", "2")
    assert capsys.readouterr().out == "3\\n"
"""


def test_an_exercise_that_is_only_run_as_a_script_is_no_alarm(tmp_path):
    """Wrong answers and mutants are what the script calls; what it returns need not be seen."""
    files = {
        "exercises/unit.toml": STACK_UNIT.replace("stack", "adder").replace("Stack", "main"),
        "solutions/adder.py": SCRIPT,
        "hidden/test_adder_hidden.py": SCRIPT_CHECKS,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    course = find_course(tmp_path)
    mutants = list(make_mutants(course, course.unit.exercises[0]))

    with Pool(WorkerConfig(tmp_path), jobs=1) as pool:
        problems = judge_wrong_answers(course, pool)
        missed = [
            found.what for found, caught in judge_mutants(course, mutants, pool) if not caught
        ]

    assert problems == []
    assert len(mutants) > 2
    assert missed == ["line 7: 0 became 1"]


def test_an_answer_that_cannot_be_judged_is_found(toy):
    """Whether a check could not be judged or nobody could judge at all."""

    class Lost:
        """Judges of whom one note and no verdict is left."""

        def prepare(self):
            """Be ready."""
            return Ready(BOX, ())

        def judge(self, tasks):
            """Lose every second task, and judge none."""
            for given in tasks:
                note = Verdict("test_total", Outcome.NOT_JUDGED, note="No memory.")
                verdicts = (note,) if given.number % 2 else ()
                yield Judged(given.number, verdicts, BOX, 0.1, 0.1)

    assert judge_wrong_answers(toy, Lost())[:2] == [
        "T1: an answer that returns None could not be judged.",
        "T1: an answer that raises could not be judged. No memory.",
    ]
