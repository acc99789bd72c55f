"""
Imports of the submission in hidden tests: ``from loss import bce_with_logits``, ``import loss``.

Such a name means the object of whichever submission is judged, so that it is looked up when it is
used. A file below the hidden tests that imports a module of the course is loaded without those
imports, and what it finds neither in its own names nor among the builtins is asked of the
submission. No other file is touched.
"""

import __future__

import ast
import builtins
import contextlib
import importlib.abc
import importlib.machinery
import inspect
import re
import symtable
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from grader.course.judging_files import given_data
from grader.course.manifest import Course
from grader.course.source import read_text
from grader.errors import CourseError
from grader.intake.notebook.cell_functions import is_cell_module
from grader.intake.notebook.cells import MAX_CELLS
from grader.messages.message import Name, message
from grader.results.outcomes import Outcome
from grader.testing.failures import CheckFailed, failed
from grader.testing.objects.handles import RemoteModule, source_of
from grader.testing.replies import exception_name
from grader.testing.student import Student

from ..asserts import keep_comparisons

#: So many cells that have raised are named.
_MOST_NAMED = 5
#: The folder in which students have the modules; a test may name it.
_PACKAGE = "exercises."


class SubmissionImports(importlib.abc.MetaPathFinder):
    """The imports of hidden tests that stand for objects of the submission."""

    def __init__(self, course: Course) -> None:
        self._used: set[tuple[str, str]] = set()
        self._course = course
        self._student: Student | None = None
        self._loaded: list[str] = []
        self._run_again: list[tuple[ModuleType, CodeType]] = []
        self._modules = {*course.unit.modules, *_given_modules(course)}
        self._files = _files_that_import(course, self._modules)

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Load hidden tests in this way meanwhile, and let them read a submission's source."""
        sys.meta_path.insert(0, self)
        inspect.getsource, getsource = source_of, inspect.getsource
        try:
            yield
        finally:
            inspect.getsource = getsource
            sys.meta_path.remove(self)
            for name in self._loaded:
                sys.modules.pop(name, None)

    def bind(self, student: Student) -> None:
        """Let the names mean the objects of *student*, from the top of every file on."""
        self._student = student
        self._used.clear()
        for module, code in self._run_again:
            exec(code, vars(module))

    def runs_again(self, module: ModuleType) -> bool:
        """Say whether a file asks the submission at its top, so that it runs for each of them."""
        return any(each is module for each, _ in self._run_again)

    def unbind(self) -> frozenset[tuple[str, str]]:
        """Let the names mean nothing; return module and name of those that were used."""
        self._student = None
        return frozenset(self._used)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how to load a module of the course, or a hidden test that imports one."""
        if fullname in self._modules:
            return importlib.machinery.ModuleSpec(fullname, _ModuleLoader(self))
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None or Path(spec.origin).resolve() not in self._files:
            return None
        spec.loader = _Loader(fullname, spec.origin, self)
        return spec

    def is_submitted(self, module: str) -> bool:
        """Say whether an import of *module* is one of the submission."""
        return module.removeprefix(_PACKAGE) in self._modules

    @cache  # noqa: B019
    def names_of(self, module: str) -> frozenset[str]:
        """Return the names that the solution of a module gives to anything at its top."""
        is_written = module in self._course.unit.modules
        where = f"{'solutions' if is_written else 'exercises'}/{module}.py"
        text = read_text(self._course.root / where, where)
        symbols = symtable.symtable(text, where, "exec").get_symbols()
        names = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
        inner = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Global))
        return frozenset(names.union(*(node.names for node in inner)))

    def resolve(self, module: str, name: str) -> Any:
        """
        Return what the submission calls *name*.

        Raises:
            CheckFailed: If there is no such name; in a notebook it is a NameError as well.
        """
        try:
            return getattr(self.module(module, name), name)
        except CheckFailed as failure:
            if failure.outcome is Outcome.UNANSWERED and self._is_notebook(module):
                raise MissingNameError(**vars(self._after_cells(failure, module, name))) from None
            raise

    def _after_cells(self, failure: CheckFailed, module: str, name: str) -> CheckFailed:
        """Return the failure for a *name* that is missing, with the cells that have raised."""
        try:
            raised = [*getattr(self._student, module).RAISED]
        except (CheckFailed, TypeError):
            return failure
        cells = [
            f"{each[0]} ({exception_name(each[1])})"
            for each in raised[:_MOST_NAMED]
            if type(each) is tuple
            and [type(part) for part in each] == [int, str]
            # A forged number may be too long to write; 0 stands for a cell that was deleted.
            and 0 < each[0] <= MAX_CELLS
        ]
        if not cells:
            return failure
        words = message(
            "{name} is not there. Cells above that raised: {cells}.",
            name=Name(name),
            cells=", ".join(cells),
        )
        return failed(Outcome.RAISED, words, failure.question, reply=failure.reply)

    @cache  # noqa: B019
    def _is_notebook(self, module: str) -> bool:
        path = self._course.solutions / f"{module}.py"
        return path.is_file() and is_cell_module(path.read_bytes())

    def module(self, module: str, name: str) -> RemoteModule:
        """
        Return the module of the submission of which *name* is used.

        Raises:
            CourseError: If no submission is being judged.
        """
        if self._student is None:
            raise CourseError(
                f"{module}.{name} was used after the check. Use it in a test or in its fixtures."
            )
        self._used.add((module, name))
        found: RemoteModule = getattr(self._student, module)
        return found

    def note(self, module: str) -> None:
        """Note that a module was loaded, which is forgotten with the session."""
        self._loaded.append(module)

    def load(self, module: ModuleType, code: CodeType) -> None:
        """Run a file; one that asks the submission at its top runs for each of them again."""
        self.note(module.__name__)
        before = set(self._used)
        exec(code, vars(module))
        if self._used != before:
            self._run_again.append((module, code))


def _given_modules(course: Course) -> set[str]:
    """Return the modules that students are given and of which the hidden tests have no copy."""
    given = {name.removesuffix(".py") for name in given_data(course) if name.endswith(".py")}
    return {name for name in given if not (course.hidden / f"{name}.py").exists()}


def _files_that_import(course: Course, modules: Iterable[str]) -> set[Path]:
    """Return the files of the hidden tests that import these modules, or one that does."""
    texts = {path.resolve(): path.read_bytes() for path in course.hidden.rglob("*.py")}
    found: set[Path] = set()
    names = set(modules)
    while names:
        any_name = "|".join(map(re.escape, sorted(names)))
        imports = re.compile(rf"^\s*(?:from|import)\b.*\b(?:{any_name})\b".encode(), re.M)
        more = {path for path, text in texts.items() if imports.search(text)} - found
        found |= more
        names = {path.parent.name if path.stem == "__init__" else path.stem for path in more}
    return found


class _Loader(importlib.machinery.SourceFileLoader):
    """The loader of one file; its compiled text is kept nowhere."""

    def __init__(self, fullname: str, path: str, imports: SubmissionImports) -> None:
        super().__init__(fullname, path)
        self._imports = imports
        self._names: dict[str, tuple[str, str]] = {}

    def get_code(self, fullname: str) -> CodeType:
        """Compile the file without its imports of the submission, which are noted."""
        path = self.get_filename(fullname)
        tree = ast.parse(self.get_data(path), path)
        tree = keep_comparisons(_TakeImports(self._imports, self._names).visit(tree))
        # An annotation that names the submission would ask it before any check does.
        flags = __future__.annotations.compiler_flag
        code: CodeType = compile(tree, path, "exec", flags, dont_inherit=True)
        return code

    def exec_module(self, module: ModuleType) -> None:
        """Run the file; a name that it lacks is one of the submission."""
        code = self.get_code(module.__name__)
        found = _Builtins(self._imports, self._names)
        vars(module).update(__builtins__=found, __getattr__=found.attribute)
        self._imports.load(module, code)


class _TakeImports(ast.NodeTransformer):
    """Takes ``from module import name`` out of the top of a file and notes the names."""

    def __init__(self, imports: SubmissionImports, names: dict[str, tuple[str, str]]) -> None:
        self._imports = imports
        self._names = names

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt:
        if node.level or node.module is None or not self._imports.is_submitted(node.module):
            return node
        module = node.module.removeprefix(_PACKAGE)
        for alias in node.names:
            if alias.name == "*":
                names = [n for n in self._imports.names_of(module) if not n.startswith("_")]
                self._names |= {name: (module, name) for name in names}
            else:
                self._names[alias.asname or alias.name] = module, alias.name
        return ast.copy_location(ast.Pass(), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.stmt:
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt:
        return node


class _Builtins(dict[str, Any]):
    """The builtins of one file: the names of the submission before those of Python."""

    def __init__(self, imports: SubmissionImports, names: dict[str, tuple[str, str]]) -> None:
        # Python looks this one up in the dict itself.
        super().__init__({"__import__": builtins.__import__})
        self._imports = imports
        self._names = names

    def __missing__(self, name: str) -> Any:
        if name in self._names:
            return self._imports.resolve(*self._names[name])
        return vars(builtins)[name]

    def attribute(self, name: str) -> Any:
        """Return a name of the submission to whoever asks the file for it as an attribute."""
        if name not in self._names:
            raise AttributeError(name)
        return self._imports.resolve(*self._names[name])


class _ModuleLoader(importlib.abc.Loader):
    """The loader of the modules of whichever submission is judged."""

    def __init__(self, imports: SubmissionImports) -> None:
        self._imports = imports

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """Return the module, which forgets nothing and holds nothing."""
        self._imports.note(spec.name)
        return SubmittedModule(spec.name, self._imports)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: the submission runs in the box."""


class MissingNameError(CheckFailed, NameError):
    """A name that a notebook does not define: a test cell may expect that."""


class _Names(dict[str, Any]):
    """The names of a module, each looked up when it is asked for."""

    def __init__(self, module: ModuleType) -> None:
        super().__init__()
        self._module = module

    def __missing__(self, name: str) -> Any:
        try:
            return getattr(self._module, name)
        except (AttributeError, CheckFailed):
            raise KeyError(name) from None

    def __contains__(self, name: object) -> bool:
        missing = object()
        return self.get(str(name), missing) is not missing

    def get(self, name: str, default: Any = None) -> Any:
        """Return what the module calls *name*, or the default."""
        try:
            return self[name]
        except KeyError:
            return default


class SubmittedModule(ModuleType):
    """A module of whichever submission is judged; what is set in it is set there."""

    def __init__(self, name: str, imports: SubmissionImports) -> None:
        super().__init__(name)
        super().__setattr__("_imports", imports)

    @property
    def __dict__(self) -> Mapping[str, Any]:  # type: ignore[override]
        """The names of the module, as ``unittest.mock`` looks for them."""
        return _Names(self)

    def __getattr__(self, name: str) -> Any:
        is_asked_for = name in self._imports.names_of(self.__name__)
        # pytest looks at all that a file holds, for marks of its own.
        if name.startswith("_") and not is_asked_for:
            raise AttributeError(name)
        try:
            return self._imports.resolve(self.__name__, name)
        except CheckFailed as failure:
            if is_asked_for or failure.outcome is not Outcome.UNANSWERED:
                raise
            raise AttributeError(name) from failure

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("__"):
            super().__setattr__(name, value)
        else:
            setattr(self._imports.module(self.__name__, name), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._imports.module(self.__name__, name), name)
