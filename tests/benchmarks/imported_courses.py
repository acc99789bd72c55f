"""
What of public material is carried into a course, and whether it gives the same verdicts there.

    python tests/benchmarks/imported_courses.py FOLDER [NUMBER] [--inside]

FOLDER holds the practice exercises of Exercism's Python track, source notebooks of nbgrader, or is
a package, such as minitorch, with a folder ``tests`` beside it. Each exercise, notebook or package
is imported as a course of its own. Counted is what the material's own
runner passes on its solution. Solution, stub and three spoiled variants are judged by both. The
material is looked at and not kept.

With --inside, what cannot be judged from outside the box is judged inside. It is counted apart,
and not as carried.

A verdict that differs is asked for natively once more: one that changes from run to run is a
matter of chance. An exercise that was late twice is not asked any more. What that costs a variant
which does not end natively either is counted as late, and not as differing.
"""

import ast
import json
import os
import pickle
import random
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.box.sandbox import find_walls
from grader.box.zygote import Zygote
from grader.course.manifest import find_course
from grader.errors import GraderError
from grader.importing.assignment import ImportedAssignment, import_course
from grader.importing.nbgrader_source import read_notebooks
from grader.importing.packages import read_package
from grader.importing.pytest_assignment import read_assignment
from grader.intake import Submission
from grader.intake.notebook.magics import plain_python
from grader.intake.notebook.to_module import read_notebook
from grader.judging.session import run_session
from grader.results.outcomes import Outcome

VARIANTS = ("solution", "stub", "spoiled 1", "spoiled 2", "spoiled 3")
#: Seconds for one test.
TEST_S = 5


@dataclass
class Material:
    """One exercise or notebook: its tests, its solution, and what came of them."""

    name: str
    folder: Path
    module: str
    native: dict[str, dict[str, bool]] = field(default_factory=dict)
    ours: dict[str, dict[str, str]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    may_be_inside: bool = False
    inside: dict[str, str] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    chance: set[tuple[str, str]] = field(default_factory=set)
    refused: str = ""

    def test_at(self, where: str) -> str:
        """Return what a test is called here; *where* is its place as the import tells it."""
        return where.split(" ")[-1]

    def is_same(self, variant: str, test: str) -> bool:
        """Tell whether a verdict is the native one, or that is a matter of chance, or unknown."""
        native = self.native[variant]
        if (variant, test) in self.chance or (variant in self.late and test not in native):
            return True
        return (self.ours[variant][test] == Outcome.PASSED) is native.get(test, False)

    def variants(self) -> Mapping[str, str]:
        """Return the texts of solution, stub and spoiled variants."""
        raise NotImplementedError

    def read(self, root: Path) -> ImportedAssignment:
        """Return what there is to import; *root* is a folder for what has to be laid out."""
        raise NotImplementedError

    def handed_in(self, text: str, given: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the files of a variant; *given* are the stubs of the course."""
        raise NotImplementedError

    def run(self, text: str, folder: Path) -> tuple[dict[str, bool], bool]:
        """Return the verdicts of the material's own runner, and whether any was late."""
        raise NotImplementedError

    @property
    def passed(self) -> list[str]:
        """The tests that the material's own runner passes on its solution."""
        return [test for test, is_right in self.native.get("solution", {}).items() if is_right]

    @property
    def carried(self) -> list[str]:
        """Those of them that are checks of the course, judged from outside the box."""
        return [test for test in self.judged if test not in self.inside]

    @property
    def judged(self) -> list[str]:
        """Those of them that are checks of the course."""
        return [test for test in self.passed if test in self.ours.get("solution", {})]

    @property
    def differing(self) -> list[str]:
        """Where a verdict is not the native one."""
        return [line for line, is_late in self._unlike if not is_late]

    @property
    def too_late(self) -> list[str]:
        """Where a variant that does not end natively is not asked any more."""
        return [line for line, is_late in self._unlike if is_late]

    @property
    def _unlike(self) -> list[tuple[str, bool]]:
        return [
            (
                f"{self.name}: {test} on {variant}: natively "
                f"{'passed' if self.native[variant].get(test) else 'failed'}, here {outcome}",
                outcome == Outcome.TIMED_OUT and variant in self.late,
            )
            for variant, outcomes in self.ours.items()
            for test, outcome in outcomes.items()
            if test in self.passed and not self.is_same(variant, test)
        ]


def in_a_child(work: Callable[[], Any]) -> Any:
    """Return what *work* returns in a process of its own; None if it does not end well."""
    with tempfile.TemporaryFile() as file:
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                pickle.dump(work(), file)
                file.flush()
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        _, code = os.waitpid(pid, 0)
        file.seek(0)
        return pickle.load(file) if code == 0 else None


class Outcomes:
    """A pytest plugin that records the outcome of each test and stops after two time-outs."""

    def __init__(self, *, by_file: bool = False) -> None:
        self._by_file = by_file
        self.passed: dict[str, bool] = {}
        self.late = 0
        self.session: pytest.Session | None = None

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self.session = session

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        file, *names = report.nodeid.partition("[")[0].split("::")
        test = f"{Path(file).name}:" * self._by_file + ".".join(names)
        self.late += "Timeout (>" in report.longreprtext
        if self.late == 2 and self.session is not None:
            self.session.shouldstop = "late"
        if report.skipped:
            self.passed[test] = False
        elif report.when == "call" or report.failed:
            self.passed[test] = self.passed.get(test, True) and report.passed


class Exercise(Material):
    """An exercise of Exercism's: ``<module>_test.py``, a stub and ``.meta/example.py``."""

    def variants(self) -> Mapping[str, str]:
        solution = (self.folder / ".meta" / "example.py").read_text(encoding="utf-8")
        stub = (self.folder / f"{self.module}.py").read_text(encoding="utf-8")
        return dict(zip(VARIANTS, [solution, stub, *spoiled(solution)], strict=True))

    def read(self, root: Path) -> ImportedAssignment:
        for folder in ("solutions", "tests"):
            (root / folder).mkdir()
        shutil.copy(self.folder / ".meta" / "example.py", root / "solutions" / f"{self.module}.py")
        for path in self.folder.glob("*"):
            if path.is_file() and path.name != f"{self.module}.py":
                shutil.copy(path, root / "tests")
        return read_assignment(root / "tests", root / "solutions", inside=self.may_be_inside)

    def handed_in(self, text: str, given: Mapping[str, bytes]) -> dict[str, bytes]:
        return {f"{self.module}.py": text.encode()}

    def run(self, text: str, folder: Path) -> tuple[dict[str, bool], bool]:
        (folder / f"{self.module}.py").write_text(text, encoding="utf-8")
        noted = Outcomes()
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        options = ["-q", "-p", "no:cacheprovider", "-p", "pytest_timeout", f"--timeout={TEST_S}"]
        pytest.main([*options, "--tb=line", "-c", os.devnull, "--rootdir=.", "."], plugins=[noted])
        return noted.passed, bool(noted.late)


class SourceNotebook(Material):
    """A source notebook of nbgrader's."""

    @property
    def path(self) -> Path:
        """Its file."""
        return self.folder / f"{self.name}.ipynb"

    def variants(self) -> Mapping[str, str]:
        from nbgrader.preprocessors import ClearSolutions

        source = self.path.read_text(encoding="utf-8")
        cleared, _ = ClearSolutions().preprocess(nbformat.reads(source, 4), {})
        cells = [
            number for number, cell in enumerate(json.loads(source)["cells"]) if is_answer(cell)
        ]
        wrong = []
        for number in range(3):
            book = json.loads(source)
            cell = book["cells"][cells[number % len(cells)]]
            text = plain_python("".join(cell["source"]))
            try:
                cell["source"] = spoil(text, number)
            except SyntaxError:
                cell["source"] = "raise ValueError"
            wrong.append(json.dumps(book))
        return dict(zip(VARIANTS, [source, nbformat.writes(cleared), *wrong], strict=True))

    def read(self, root: Path) -> ImportedAssignment:
        return read_notebooks([self.path], inside=self.may_be_inside)

    def handed_in(self, text: str, given: Mapping[str, bytes]) -> dict[str, bytes]:
        ((name, stub),) = given.items()
        return {name: read_notebook(text.encode(), self.path.name, stub)[0]}

    def run(self, text: str, folder: Path) -> tuple[dict[str, bool], bool]:
        from IPython.core.interactiveshell import InteractiveShell

        os.environ["MPLBACKEND"] = "agg"
        sys.path.insert(0, str(folder))  # as a kernel has it
        shell = InteractiveShell.instance()
        signal.signal(signal.SIGALRM, _late)
        passed, late = {}, 0
        for cell in json.loads(text)["cells"]:
            if cell["cell_type"] != "code":
                continue
            signal.alarm(4 * TEST_S)
            found = shell.run_cell("".join(cell["source"]), silent=True)
            signal.alarm(0)
            late += isinstance(found.error_in_exec, TimeoutError)
            own = cell["metadata"].get("nbgrader", {})
            if own.get("grade") and not own.get("solution") and float(own.get("points") or 0) > 0:
                passed[f"({own['grade_id']})"] = found.success
        return passed, bool(late)


class PackageWithTests(Material):
    """A package and the folder ``tests`` beside it; a variant is the texts of its modules."""

    def test_at(self, where: str) -> str:
        # Several of its files have tests of one name.
        return f"{where.partition(':')[0]}:{super().test_at(where)}"

    def variants(self) -> Mapping[str, str]:
        paths = sorted((self.folder / self.module).rglob("*.py"))
        solution = {path.relative_to(self.folder).as_posix(): path.read_text() for path in paths}
        answers = [name for name, text in solution.items() if "def " in text]
        stub = {name: ast.unparse(Emptier().visit(ast.parse(solution[name]))) for name in answers}
        texts = [solution, solution | stub]
        for number in range(3):
            name = random.Random(number).choice(answers)
            texts.append(solution | {name: spoil(solution[name], number)})
        return dict(zip(VARIANTS, map(json.dumps, texts), strict=True))

    def read(self, root: Path) -> ImportedAssignment:
        solution = self.folder / self.module
        return read_assignment(self.folder / "tests", solution, inside=self.may_be_inside)

    def handed_in(self, text: str, given: Mapping[str, bytes]) -> dict[str, bytes]:
        with tempfile.TemporaryDirectory() as root:
            for name, part in json.loads(text).items():
                path = Path(root, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(part, encoding="utf-8")
            folder = self.folder / "tests"
            tests = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*.py")}
            texts = {name: path.read_text(encoding="utf-8") for name, path in tests.items()}
            package, _ = read_package(Path(root, self.module), texts)
        return {f"{module}.py": text.encode() for module, text in package.texts.items()}

    def run(self, text: str, folder: Path) -> tuple[dict[str, bool], bool]:
        for name, part in json.loads(text).items():
            (folder / name).write_text(part, encoding="utf-8")
        noted = Outcomes(by_file=True)
        sys.path.insert(0, str(folder))
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        options = ["-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir=.", "tests"]
        pytest.main(options, plugins=[noted])
        return noted.passed, False


class Emptier(ast.NodeTransformer):
    """Takes the bodies of functions away."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.body = ast.parse("raise NotImplementedError").body
        return node


def is_answer(cell: Mapping[str, Any]) -> bool:
    """Tell whether students answer in a cell of code."""
    own = cell["metadata"].get("nbgrader", {})
    return cell["cell_type"] == "code" and bool(own.get("solution"))


def _late(_signal: int, _frame: Any) -> None:
    raise TimeoutError


def spoiled(source: str) -> list[str]:
    """Return three spoiled variants of a text."""
    return [spoil(source, number) for number in range(3)]


def spoil(source: str, number: int) -> str:
    """Return the text with one thing changed; which one depends on *number* alone."""
    choice = random.Random(f"{number} {source}")
    places = len(Spoiler(-1).spoil(source)[1])
    return Spoiler(choice.randrange(places)).spoil(source)[0] if places else source


class Spoiler(ast.NodeTransformer):
    """Changes one place: a comparison, an operator, a number, a text or what is returned."""

    def __init__(self, chosen: int) -> None:
        self.chosen, self.met = chosen, []

    def spoil(self, source: str) -> tuple[str, list[ast.AST]]:
        tree = self.visit(ast.parse(source))
        return ast.unparse(ast.fix_missing_locations(tree)), self.met

    def _here(self, node: ast.AST) -> bool:
        self.met.append(node)
        return len(self.met) - 1 == self.chosen

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        other = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
        other |= {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In}
        if self._here(node) and type(node.ops[0]) in other:
            node.ops[0] = other[type(node.ops[0])]()
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        other = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult}
        if self._here(node) and type(node.op) in other:
            node.op = other[type(node.op)]()
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if type(node.value) in (int, str) and self._here(node):
            return ast.Constant(node.value + (1 if type(node.value) is int else "!"))
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        return ast.Return(ast.Constant(None)) if self._here(node) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node


def judge_here(material: Material, root: Path, spawn: Any) -> Material:
    """Import the material and judge its variants."""
    try:
        course = import_course(material.read(root), root / "the-course", spawn)
    except GraderError as error:
        material.refused = str(error)
        return material
    material.left_out = {material.test_at(each.where): each.reason for each in course.left_out}
    material.inside = {
        material.test_at(course.carried[name]): why for name, why in course.inside.items()
    }
    manifest = course.course.exercises / "unit.toml"
    limited = f"[[exercise]]\nlimit_s = {TEST_S}\n"
    manifest.write_text(manifest.read_text().replace("[[exercise]]\n", limited))
    modules = course.course.unit.modules
    given = {f"{m}.py": (course.course.exercises / f"{m}.py").read_bytes() for m in modules}

    def body(judge: Any) -> None:
        judge.prove_reference()
        for variant, text in material.variants().items():
            files = material.handed_in(text, given)
            material.ours[variant] = {
                material.test_at(course.carried[v.check.name]): str(v.outcome)
                for v in judge.judge(Submission(variant, files)).verdicts
            }

    if course.carried:
        run_session(find_course(course.course.root), spawn, body)
    return material


def run_natively(material: Material, text: str) -> tuple[dict[str, bool], bool]:
    """Return the verdicts of the material's own runner in a folder of its own."""
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(material.folder, folder, dirs_exist_ok=True)

    def work() -> tuple[dict[str, bool], bool]:
        os.chdir(folder)
        out = os.open(os.devnull, os.O_WRONLY)
        os.dup2(out, 1)
        os.dup2(out, 2)
        return material.run(text, folder)

    try:
        return in_a_child(work) or ({}, False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(material: Material, spawn: Any) -> Material:
    """Return the material with what came of it, here and natively."""
    root = Path(tempfile.mkdtemp())
    try:
        found: Material | None = in_a_child(lambda: judge_here(material, root, spawn))
        if found is None:
            material.refused = "the import ended"
            found = material
        for variant, text in material.variants().items():
            found.native[variant], is_late = run_natively(material, text)
            found.late |= {variant} if is_late else set()
            if any(not found.is_same(variant, test) for test in found.ours.get(variant, ())):
                again, _ = run_natively(material, text)
                first = found.native[variant]
                found.chance |= {(variant, t) for t in first if first[t] != again.get(t)}
        return found
    finally:
        shutil.rmtree(root, ignore_errors=True)


def find_material(folder: Path) -> list[Material]:
    """Return the exercises below a folder that have a solution, or its notebooks."""
    found: list[Material] = []
    packages = [path.parent for path in folder.glob("*/__init__.py") if path.parent.name != "tests"]
    if len(packages) == 1 and (folder / "tests").is_dir():
        return [PackageWithTests(packages[0].name, folder, packages[0].name)]
    for path in sorted(folder.glob("*/*_test.py")):
        if (path.parent / ".meta" / "example.py").is_file():
            module = path.stem.removesuffix("_test")
            found.append(Exercise(path.parent.name, path.parent, module))
    for path in () if found else sorted(folder.rglob("*.ipynb")):
        try:
            cells = json.loads(path.read_bytes()).get("cells", ())
        except ValueError:
            continue
        if any(map(is_answer, cells)):
            found.append(SourceNotebook(path.stem, path.parent, ""))
    return found


def main() -> None:
    """Print the table, what was left out and why, and every verdict that differs."""
    folder, *options = sys.argv[1:]
    exercises = find_material(Path(folder))
    for exercise in exercises:
        exercise.may_be_inside = "--inside" in options
    for number in (int(option) for option in options if option.isdigit()):
        exercises = exercises[:: max(1, len(exercises) // number)][:number]
    measured = []
    with Zygote(find_walls()) as zygote:
        for exercise in exercises:
            found = measure(exercise, zygote.spawn)
            measured.append(found)
            line = f"{len(found.carried)} of {len(found.passed)} carried"
            line += f", {len(found.judged) - len(found.carried)} inside" if found.inside else ""
            print(f"{found.name}: {line} {found.refused}".rstrip(), flush=True)
            print("".join(f"    late    {line}\n" for line in found.too_late), end="")
            print("".join(f"    DIFFERS {line}\n" for line in found.differing), end="", flush=True)
    kinds = ("passed", "carried", "judged")
    passed, carried, judged = (sum(len(getattr(e, k)) for e in measured) for k in kinds)
    inside = Counter(reason for e in measured for reason in e.inside.values())
    print("\ninside:" * bool(inside))
    for reason, number in inside.most_common():
        print(f"{number:5}  {reason}")
    left_out = [
        (f"{e.name}: {test}", e.left_out.get(test) or e.refused or "not found")
        for e in measured
        for test in e.passed
        if test not in e.judged
    ]
    print("\nleft out:")
    for reason, number in Counter(reason for _, reason in left_out).most_common():
        print(f"{number:5}  {reason}")
    print("\n".join(f"  {where}: {reason}" for where, reason in left_out))
    late, differing = (sum(len(getattr(e, k)) for e in measured) for k in ("too_late", "differing"))
    heads = ("exercises", "passed", "carried", "share", "inside", "late", "differing")
    print("\n" + " ".join(f"{head:>10}" for head in heads))
    share = f"{carried / max(passed, 1):.2%}"
    cells = (len(measured), passed, carried, share, judged - carried, late, differing)
    print(" ".join(f"{cell:>10}" for cell in cells))


if __name__ == "__main__":
    main()
