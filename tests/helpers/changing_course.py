"""A small course on disk that can be changed in every way in which courses are changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

MODULES = ("alpha", "beta", "gamma")
KINDS = {"base": ", base=True", "plain": "", "gated": ", gated=True"}
#: Instead of a kind: a check that pytest collects and the source does not show.
MADE = "made"

#: What a hidden test may use → how it stands in the test.
USES = {
    "block": "block()",
    "local": "offset()",
    "shift": "shift",
    "cases": "sum(CASES)",
    "data": "number()",
    "mistakes": "LIMIT",
    "mode": "mode()",
}
HEADER = """
import pytest
from pathlib import Path

from asking import made, same
from inputs import CASES, block
from modes import mode
from mistakes.known import LIMIT


def number():
    return int((Path(__file__).parent / "number.txt").read_text())
"""
INPUTS = """
CASES = []


def case(function):
    CASES.append(function())
    return function


@case
def three():
    return {cases}


def block():
    return {block} + step()


def step():
    return {step}


def offset():
    return {local}


def unused():
    return {unused}
"""
MODES = """
MODE = {}


def mode():
    return MODE["now"]
"""
CONFTEST = """
import modes
import pytest


@pytest.fixture
def shift():
    return {shift}


@pytest.fixture(autouse=True)
def quiet():
    modes.MODE["now"] = {mode}
"""
ASKING = '''
def same(student, reference, target, x):
    found, wanted = student.call(target, x).value, reference.call(target, x).value
    assert found == wanted + {asking}


def made(target, x, y):
    def test(student, reference):
        """It was made."""
        same(student, reference, target, x + y)

    return test
'''


@dataclass(frozen=True)
class Exercise:
    """One exercise of the course."""

    id: str
    module: str
    name: str = "f"
    title: str = "A title"
    points: float = 5
    limit_s: float = 2
    figure: bool = False

    def text(self) -> str:
        """Return its part of the manifest."""
        return f"""
[[exercise]]
id = "{self.id}"
module = "{self.module}"
names = ["{self.name}"]
title = "{self.title}"
points = {self.points}
limit_s = {self.limit_s}
minutes = 1
difficulty = 1
hints = ["What?", "How?", "Where?"]
figure = {str(self.figure).lower()}
"""


@dataclass(frozen=True)
class HiddenTest:
    """One hidden test, in the file of the module that it was first written for."""

    name: str
    file: str
    exercise: str
    kind: str = "plain"
    points: float = 2
    target: str = "alpha.f"
    argument: int = 3
    uses: tuple[str, ...] = ()
    cases: int = 0
    sentence: int = 0

    def text(self) -> str:
        """Return its source."""
        if self.kind == MADE:
            mark = f'pytest.mark.check("{self.exercise}", points={self.points})'
            return f'{self.name} = {mark}(made("{self.target}", {self.argument}, block()))'
        marks = [f'@pytest.mark.check("{self.exercise}", points={self.points}{KINDS[self.kind]})']
        if self.cases:
            marks.append(f'@pytest.mark.parametrize("n", {list(range(self.cases))})')
        arguments = ["student", "reference"]
        arguments += ["n"] * bool(self.cases) + ["shift"] * ("shift" in self.uses)
        terms = [str(self.argument), *["n"] * bool(self.cases), *(USES[use] for use in self.uses)]
        lines = [f"def {self.name}({', '.join(arguments)}):"]
        lines.append(f'    """It asks {self.target}, version {self.sentence}."""')
        if "local" in self.uses:
            lines.append("    from inputs import offset\n")
        lines.append(f'    same(student, reference, "{self.target}", {" + ".join(terms)})')
        return "\n".join([*marks, *lines])


@dataclass
class ChangingCourse:
    """
    The course in *root*: change the attributes, then :meth:`write`.

    Attributes:
        version: Of the unit.
        exercises: In the order of the manifest.
        tests: In the order in which they stand in their files.
        constants: What the helpers of the hidden tests return.
        factors: Module → what its solution multiplies by.
        imports: Whether the solution of beta imports that of alpha.
        broken: Whether the hidden tests cannot be read.
        files: What was written: text by path.
    """

    root: Path
    version: str = "1.0"
    exercises: list[Exercise] = field(default_factory=list)
    tests: list[HiddenTest] = field(default_factory=list)
    constants: dict[str, int] = field(default_factory=dict)
    factors: dict[str, int] = field(default_factory=dict)
    imports: bool = False
    broken: bool = False
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def small(cls, root: Path) -> "ChangingCourse":
        """Return a course of three modules and seven hidden tests, one of them parametrized."""
        exercises = [
            Exercise("X1", "alpha"),
            Exercise("X2", "alpha", "g"),
            Exercise("X3", "beta"),
            Exercise("X4", "gamma"),
        ]
        tests = [
            HiddenTest("test_a", "alpha", "X1", "base", uses=("block",)),
            HiddenTest("test_b", "alpha", "X1", "gated", argument=4, uses=("local",)),
            HiddenTest("test_c", "alpha", "X2", target="alpha.g", uses=("mode",)),
            HiddenTest("test_d", "beta", "X3", "base", target="beta.f", cases=2),
            HiddenTest("test_e", "beta", "X3", target="beta.g", uses=("cases", "shift")),
            HiddenTest("test_f", "gamma", "X4", target="gamma.f", uses=("data",)),
            HiddenTest("test_g", "gamma", "X4", target="gamma.g", uses=("mistakes",)),
        ]
        names = ("block", "step", "local", "shift", "cases", "mode", "unused", "data", "mistakes")
        constants = dict.fromkeys((*names, "asking"), 0)
        course = cls(root, "1.0", exercises, tests, constants, dict.fromkeys(MODULES, 2))
        course.write()
        return course

    @property
    def modules(self) -> list[str]:
        """The modules that have exercises, in the order of the manifest."""
        return list(dict.fromkeys(exercise.module for exercise in self.exercises))

    def write(self) -> None:
        """Make the folder hold the course as it is now."""
        now = dict(self._text())
        for name in self.files.keys() - now.keys():
            (self.root / name).unlink()
        for name, text in now.items():
            if self.files.get(name) != text:
                path = self.root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        self.files = now

    def _text(self) -> Iterator[tuple[str, str]]:
        head = f'schema = 1\n[unit]\nname = "small"\ntitle = "Small"\nversion = "{self.version}"\n'
        yield "exercises/unit.toml", head + "".join(map(Exercise.text, self.exercises))
        for module in MODULES:
            stub = '    raise NotImplementedError("still to be written")\n'
            yield f"exercises/{module}.py", f"def f(x):\n{stub}\n\ndef g(x):\n{stub}"
            yield f"solutions/{module}.py", self._solution(module)
        for file in sorted({test.file for test in self.tests}):
            tests = [test.text() for test in self.tests if test.file == file]
            text = "\n\n\n".join([HEADER, *tests]) + "\n"
            yield f"hidden/test_{file}_hidden.py", text + "def (" * self.broken
        yield "hidden/inputs.py", INPUTS.format(**self.constants)
        yield "hidden/modes.py", MODES
        yield "hidden/conftest.py", CONFTEST.format(**self.constants)
        yield "hidden/asking.py", ASKING.format(**self.constants)
        yield "hidden/mistakes/__init__.py", ""
        yield "hidden/mistakes/known.py", f"LIMIT = {self.constants['mistakes']}\n"
        yield "hidden/number.txt", f"{self.constants['data']}\n"

    def _solution(self, module: str) -> str:
        factor = self.factors[module]
        if module == "beta" and self.imports:
            return f"import alpha\n\n\ndef f(x):\n    return alpha.f(x)\n\n\n{_plus(factor)}"
        return right(factor)

    def change_exercise(self, number: int, **changes: object) -> None:
        """Change one exercise."""
        number %= len(self.exercises)
        self.exercises[number] = replace(self.exercises[number], **changes)  # type: ignore[arg-type]

    def change_test(self, number: int, **changes: object) -> None:
        """Change one hidden test."""
        number %= len(self.tests)
        self.tests[number] = replace(self.tests[number], **changes)  # type: ignore[arg-type]


def change_test(course: ChangingCourse, which: int, n: int) -> None:
    """Change a hidden test."""
    uses = sorted(USES)
    changes: list[dict[str, object]] = [
        {"argument": n % 5},
        {"points": (1 + n) % 4 + 0.5},
        {"kind": [*sorted(KINDS), MADE][n % 4]},
        {"cases": n % 3},
        {"uses": tuple(use for i, use in enumerate(uses) if n >> i & 1)},
        {"sentence": n},
        {"file": MODULES[n % 3]},
        {"target": f"{MODULES[n % 3]}.{'fg'[n // 3 % 2]}"},
    ]
    course.change_test(which // 8, **changes[which % 8])


def add_test(course: ChangingCourse, which: int, n: int) -> None:
    """Add a hidden test, somewhere among the others."""
    own = course.exercises[which % len(course.exercises)]
    name = f"test_new{n}"
    if len(course.tests) > 10 or any(test.name == name for test in course.tests):
        return
    kind, target = [*sorted(KINDS), MADE][n % 4], f"{own.module}.{'fg'[n % 2]}"
    test = HiddenTest(name, MODULES[n % 3], own.id, kind, 1.5, target, n % 6)
    course.tests.insert(which % (len(course.tests) + 1), test)


def remove_test(course: ChangingCourse, which: int, n: int) -> None:
    """Remove a hidden test, unless it is the last one."""
    if len(course.tests) > 1:
        del course.tests[which % len(course.tests)]


def swap_tests(course: ChangingCourse, which: int, n: int) -> None:
    """Let two hidden tests change their places."""
    _swap(course.tests, which, n)


def change_helper(course: ChangingCourse, which: int, n: int) -> None:
    """Change something that hidden tests may use."""
    names = sorted(course.constants)
    course.constants[names[which % len(names)]] = n % 4


def change_solution(course: ChangingCourse, which: int, n: int) -> None:
    """Change a solution, or whether one imports another."""
    course.factors[MODULES[which % 3]] = 2 + n % 3
    course.imports = n % 5 == 0


def change_exercise(course: ChangingCourse, which: int, n: int) -> None:
    """Change an exercise in the manifest; in another module it has another name."""
    number = which // 6 % len(course.exercises)
    changes: list[dict[str, object]] = [
        {"title": f"Title {n}"},
        {"points": 1 + n % 9},
        {"limit_s": 1 + n % 3},
        {"name": f"h{course.exercises[number].id}{n}"},
        {"figure": bool(n % 2)},
        {"module": MODULES[n % 3], "name": f"h{course.exercises[number].id}"},
    ]
    course.change_exercise(number, **changes[which % 6])


def add_exercise(course: ChangingCourse, which: int, n: int) -> None:
    """Add an exercise, which has no hidden test yet."""
    if len(course.exercises) < 7 and all(each.id != f"N{n}" for each in course.exercises):
        exercise = Exercise(f"N{n}", MODULES[n % 3], f"n{n}")
        course.exercises.insert(which % (len(course.exercises) + 1), exercise)


def remove_exercise(course: ChangingCourse, which: int, n: int) -> None:
    """Remove an exercise and its hidden tests, unless nothing would be left."""
    gone = course.exercises[which % len(course.exercises)].id
    left = [test for test in course.tests if test.exercise != gone]
    if left and len(course.exercises) > 1:
        course.exercises = [each for each in course.exercises if each.id != gone]
        course.tests = left


def swap_exercises(course: ChangingCourse, which: int, n: int) -> None:
    """Let two exercises change their places, so that modules may stand in turns."""
    _swap(course.exercises, which, n)


def change_version(course: ChangingCourse, which: int, n: int) -> None:
    """Give the unit another version."""
    course.version = f"1.{n % 2}"


def _swap(items: list[Any], a: int, b: int) -> None:
    a, b = a % len(items), b % len(items)
    items[a], items[b] = items[b], items[a]


#: Name → change of a course, decided by two numbers.
CHANGES: dict[str, Callable[[ChangingCourse, int, int], None]] = {
    change.__name__: change
    for change in (
        change_test,
        add_test,
        remove_test,
        swap_tests,
        change_helper,
        change_solution,
        change_exercise,
        add_exercise,
        remove_exercise,
        swap_exercises,
        change_version,
    )
}


def _plus(factor: int) -> str:
    return f"def g(x):\n    return x + {factor}\n"


def right(factor: int = 2) -> str:
    """Return a module that answers as the solution with that factor does."""
    return f"def f(x):\n    return x * {factor}\n\n\n{_plus(factor)}"


#: What a student may write into a module; ``{other}`` is a neighbour, ``{n}`` some number.
STYLES = {
    "right": right(),
    "factor": "def f(x):\n    return x * {n}\n\n\ndef g(x):\n    return x + {n}\n",
    # Remembers what it was asked: a partial judgement would show.
    "counting": (
        "seen = []\n\n\ndef f(x):\n    seen.append(x)\n    return x * 2 + (len(seen) > {n})\n\n\n"
        "def g(x):\n    seen.append(x)\n    return x + 2 + (len(seen) > {n})\n"
    ),
    "neighbour": "import {other}\n\n\ndef f(x):\n    return {other}.f(x)\n\n\n" + _plus(2),
    "late": "def f(x):\n    from {other} import g\n\n    return g(x)\n\n\n" + _plus(2),
    "data": ('def f(x):\n    return x * int(open("notes.txt").read())\n\n\n' + _plus(2)),
    "helper": "from helper import shift\n\n\ndef f(x):\n    return x * 2 + shift\n\n\n" + _plus(2),
    "raising": "def f(x):\n    return x / 0\n\n\ndef g(x):\n    return [][{n}]\n",
    "stub": (
        "def f(x):\n    raise NotImplementedError\n\n\ndef g(x):\n    raise NotImplementedError\n"
    ),
    "half": "def f(x):\n    return x * 2\n",
    "stopping": 'raise RuntimeError("stop {n}")\n',
    "broken": "def f(x:\n    return {n}\n",
}
#: What may lie beside the modules.
BESIDE = {"helper.py": "shift = {n}\n", "notes.txt": "{n}\n", "test_mine.py": "# {n}\n"}
