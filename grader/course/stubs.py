"""The stubs in ``exercises/``: which are stale, and writing them without overwriting work."""

import ast
import zipfile
from pathlib import Path

from grader.errors import CourseError
from grader.files import os_errors_as, write_whole, zip_bytes

from .manifest import Course
from .solution_markers import stub_text
from .source import Function, functions, parse, read_text

PACK = "_kit/stubs.zip"
"""A copy of the stubs, from which students can restore one."""


def stale_stubs(course: Course) -> list[str]:
    """
    Return one sentence for each chosen stub that is missing or differs from its solution's.

    Raises:
        CourseError: If a solution is missing or its markers are wrong.
    """
    problems = []
    for module in course.chosen_modules:
        stub = course.exercises / f"{module}.py"
        wanted = _stub(course, module)
        if not stub.exists():
            state = "missing"
        elif read_text(stub, f"exercises/{module}.py") != wanted:
            state = "stale"
        else:
            continue
        problems.append(
            f'exercises/{module}.py is {state}. Run "grader sync" and commit the result.'
        )
    pack = course.exercises / PACK
    if course.only:
        return problems
    if pack.parent.is_dir() and _packed(pack) != _fresh(course):
        problems.append(f'exercises/{PACK} is stale. Run "grader sync" and commit the result.')
    return problems


def write_stubs(course: Course, *, force: bool = False) -> list[Path]:
    """
    Write every stub that is missing or stale and return those written.

    Nothing is written if anything is wrong. A stub that somebody has begun to work in is
    overwritten only with *force*.

    Raises:
        CourseError: If a solution is faulty, a stub holds work, or a file cannot be written.
    """
    fresh = _fresh(course)
    changed = []
    for module, wanted in fresh.items():
        path = course.exercises / f"{module}.py"
        found = read_text(path, f"exercises/{module}.py") if path.exists() else None
        if found == wanted:
            continue
        if found is not None and not force:
            _require_no_work(found, wanted, module)
        changed.append(path)
    for path in changed:
        _write_whole(path, fresh[path.stem].encode())
    pack = course.exercises / PACK
    if pack.parent.is_dir() and _packed(pack) != fresh:
        _write_whole(pack, pack_of(fresh))
        changed.append(pack)
    return changed


def _fresh(course: Course) -> dict[str, str]:
    return {module: _stub(course, module) for module in course.unit.modules}


def pack_of(stubs: dict[str, str]) -> bytes:
    """Return a zip of the stubs, the same for the same stubs."""
    return zip_bytes({f"{name}.py": text.encode() for name, text in stubs.items()})


def _packed(path: Path) -> dict[str, str]:
    """Return the stubs in the pack; none if there is no pack or it cannot be read."""
    try:
        with zipfile.ZipFile(path) as pack:
            return {Path(name).stem: pack.read(name).decode() for name in pack.namelist()}
    except (OSError, zipfile.BadZipFile, ValueError):
        return {}


def _stub(course: Course, module: str) -> str:
    where = f"solutions/{module}.py"
    return stub_text(read_text(course.solutions / f"{module}.py", where), where)


def _require_no_work(found: str, wanted: str, module: str) -> None:
    """Raise if a function of the stub *found* holds more than the fresh one and its raise."""
    where = f"exercises/{module}.py"
    rescue = (
        f'Move your work to solutions/{module}.py, or delete {where}; then run "grader sync" again.'
    )
    fresh = dict(functions(parse(wanted, where)))
    for name, node in functions(parse(found, where, rescue)):
        allowed = {ast.dump(line) for line in fresh[name].body} if name in fresh else set()
        for line in _work(node):
            if ast.dump(line) not in allowed:
                raise CourseError(
                    f"{where}:{line.lineno}: {name} holds code that sync would overwrite, "
                    f"expected only NotImplementedError. {rescue}"
                )


def _work(node: Function) -> list[ast.stmt]:
    """Return the statements of a function without its docstring and the raise of a stub."""
    body = node.body[ast.get_docstring(node) is not None :]
    return [
        line
        for line in body
        if not (isinstance(line, ast.Raise) and "NotImplementedError" in ast.dump(line))
    ]


def _write_whole(path: Path, content: bytes) -> None:
    what = f"exercises/{path.name} cannot be written"
    with os_errors_as(CourseError, what, "Check the permissions of the folder."):
        write_whole(path, content)
