"""
An importer for the files of a submission: from memory, under the names students use.

A module can be imported by its bare name (``import logistic``), as a sibling
(``from .logistic import sigmoid``) and from the folder it was handed out in
(``from exercises.logistic import sigmoid``): all three are one module.
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import linecache
import sys
from collections.abc import Mapping
from types import CodeType, ModuleType

PACKAGE = "exercises"


class SubmissionFinder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finder and loader of modules among *files* (relative path → bytes), shown as in *folder*."""

    def __init__(self, files: Mapping[str, bytes], folder: str) -> None:
        self.folder = folder
        self.files = files

    def find_spec(
        self, fullname: str, _path: object = None, _target: object = None, /
    ) -> importlib.machinery.ModuleSpec | None:
        inner = self._inner(fullname)
        if fullname.partition(".")[0] != PACKAGE:
            if not self._is_ours(fullname):
                return None
            loader: importlib.abc.Loader = _Alias(f"{PACKAGE}.{fullname}")
            return importlib.machinery.ModuleSpec(fullname, loader)
        source = self._source_path(inner)
        if source is None and not self._is_folder(inner):
            return None
        is_package = source is None or source.endswith("__init__.py")
        origin = f"{self.folder}/{source}" if source else self.folder
        spec = importlib.machinery.ModuleSpec(fullname, self, origin=origin, is_package=is_package)
        spec.has_location = source is not None
        return spec

    def get_source(self, fullname: str) -> str:
        source = self._source_path(self._inner(fullname))
        return "" if source is None else self.files[source].decode("utf-8-sig", "replace")

    def get_code(self, fullname: str) -> CodeType:
        source = self._source_path(self._inner(fullname))
        if source is None:
            return compile("", self.folder, "exec")
        name = f"{self.folder}/{source}"
        # Tracebacks and inspect.getsource read lines from here; there may be no file.
        text = self.get_source(fullname)
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        return compile(self.files[source], name, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        exec(self.get_code(module.__name__), module.__dict__)

    def _inner(self, fullname: str) -> str:
        """Return the path that a module's name stands for, without its ending."""
        inner = "" if fullname == PACKAGE else fullname.removeprefix(PACKAGE + ".")
        return inner.replace(".", "/")

    def _is_ours(self, fullname: str) -> bool:
        if fullname.partition(".")[0] in sys.stdlib_module_names:
            return False
        inner = self._inner(fullname)
        return self._source_path(inner) is not None or self._is_folder(inner)

    def _source_path(self, inner: str) -> str | None:
        candidates = (f"{inner}.py", f"{inner}/__init__.py") if inner else ("__init__.py",)
        return next((path for path in candidates if path in self.files), None)

    def _is_folder(self, inner: str) -> bool:
        return inner == "" or any(path.startswith(inner + "/") for path in self.files)


class _Alias(importlib.abc.Loader):
    """A loader that gives the module *real* a second name."""

    def __init__(self, real: str) -> None:
        self.real = real

    def create_module(self, _spec: importlib.machinery.ModuleSpec, /) -> ModuleType:
        return importlib.import_module(self.real)

    def exec_module(self, module: ModuleType) -> None:
        pass


def install(files: Mapping[str, bytes], folder: str) -> None:
    """Make the submission's modules importable, before all that is not imported yet."""
    sys.meta_path.insert(0, SubmissionFinder(files, folder))


def load(name: str) -> ModuleType:
    """Import and return the submission's module *name*."""
    return importlib.import_module(f"{PACKAGE}.{name}")


def script(name: str) -> CodeType:
    """
    Return the code of the submission's module *name*, to be run as a script.

    Raises:
        FileNotFoundError: If there is no such file.
        SyntaxError: If it does not parse; ValueError if it holds null bytes.
    """
    finder = _finder()
    if f"{name}.py" not in finder.files:
        raise FileNotFoundError(f"{name}.py")
    return finder.get_code(f"{PACKAGE}.{name}")


def run(name: str, code: CodeType) -> ModuleType:
    """Run the *code* of the submission's module *name* as a script and return the module."""
    module = ModuleType("__main__")
    module.__file__ = f"{_finder().folder}/{name}.py"
    exec(code, module.__dict__)
    return module


def _finder() -> SubmissionFinder:
    source = importlib.import_module(PACKAGE).__spec__
    assert source is not None
    assert isinstance(source.loader, SubmissionFinder)
    return source.loader
