"""Stubs from solutions: which are stale, and writing them without losing anybody's work."""

import ast
import os
from pathlib import Path

from grader.course.manifest import Course
from grader.course.markers import stub_text
from grader.course.outline import Function, functions, parse, read_text
from grader.errors import CourseError


def stale_stubs(course: Course) -> list[str]:
    """
    Return one sentence for each stub that is not what its solution makes of it.

    Raises:
        CourseError: If a solution is missing or its markers are wrong.
    """
    problems = []
    for module in course.unit.modules:
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
    return problems


def write_stubs(course: Course, *, force: bool = False) -> list[Path]:
    """
    Write every stub that is missing or stale and return those written.

    Nothing is written if anything is wrong. A stub in which somebody has begun to
    work is not overwritten unless *force* says so.

    Raises:
        CourseError: If a solution is faulty, a stub holds work, or a file cannot be written.
    """
    fresh = {module: _stub(course, module) for module in course.unit.modules}
    changed = []
    for module, wanted in fresh.items():
        path = course.exercises / f"{module}.py"
        found = read_text(path, f"exercises/{module}.py") if path.exists() else None
        if found == wanted:
            continue
        if found is not None and not force:
            _hold_unworked(found, wanted, module)
        changed.append(path)
    for path in changed:
        _write_whole(path, fresh[path.stem])
    return changed


def _stub(course: Course, module: str) -> str:
    where = f"solutions/{module}.py"
    return stub_text(read_text(course.solutions / f"{module}.py", where), where)


def _hold_unworked(found: str, wanted: str, module: str) -> None:
    """Raise unless *found* is a stub: of its functions, none says more than the new one."""
    where = f"exercises/{module}.py"
    rescue = f"Move your work to solutions/{module}.py, or delete {where}, and sync again."
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


def _write_whole(path: Path, text: str) -> None:
    """Replace *path* by *text* so that no reader ever sees half of it."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with scratch.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise CourseError(
            f"exercises/{path.name} cannot be written: {error.strerror}. "
            "Check the rights of the folder."
        ) from None
