"""
The dependencies of each hidden check: a graph of definitions, read from source and never run.

A name that a check uses leads to the statement that defines it, and from there through
helpers, fixtures and neighbouring modules. Where the source does not tell, too much is
taken rather than too little: a check that runs again needlessly costs a second, one that
should run again and does not costs a student points.
"""

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from grader.course.checks import mark_name

#: A function that uses one of these can reach anything; its source does not tell what.
_REACHES_ALL = frozenset({"globals", "eval", "exec", "__import__", "importlib", "import_module"})
#: Names that pytest or the judge looks up, so that every check of the module depends on them.
_READ_BY_NAME = ("EXAMPLES", "pytest", "setup", "teardown")
#: A top-level name: the module's dotted name ("mistakes.loss") and its own, which is "" for what
#: runs on import.
Definition = tuple[str, str]
_ON_IMPORT = ""


@dataclass
class _Module:
    """The top level of one file: which statements bind which name, and the rest."""

    #: The folder it is in, where a relative import starts.
    package: str
    binds: dict[str, list[ast.stmt]] = field(default_factory=dict)
    on_import: list[ast.stmt] = field(default_factory=list)

    @property
    def always(self) -> list[str]:
        """Names that every check of this module depends on, used or not."""
        return [
            name
            for name, statements in self.binds.items()
            if name.startswith(_READ_BY_NAME) or any(map(_is_autouse, statements))
        ]


class HiddenSources:
    """
    The hidden tests of a course as a graph of definitions.

    Args:
        files: Path in the folder of the hidden tests ("mistakes/loss.py") → source, for every
            module there.

    Raises:
        SyntaxError: If one of them does not parse.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        self._paths = {_dotted(path): path for path in files}
        self._modules = {_dotted(path): _read(path, text) for path, text in files.items()}
        self._conftests = [name for name in self._modules if re.search(r"\bconftest$", name)]
        self._changed_by: dict[str, set[str]] = {}
        # Many checks use the same helpers; each is read once.
        self._nodes = cache(lambda statement: tuple(ast.walk(statement)))
        self._imports = cache(self._find_imports)
        self._mentioned = cache(self._find_mentioned)
        for name, module in self._modules.items():
            self._find_acts(name, module)
        self._uses = cache(self._find_uses)
        self._text = cache(self._dump_all)
        self._strings = cache(self._find_strings)

    def used_by(self, module: str, test: str) -> set[Definition]:
        """Return all that *test* of *module* depends on, itself included."""
        starts = [(module, test)]
        for entered in (module, *self._conftests):
            starts += self._entering(entered)
        return self._reached(starts)

    def path(self, module: str) -> str:
        """Return the path of *module* in the folder of the hidden tests."""
        return self._paths[module]

    def strings(self, module: str, test: str) -> set[str]:
        """
        Return every string in *test* and in what it uses itself.

        ``student.loss.bce`` counts as "loss.", as if that were named by a string.
        """
        return set().union(*map(self._strings, self._reached([(module, test)])))

    def _reached(self, waiting: list[Definition]) -> set[Definition]:
        found: set[Definition] = set()
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self._uses(key)
        return found

    def digest(self, keys: Iterable[Definition]) -> str:
        """Return a digest of the statements behind *keys*; comments and layout do not count."""
        total = hashlib.sha256()
        for key in sorted(keys):
            total.update(f"{key} {self._text(key)}\n".encode())
        return total.hexdigest()[:16]

    def _find_acts(self, name: str, module: _Module) -> None:
        """
        Take what calls something of the course on import for a part of what runs on import.

        It may change what others use: ``@register`` adds a function to a list, and a check
        that reads the list does not mention the function.
        """
        neighbours = {
            bound: there
            for statements in (*module.binds.values(), module.on_import)
            for statement in statements
            for node in self._imports(statement)
            for bound, there, _ in self._imported(node, name)
        }
        own = neighbours.keys() | {
            bound
            for bound, statements in module.binds.items()
            if not all(isinstance(each, ast.Import | ast.ImportFrom) for each in statements)
        }
        acts = [
            statement
            for statements in module.binds.values()
            for statement in statements
            if _called_names(statement) & own
        ]
        decorated = [each for each in acts if not isinstance(each, ast.Assign | ast.AnnAssign)]
        for statement in (*module.on_import, *decorated):
            for used in self._mentioned(statement) & neighbours.keys():
                self._changed_by.setdefault(neighbours[used], set()).add(name)
        module.on_import += dict.fromkeys(acts)

    def _statements(self, key: Definition) -> list[ast.stmt]:
        module = self._modules[key[0]]
        return module.on_import if key[1] == _ON_IMPORT else module.binds[key[1]]

    def _entering(self, module: str) -> list[Definition]:
        return [(module, _ON_IMPORT), *((module, name) for name in self._modules[module].always)]

    def _find_uses(self, key: Definition) -> frozenset[Definition]:
        return frozenset(self._walk_uses(key))

    def _walk_uses(self, key: Definition) -> Iterator[Definition]:
        module, bound = key
        names = {name for statement in self._statements(key) for name in self._mentioned(statement)}
        if bound == _ON_IMPORT:
            yield from ((other, _ON_IMPORT) for other in self._changed_by.get(module, ()))
        if names & _REACHES_ALL:
            yield from (whole for name in self._modules for whole in self._whole(name))
        if PROBES in names and PROBES in self._modules:
            yield from self._whole(PROBES)
        for name in names:
            for place in (module, *self._conftests):
                if name in self._modules[place].binds:
                    yield (place, name)
                    break
        for statement in self._statements(key):
            for node in self._imports(statement):
                for name, there, inner in self._imported(node, module):
                    # Of one statement that imports several names, only the one that is used.
                    if node is not statement or name in (bound, "*"):
                        yield from self._find(there, inner)

    def _find_imports(self, statement: ast.stmt) -> list[ast.Import | ast.ImportFrom]:
        nodes = self._nodes(statement)
        return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]

    def _find_mentioned(self, statement: ast.stmt) -> set[str]:
        return _mentioned_names(self._nodes(statement))

    def _imported(self, node: ast.AST, module: str) -> Iterator[tuple[str, str, str]]:
        """Yield each name that an import binds, a neighbour it leads to and the name there."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = (alias.asname or alias.name).partition(".")[0]
                yield from ((name, there, "*") for there in self._run_by(alias.name))
        elif isinstance(node, ast.ImportFrom):
            origin = self._origin(node, module)
            for alias in node.names:
                name = alias.asname or alias.name
                for there in self._run_by(origin):
                    last = there == self._neighbour(origin)
                    yield name, there, alias.name if last else _ON_IMPORT
                inner = self._neighbour(f"{origin}.{alias.name}")
                if inner:
                    yield name, inner, "*"

    def _origin(self, node: ast.ImportFrom, module: str) -> str:
        """Return the dotted name that stands, or is meant, after "from"."""
        parents = self._modules[module].package.split(".") if node.level else []
        parents = parents[: len(parents) + 1 - node.level] if node.level else []
        return ".".join(filter(None, [*parents, node.module]))

    def _neighbour(self, name: str) -> str:
        """Return which neighbour an import of *name* means, perhaps with packages before; or ""."""
        while name and name not in self._modules:
            name = name.partition(".")[2]
        return name

    def _run_by(self, name: str) -> Iterator[str]:
        """Yield the neighbour that an import of *name* means, and the packages around it."""
        found = self._neighbour(name)
        while found:
            if found in self._modules:
                yield found
            found = found.rpartition(".")[0]

    def _find(self, module: str, name: str) -> Iterator[Definition]:
        """Yield what *name* means in *module*; the whole of a module that does not tell."""
        yield (module, _ON_IMPORT)
        if name in self._modules[module].binds:
            yield (module, name)
        elif name != _ON_IMPORT and f"{module}.{name}" not in self._modules:
            yield from self._whole(module)

    def _whole(self, module: str) -> Iterator[Definition]:
        yield (module, _ON_IMPORT)
        yield from ((module, name) for name in self._modules[module].binds)

    def _dump_all(self, key: Definition) -> str:
        return "\n".join(map(ast.dump, self._statements(key)))

    def _find_strings(self, key: Definition) -> frozenset[str]:
        nodes = [n for statement in self._statements(key) for n in self._nodes(statement)]
        texts = {n.value for n in nodes if isinstance(n, ast.Constant) and type(n.value) is str}
        return frozenset(texts | {f"{name}." for node in nodes for name in _modules_asked(node)})


#: The module whose functions run in the box: no hidden test imports it.
PROBES = "probes"


def _modules_asked(node: ast.AST) -> Iterator[str]:
    """Yield what may be a module of a submission: ``loss`` in ``student.loss`` or ``x.loss.y``."""
    match node:
        case ast.Attribute(value=ast.Attribute(attr=name)):
            yield name
        case ast.Attribute(value=ast.Name(id="student" | "reference"), attr=name):
            yield name
        case ast.ImportFrom(module=str(name), level=0):
            yield name.removeprefix("exercises.")
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_]):
            yield name


def _dotted(path: str) -> str:
    """Return the name of the module at *path*; that of a package is its folder's."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _read(path: str, source: str) -> _Module:
    module, tree = _Module(path.rpartition("/")[0].replace("/", ".")), ast.parse(source)
    _drop_points(tree)
    for statement in tree.body:
        names = _bound_names(statement)
        for name in names:
            module.binds.setdefault(name, []).append(statement)
        if not names and not _is_text(statement):
            module.on_import.append(statement)
    return module


def _bound_names(statement: ast.stmt) -> list[str]:
    """Return the names that a simple statement binds; none for one that does more than that."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        names = [(alias.asname or alias.name).partition(".")[0] for alias in statement.names]
        return [] if "*" in names else names
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    flat = [part for target in targets for part in getattr(target, "elts", [target])]
    names = [part.id for part in flat if isinstance(part, ast.Name)]
    return names if len(names) == len(flat) else []


def _mentioned_names(nodes: Iterable[ast.AST]) -> set[str]:
    """Return every name that the nodes of a statement mention; arguments may be fixtures."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Attribute) and node.attr in _REACHES_ALL:
            names.add(node.attr)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            # usefixtures("name") and the like
            names |= {
                part.value
                for decorator in node.decorator_list
                for part in ast.walk(decorator)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
    return names


def _called_names(statement: ast.stmt) -> set[str]:
    """Return the names that calls mention which run when *statement* does, decorators included."""
    calls: list[ast.AST] = list(getattr(statement, "decorator_list", ()))
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            calls.append(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, *node.args.defaults]
            waiting += filter(None, node.args.kw_defaults)
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return {part.id for call in calls for part in ast.walk(call) if isinstance(part, ast.Name)}


def _drop_points(tree: ast.Module) -> None:
    """Take the points out of the markers of checks: they change without a check being run."""
    for node in ast.walk(tree):
        for mark in getattr(node, "decorator_list", ()):
            if isinstance(mark, ast.Call) and mark_name(mark) == "check":
                mark.keywords = [word for word in mark.keywords if word.arg != "points"]


def _is_autouse(statement: ast.stmt) -> bool:
    """Say whether a definition may be a fixture that takes effect without being named."""
    return any(
        keyword.arg in ("autouse", "name")
        for decorator in getattr(statement, "decorator_list", ())
        if isinstance(decorator, ast.Call)
        for keyword in decorator.keywords
    )


def _is_text(statement: ast.stmt) -> bool:
    """Say whether a statement is a docstring or the like."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
