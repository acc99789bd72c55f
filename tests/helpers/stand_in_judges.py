"""
Judges without a box and without torch, for thousands of runs of the engine.

They run the hidden tests of :mod:`helpers.changing_course` and the submissions in this very
process, as the judge does: in its order, a fresh child whenever another module is asked, the
state of a child kept from question to question. Every verdict carries a digest of all that its
child was asked and has answered, so that verdicts are equal only where everything was.
"""

import builtins
import hashlib
import random
import types
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from grader.box.strength import FULL, BoxRecord
from grader.course.checks import Check, course_order
from grader.course.judging_files import deciding_files
from grader.course.manifest import Course, find_course
from grader.engine.worker import Judged, Ready, Task
from grader.errors import CourseError
from grader.messages.explanation import Explanation
from grader.results.outcomes import Outcome
from grader.results.records import Verdict

compiled = lru_cache(4096)(compile)


class Mark:
    """A mark of a test or a fixture, as ``pytest.mark`` makes it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.args: tuple[Any, ...] = ()
        self.kwargs: dict[str, Any] = {}

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Mark a function, or take what the mark says."""
        if len(args) == 1 and callable(args[0]):
            vars(args[0]).setdefault("marks", {})[self.name] = self
            return args[0]
        self.args, self.kwargs = args, kwargs
        return self


class Marks:
    """In the place of ``pytest.mark``: the test run around us has marks of its own."""

    def __getattr__(self, name: str) -> Mark:
        return Mark(name)


PYTEST = types.ModuleType("pytest")
PYTEST.mark = Marks()  # type: ignore[attr-defined]
PYTEST.fixture = lambda *args, **kwargs: Mark("fixture")(*args, **kwargs)  # type: ignore[attr-defined]


class Loader:
    """Modules of a few files, loaded as an import would, with ``open`` for those files alone."""

    def __init__(self, files: Mapping[str, str], root: Path | None = None) -> None:
        self._files = files
        self._root = root
        self._modules: dict[str, types.ModuleType] = {}
        self._builtins = {**vars(builtins), "__import__": self._import, "open": self._open}

    def load(self, name: str) -> types.ModuleType:
        """Return the module called *name*, loaded at most once."""
        if name in self._modules:
            return self._modules[name]
        if name == "pytest" and self._root is not None:
            return PYTEST
        path = f"{name.replace('.', '/')}.py"
        if path not in self._files:
            path = f"{name.replace('.', '/')}/__init__.py"
        if path not in self._files:
            raise ModuleNotFoundError(f"No module named {name!r}")
        module = types.ModuleType(name)
        module.__dict__["__builtins__"] = self._builtins
        module.__file__ = str(self._root / path) if self._root else path
        self._modules[name] = module
        try:
            exec(compiled(self._files[path], path, "exec"), module.__dict__)
        except BaseException:
            del self._modules[name]
            raise
        return module

    def _import(self, name: str, globals=None, locals=None, fromlist=(), level=0):  # type: ignore[no-untyped-def]
        try:
            found = self.load(name)
        except ModuleNotFoundError:
            if self._root is None:
                raise  # A submission has no other modules.
            return __import__(name, globals, locals, fromlist, level)
        return found if fromlist or "." not in name else self.load(name.partition(".")[0])

    def _open(self, name: str) -> Any:
        import io

        if name not in self._files:
            raise FileNotFoundError(name)
        return io.StringIO(self._files[name])


class Child:
    """A submission in which one module is loaded, and all that it was asked."""

    def __init__(self, files: Mapping[str, str], module: str) -> None:
        self.log = hashlib.blake2b(digest_size=8)
        self._failure: Exception | None = None
        try:
            self._module = Loader(files).load(module)
        except Exception as error:
            self._failure = error

    def ask(self, name: str, x: int) -> Any:
        """Return what the function *name* returns; whatever happens, it is noted."""
        try:
            if self._failure is not None:
                raise self._failure
            found = getattr(self._module, name)(x)
        except Exception as error:
            self.log.update(f"{name} {x} {error!r}\n".encode())
            raise
        self.log.update(f"{name} {x} {found!r}\n".encode())
        return found


class Examinee:
    """One submission: a fresh child whenever another module is asked."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files
        self._name = ""
        self.child: Child | None = None

    def call(self, target: str, x: int) -> Any:
        """Ask a function."""
        module, _, name = target.partition(".")
        if module != self._name or self.child is None:
            self.child, self._name = Child(self._files, module), module
        return types.SimpleNamespace(value=self.child.ask(name, x))


class Reference:
    """The solutions: the same question has the same answer."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def call(self, target: str, x: int) -> Any:
        """Ask a function in a child of its own."""
        module, _, name = target.partition(".")
        return types.SimpleNamespace(value=Child(self._files, module).ask(name, x))


class CourseTests:
    """The hidden tests of a course, collected as pytest does."""

    def __init__(self, course: Course) -> None:
        hidden = {
            path.relative_to(course.hidden).as_posix(): path.read_text()
            for path in sorted(course.hidden.rglob("*.py"))
        }
        loader = Loader(hidden, course.hidden)
        self.unit = course.unit
        self._fixtures = {
            name: found
            for name, found in vars(loader.load("conftest")).items()
            if "fixture" in getattr(found, "marks", {})
        }
        self._reference = Reference(
            {path.name: path.read_text() for path in course.solutions.glob("*.py")}
        )
        found = [
            item
            for name in sorted(hidden)
            if name.startswith("test_")
            for item in self._collect(loader.load(name.removesuffix(".py")))
        ]
        if not found:
            raise CourseError(f"{course.hidden} holds no hidden tests.")
        order = course_order(course.unit)
        self._items = sorted(found, key=lambda item: order(item[0]))

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every check in the order of the course."""
        return tuple(check for check, _, _ in self._items)

    def judge(self, files: Mapping[str, bytes], exercises: Iterable[str]) -> Iterator[Verdict]:
        """Yield the verdicts on a submission, of the checks of *exercises* or of all."""
        wanted = set(exercises)
        student = Examinee({name: data.decode() for name, data in files.items()})
        closed: dict[str, Verdict] = {}
        for check, function, cases in self._items:
            if wanted and check.exercise not in wanted:
                continue
            if check.gated and check.exercise in closed:
                base = closed[check.exercise]
                words = Explanation.whole("Not looked at.")
                yield Verdict(check.name, base.outcome, words, base.note, skipped=True)
                continue
            # The cases of a parametrized test are one check: they run until one fails.
            for own in cases:
                verdict = self._judge(check, function, own, student)
                if verdict.outcome is not Outcome.PASSED:
                    break
            if check.base and verdict.outcome is not Outcome.PASSED:
                closed.setdefault(check.exercise, verdict)
            yield verdict

    def _judge(
        self, check: Check, function: Any, own: dict[str, Any], student: Examinee
    ) -> Verdict:
        outcome, text = Outcome.PASSED, ""
        given = {"student": student, "reference": self._reference, **own}
        for name, fixture in self._fixtures.items():
            if fixture.marks["fixture"].kwargs.get("autouse"):
                fixture()
            elif name in function.__code__.co_varnames[: function.__code__.co_argcount]:
                given[name] = fixture()
        try:
            function(**given)
        except AssertionError:
            outcome, text = Outcome.WRONG, "This does not hold yet."
        except (NotImplementedError, ModuleNotFoundError, AttributeError) as error:
            outcome, text = Outcome.UNANSWERED, repr(error)
        except Exception as error:
            outcome, text = Outcome.RAISED, repr(error)
        log = student.child.log.hexdigest() if student.child is not None else ""
        exercise = self.unit.exercise(check.exercise)
        figures = any(each.figure for each in self.unit.exercises)
        limits = f"{exercise.module} {exercise.names} {exercise.limit_s:g} {figures}"
        return Verdict(check.name, outcome, Explanation.whole(text), f"{log} {limits}")

    def _collect(
        self, module: types.ModuleType
    ) -> Iterator[tuple[Check, Any, list[dict[str, Any]]]]:
        for name, function in vars(module).items():
            if not name.startswith("test"):
                continue
            marks = function.marks
            marker = marks["check"]
            exercise = self.unit.exercise(marker.args[0])
            cases: list[dict[str, Any]] = [{}]
            if "parametrize" in marks:
                cases = [{"n": case} for case in marks["parametrize"].args[1]]
            check = Check(
                name=name,
                exercise=exercise.id,
                module=exercise.module,
                weight=float(marker.kwargs["points"]),
                base=marker.kwargs.get("base", False),
                gated=marker.kwargs.get("gated", False),
                sentence=function.__doc__,
                limit_s=exercise.limit_s,
            )
            yield check, function, cases


_collected: dict[tuple[Any, ...], CourseTests] = {}


def collected(course: Course) -> CourseTests:
    """Return the tests of *course*; those of the same files are read once."""
    key = (course.root, *((n, p.read_bytes()) for n, p in deciding_files(course).items()))
    if key not in _collected:
        if len(_collected) > 50:
            _collected.clear()
        try:
            _collected[key] = CourseTests(course)
        except SyntaxError as error:
            raise CourseError(f"The hidden tests cannot be collected: {error}") from None
    return _collected[key]


class StandIn:
    """
    Judges of a course, in place of a pool.

    Args:
        root: The course.
        torch: The version of torch that their box reports.
        seed: Decides how far they read ahead and what they do first, as the speed of
            machines does.

    Attributes:
        asked: Student and exercises of every task that was judged.
        fails: Number of a task that they cannot judge → what is raised then; None where they
            give it up, as after three deaths.
        failed: Whether it has come to that.
    """

    def __init__(self, root: Path, torch: str, seed: int = 0) -> None:
        self.ready: Ready | None = None
        self.fails: dict[int, BaseException | None] = {}
        self.failed = False
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self._root = root
        self._torch = torch
        self._random = random.Random(seed)

    def __enter__(self) -> "StandIn":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def start(self) -> None:
        """Nothing has to warm up."""

    def judge(self, tasks: Iterable[Any]) -> Iterator[Any]:
        """Yield the judgement of every task in some order; hand on at once what is none."""
        waiting: deque[Task] = deque()
        ahead = self._random.randint(1, 3)
        for given in tasks:
            if not isinstance(given, Task):
                yield given
                continue
            waiting.append(given)
            while len(waiting) >= ahead:
                yield self._judge(waiting)
        while waiting:
            yield self._judge(waiting)

    def _judge(self, waiting: deque[Task]) -> Judged:
        waiting.rotate(self._random.randint(0, 2))
        task = waiting.popleft()
        tests = collected(find_course(self._root))
        box = BoxRecord(FULL, {"seccomp": True}, self._torch)
        self.ready = Ready(box, tests.checks)
        if task.number in self.fails:
            self.failed = True
            if (error := self.fails[task.number]) is not None:
                raise error
            return self.ready.give_up(task)
        self.asked.append((task.student, task.exercises))
        verdicts = tuple(tests.judge(task.files, task.exercises))
        shown = [{"of": task.student}] if task.figures else None
        return Judged(task.number, verdicts, box, 0.5, 0.25, shown)
