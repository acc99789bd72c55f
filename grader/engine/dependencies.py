"""
What each hidden check depends on, read from the hidden tests' source and never run.

A name that a check uses leads to the statement that defines it, and on through
helpers, fixtures and neighbouring modules. Where the source does not tell, more is
taken than may be needed: a check that runs again for nothing costs a moment, one
that does not run although it should costs somebody points.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from .statements import (
    REACHES_ALL,
    bound_names,
    dump,
    is_autouse,
    is_text,
    last_part,
    mentioned_names,
)

#: Read by pytest or by the judge under this name, so every check of the module depends on it.
_READ_BY_NAME = ("SUSPECTS", "EXAMPLES", "pytest", "setup", "teardown")
#: A top-level name of a module, by the module's name and its own; "" is what runs on import.
Key = tuple[str, str]
_ON_IMPORT = ""


@dataclass
class _Module:
    """The top level of one file: which statements bind which name, and the rest."""

    binds: dict[str, list[ast.stmt]] = field(default_factory=dict)
    #: Name here → module and name there; the whole module where the second is "*".
    imports: dict[str, Key] = field(default_factory=dict)
    on_import: list[ast.stmt] = field(default_factory=list)

    @property
    def always(self) -> list[str]:
        """Names that every check of this module depends on, used or not."""
        return [
            name
            for name, statements in self.binds.items()
            if name.startswith(_READ_BY_NAME) or any(map(is_autouse, statements))
        ]


class HiddenSources:
    """
    The hidden tests of a course as a graph of definitions.

    Args:
        files: File name → source of every Python file beside the hidden tests.

    Raises:
        SyntaxError: If one of them is no Python.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        trees = {name.removesuffix(".py"): ast.parse(text) for name, text in files.items()}
        self._modules = {name: _read(tree, trees.keys()) for name, tree in trees.items()}
        # Many checks use the same helpers: each is looked at once.
        self._uses = cache(self._find_uses)
        self._text = cache(self._dump_all)
        self._strings = cache(self._find_strings)

    @cached_property
    def tests(self) -> list[tuple[str, ast.FunctionDef]]:
        """Every test function with the module that it stands in, in the order of collection."""
        return [
            (module, node)
            for module in sorted(self._modules)
            if module.startswith("test_") or module.endswith("_test")
            for node in self._functions(module)
        ]

    def used_by(self, module: str, test: str) -> set[Key]:
        """Return all that *test* of *module* depends on, itself included."""
        starts = [(module, test), *self._entering(module)]
        if "conftest" in self._modules:
            starts += self._entering("conftest")
        return self._reached(starts)

    def strings(self, module: str, test: str) -> set[str]:
        """Return every string in *test* and in what it uses itself."""
        return set().union(*map(self._strings, self._reached([(module, test)])))

    def _reached(self, waiting: list[Key]) -> set[Key]:
        found: set[Key] = set()
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self._uses(key)
        return found

    def digest(self, keys: Iterable[Key]) -> str:
        """Return a digest of the statements behind *keys*; comments and layout do not count."""
        total = hashlib.sha256()
        for key in sorted(keys):
            total.update(f"{key} {self._text(key)}\n".encode())
        return total.hexdigest()[:16]

    def _functions(self, module: str) -> Iterator[ast.FunctionDef]:
        for statements in self._modules[module].binds.values():
            for statement in statements:
                if isinstance(statement, ast.FunctionDef) and statement.name.startswith("test"):
                    yield statement

    def _statements(self, key: Key) -> list[ast.stmt]:
        module = self._modules[key[0]]
        return module.on_import if key[1] == _ON_IMPORT else module.binds[key[1]]

    def _entering(self, module: str) -> list[Key]:
        return [(module, _ON_IMPORT), *((module, name) for name in self._modules[module].always)]

    def _find_uses(self, key: Key) -> frozenset[Key]:
        return frozenset(self._walk_uses(key))

    def _walk_uses(self, key: Key) -> Iterator[Key]:
        module = key[0]
        names = {name for statement in self._statements(key) for name in mentioned_names(statement)}
        if names & REACHES_ALL:
            yield from (whole for name in self._modules for whole in self._whole(name))
        # An import leads on to what is imported; that of all names, to the whole module.
        name = "*" if key[1] == _ON_IMPORT else key[1]
        if name in self._modules[module].imports:
            yield from self._find(module, name)
        for name in names:
            if self._knows(module, name):
                yield from self._find(module, name)
            elif "conftest" in self._modules and self._knows("conftest", name):
                yield from self._find("conftest", name)

    def _knows(self, module: str, name: str) -> bool:
        return name in self._modules[module].binds or name in self._modules[module].imports

    def _find(self, module: str, name: str, steps: int = 20) -> Iterator[Key]:
        """Yield what *name* means in *module*; the whole of a module that does not tell."""
        here = self._modules[module]
        if name in here.binds:
            yield (module, name)
        if name in here.imports:
            there, inner = here.imports[name]
            yield (there, _ON_IMPORT)
            if inner == "*" or steps == 0 or not self._knows(there, inner):
                yield from self._whole(there)
            else:
                yield from self._find(there, inner, steps - 1)

    def _whole(self, module: str) -> Iterator[Key]:
        yield (module, _ON_IMPORT)
        yield from ((module, name) for name in self._modules[module].binds)

    def _dump_all(self, key: Key) -> str:
        return "\n".join(map(dump, self._statements(key)))

    def _find_strings(self, key: Key) -> frozenset[str]:
        return frozenset(
            node.value
            for statement in self._statements(key)
            for node in ast.walk(statement)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )


def _read(tree: ast.Module, neighbours: Iterable[str]) -> _Module:
    module = _Module()
    for statement in tree.body:
        names = bound_names(statement)
        for name in names:
            module.binds.setdefault(name, []).append(statement)
        if isinstance(statement, ast.ImportFrom) and last_part(statement.module) in neighbours:
            there = last_part(statement.module)
            module.imports |= {a.asname or a.name: (there, a.name) for a in statement.names}
        elif isinstance(statement, ast.Import):
            for alias in statement.names:
                if last_part(alias.name) in neighbours:
                    name = (alias.asname or alias.name).partition(".")[0]
                    module.imports[name] = (last_part(alias.name), "*")
        if not names and not is_text(statement):
            module.on_import.append(statement)
    return module
