"""
The reading of an assignment that has tests for pytest or unittest and a solution.

A test that cannot be judged from outside the box is left out, or judged inside of it if that is
asked for. The solutions get markers around the bodies of their functions.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.course.checks import mark_name
from grader.course.manifest import EXERCISE_KEYS, UNIT_KEYS
from grader.course.new_course import require_key
from grader.course.solution_markers import BEGIN, END, find_answers
from grader.course.source import Function, functions, parse, read_text
from grader.errors import CourseError
from grader.text import clean

from .assignment import ImportedAssignment, LeftOut, Test, TestFile
from .carrying import NOT_ALWAYS_RUN, why_not_carried
from .packages import Package, find_package, read_package

#: Said of a module of a package in which nothing is to be written.
_GIVEN = "There is nothing to write in it: students get it as the solution has it."
_RENAME = "Rename the module in the solutions and the tests."
#: The __init__ of the folder in which the modules of a package are.
_FIRST = '''"""The modules of {name}, which is imported before any of them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import {name}  # noqa: E402, F401
'''


def read_assignment(tests: Path, solutions: Path, *, inside: bool = False) -> ImportedAssignment:
    """
    Return what there is to import.

    Args:
        tests: A file with tests, or a folder with such files and what they need.
        solutions: The folder with the modules that the tests import.
        inside: Whether tests that cannot be judged from outside the box may be judged inside.

    Raises:
        CourseError: If there is nothing to import, or a module cannot be an exercise.
    """
    folder = find_package(solutions)
    paths = sorted((folder.rglob if folder else solutions.glob)("*.py"))
    given = {path: path.relative_to(tests).as_posix() for path in sorted(tests.rglob("*"))}
    given = given if tests.is_dir() else {tests: tests.name}
    given = {path: name for path, name in given.items() if path.is_file()}
    given = {p: n for p, n in given.items() if "__pycache__" not in n and p not in paths}
    texts_beside = {n: read_text(p, n) for p, n in given.items() if p.suffix == ".py"}
    package = None
    if folder is not None:
        package, texts_beside = read_package(folder, texts_beside)
        texts = package.texts
    else:
        texts = {path.stem: read_text(path, path.name) for path in paths}
        texts = {name: text for name, text in texts.items() if not _is_test_file(name)}
    files = [
        TestFile(path.name, texts_beside[name], path.name)
        for path, name in given.items()
        if _is_test_file(path.stem) and path.suffix == ".py"
    ]
    beside = {
        name: texts_beside[name].encode() if name in texts_beside else path.read_bytes()
        for path, name in given.items()
        if path.name not in {file.name for file in files}
    }
    if package is not None:  # The tests are no package either.
        beside.pop("__init__.py", None)
    if not files:
        raise CourseError(
            f"{clean(str(tests))} holds no tests, expected files such as test_loss.py or "
            "loss_test.py. Name the folder that holds them."
        )
    trees = [parse(file.source, file.name) for file in files]
    trees += [parse(text.decode(), name) for name, text in beside.items() if name.endswith(".py")]
    used = list(dict.fromkeys(module for tree in trees for module in _imported(tree, texts)))
    data: dict[str, bytes] = {}
    shared: list[str] = []
    if package is not None:
        used = list(dict.fromkeys(filter(None, (_exercise_of(f, package) for f in files))))
        shared = [module for module in _written(texts) if module not in used]
        written = [*used, *shared]
        data = {f"{m}.py": text.encode() for m, text in texts.items() if m not in written}
        texts = {module: texts[module] for module in written}
    if not used:
        raise CourseError(
            f"The tests import none of {', '.join(texts) or 'the solutions: there are none'}. "
            "Name the folder of the solutions with --solutions."
        )
    texts |= {module: _with_markers(texts[module], module) for module in [*used, *shared]}
    for module in shared:
        require_key(UNIT_KEYS["shared"], [module], f"the module {module}.py", _RENAME)
    names = {module: _answered(module, texts[module]) for module in used}
    assignment = ImportedAssignment(texts, names, files, beside, data, shared, may_be_inside=inside)
    if package is not None:
        assignment.package = package.name
        assignment.left_out = [LeftOut(name, _GIVEN) for name in data]
        data["__init__.py"] = _FIRST.format(name=package.name).encode()
    for file in files:
        file.tests = list(_tests_of(file, assignment, package))
        if not file.tests:  # It is called like tests and holds none: a helper of theirs.
            beside[f"{Path(file.name).stem}/__init__.py"] = file.source.encode()
        imported = "_".join(_imported(parse(file.source, file.name), texts))
        if package is not None and file.tests:
            imported = file.tests[0].exercise
        # "grader check" looks for the hidden tests of a module in a file of this name.
        usual = f"test_{imported}_hidden.py"
        if imported in names and usual not in {other.place for other in files}:
            file.place = usual
    assignment.files = [file for file in files if file.tests]
    return assignment


def _is_test_file(stem: str) -> bool:
    return stem.startswith("test_") or stem.endswith("_test")


def _imported(tree: ast.Module, texts: Mapping[str, str]) -> list[str]:
    """Return the modules of the solutions that a file imports."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return [module for module in dict.fromkeys(found) if module in texts]


def _written(texts: Mapping[str, str]) -> list[str]:
    """Return the modules with answers: those with markers, or where none has, with functions."""
    marked = [module for module, text in texts.items() if _has_markers(text)]
    return marked or [m for m, text in texts.items() if _has_markers(_with_markers(text, m))]


def _has_markers(text: str) -> bool:
    return re.search(rf"^\s*{BEGIN}\s*$", text, re.M) is not None


def _answered(module: str, text: str) -> list[str]:
    """Return the functions and classes of a module that hold an answer between markers."""
    where = f"{module}.py"
    require_key(EXERCISE_KEYS["module"], module, f"the module {where}", _RENAME)
    require_key(EXERCISE_KEYS["id"], module, f"the exercise of {where}", _RENAME)
    answers = find_answers(text, where)
    if not answers:
        raise CourseError(
            f"{where} defines no function and no method, so that students would have nothing to "
            "write. Name another folder of solutions."
        )
    return list(dict.fromkeys(answer.owner.partition(".")[0] for answer in answers))


def _exercise_of(file: TestFile, package: Package) -> str | None:
    """Return the module that a file's tests are about: by its name, or the one it uses most."""
    tree = parse(file.source, file.name)
    own = re.sub(r"^test_|_test$", "", Path(file.name).stem)
    used = [own, *package.modules_used(tree)] if any(_test_functions(tree)) else []
    texts = package.texts
    return next((m for m in used if m in texts and any(functions(parse(texts[m], m)))), None)


def _tests_of(
    file: TestFile, assignment: ImportedAssignment, package: Package | None
) -> Iterator[Test]:
    tree = parse(file.source, file.name)
    exercise = next(iter(_imported(tree, assignment.solutions)), next(iter(assignment.names)))
    if package is not None:
        exercise = _exercise_of(file, package) or exercise  # Its modules use each other.
    for around, node in _test_functions(tree):
        where = f"{file.name}:{node.lineno}: {'.'.join([*(c.name for c in around), node.name])}"
        marks = [mark for mark in node.decorator_list if mark_name(mark) == "check"]
        named = [ast.unparse(mark.args[0]) for mark in marks if isinstance(mark, ast.Call)]
        own = next((m for m in assignment.names if f"'{m}'" in named), exercise)
        reason = why_not_carried(tree, around, node, assignment.solutions)
        inside = reason if assignment.may_be_inside and reason != NOT_ALWAYS_RUN else ""
        reason = "" if inside else reason
        fixed = bool(package) and not marks
        yield Test(node, where, node.name, own, reason, inside, bool(marks), fixed)


def _test_functions(
    tree: ast.Module | ast.ClassDef, around: tuple[ast.ClassDef, ...] = ()
) -> Iterator[tuple[tuple[ast.ClassDef, ...], Function]]:
    """Yield every test with the classes around it; the last of two with one name is the test."""
    last = {node.name: node for node in tree.body if isinstance(node, Function | ast.ClassDef)}
    for name, node in last.items():
        if isinstance(node, ast.ClassDef):
            yield from _test_functions(node, (*around, node))
        elif name.startswith("test"):
            yield around, node


def _with_markers(source: str, module: str) -> str:
    """Return a solution with the body of each function between markers, unless it has markers."""
    if _has_markers(source):
        return source
    tree = parse(source, f"{module}.py")
    lines = source.split("\n")
    outer = [node for _, node in functions(tree)]
    inner = {id(n) for each in outer for n in ast.walk(each) if n is not each}
    for node in sorted(outer, key=lambda each: -each.lineno):
        body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        if id(node) in inner or not body:
            continue
        first = body[0]
        begin = min([first.lineno, *(d.lineno for d in getattr(first, "decorator_list", []))])
        indent, last = " " * first.col_offset, node.end_lineno or first.lineno
        header = node.body[0].lineno if body is not node.body else node.lineno
        if lines[begin - 1][: first.col_offset].strip() or begin == header:
            # The body stands behind the colon, on one line.
            indent = " " * (node.col_offset + 4)
            rest = indent + lines[begin - 1][first.col_offset :]
            lines[begin - 1 : last] = [
                lines[begin - 1][: first.col_offset].rstrip(),
                *[indent + BEGIN, rest, *lines[begin:last], indent + END],
            ]
        else:
            while lines[begin - 2].lstrip()[:1] in ("", "#"):
                begin -= 1
            lines[last:last] = [indent + END]
            lines[begin - 1 : begin - 1] = [indent + BEGIN]
    return "\n".join(lines)
