"""
A solution that is a package, laid flat: a course is a folder of modules.

Its modules get names without dots, and what it imports of itself is imported by these names. The
``__init__`` of the package becomes a module with the name of the package.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.source import Function, parse, read_text
from grader.errors import CourseError
from grader.text import clean


@dataclass(frozen=True)
class Package:
    """
    A package laid flat.

    Attributes:
        name: Its name, and that of the module which its ``__init__`` has become.
        modules: Dotted name → module of the course.
        texts: Module of the course → text.
        defined: Name in the package → the module that defines it.
    """

    name: str
    modules: Mapping[str, str]
    texts: dict[str, str]
    defined: Mapping[str, str]

    def modules_used(self, tree: ast.Module) -> list[str]:
        """Return the modules whose names a file of the tests uses, the most used one first."""
        used: list[str] = []
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == self.name:
                used.append(self.defined.get(node.attr, node.attr))
            elif isinstance(node, ast.ImportFrom) and node.module == self.name:
                used += [self.defined.get(alias.name, "") for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                used.append(node.module or "")
        found = [module for module in used if module in self.texts and module != self.name]
        return sorted(dict.fromkeys(found), key=lambda module: -found.count(module))


@dataclass
class _Names:
    """
    The names of a package.

    Attributes:
        package: Its own.
        modules: Dotted name → module of the course.
        bound: What its __init__ gives a value: such a name is no module.
        attributes: The modules that are asked for as its attributes.
    """

    package: str
    modules: Mapping[str, str]
    bound: frozenset[str]
    attributes: set[str] = field(default_factory=set)

    def module(self, dotted: str) -> str | None:
        """Return the module of the course with a dotted name, or None."""
        package, _, name = dotted.partition(".")
        hidden = package == self.package and name in self.bound
        return None if hidden else self.modules.get(dotted)


def find_package(solutions: Path) -> Path | None:
    """Return the folder of the package in a folder of solutions, which may be that folder."""
    folders = [solutions, *sorted(path for path in solutions.glob("*") if path.is_dir())]
    found = [folder for folder in folders if (folder / "__init__.py").is_file()]
    is_flat = any(solutions.glob("*.py")) and found[:1] != [solutions]
    return found[0] if found and not is_flat else None


def read_package(folder: Path, tests: Mapping[str, str]) -> tuple[Package, dict[str, str]]:
    """
    Return a package laid flat, and files of the tests that import from it and from each other.

    Args:
        folder: The folder of the package.
        tests: Path of a file below the tests → text.

    Raises:
        CourseError: If two of its modules would have one name.
    """
    paths = {_dotted(path.relative_to(folder.parent)): path for path in folder.rglob("*.py")}
    bound = frozenset(_bound_by_init(folder))
    names = _Names(folder.name, {dotted: _flat(dotted) for dotted in sorted(paths)}, bound)
    for dotted, module in names.modules.items():
        twins = [other for other, name in names.modules.items() if name == module]
        if len(twins) > 1:
            raise CourseError(
                f"The package {clean(folder.name)} has {' and '.join(twins)}, which would both be "
                f"{module}.py. Rename {dotted}."
            )
    texts = {
        names.modules[dotted]: _lay_flat(read_text(path, path.name), _parent(dotted, path), names)
        for dotted, path in paths.items()
    }
    inner = {
        f"tests.{_dotted(Path(name))}": _flat(f"tests.{_dotted(Path(name))}") for name in tests
    }
    beside = _Names(folder.name, {**inner, **names.modules}, bound, names.attributes)
    flat = {
        name: _lay_flat(text, _parent(f"tests.{_dotted(Path(name))}", Path(name)), beside)
        for name, text in tests.items()
    }
    top = texts[folder.name]
    missing = sorted(names.attributes - bound)
    # An import of a module makes it an attribute of its package.
    texts[folder.name] = "\n".join([top, *(f"import {name}" for name in missing), ""])
    return Package(folder.name, names.modules, texts, _definitions(folder.name, texts)), flat


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _flat(dotted: str) -> str:
    """Return the name of a module of the course: what stands below the package."""
    root, _, below = dotted.partition(".")
    return below.replace(".", "_") or root


def _parent(dotted: str, path: Path) -> str:
    """Return the package that relative imports of a module begin at."""
    return dotted if path.stem == "__init__" else dotted.rpartition(".")[0]


def _lay_flat(text: str, parent: str, names: _Names) -> str:
    """Return a text whose imports name the modules of the course."""
    tree = parse(text, parent)
    lines = text.split("\n")
    statements = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    for node in sorted(statements, key=lambda node: -node.lineno):
        found = "; ".join(_imports(node, parent, names))
        if found != ast.unparse(node):
            first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
            rest = lines[last].encode()[node.end_col_offset or 0 :].decode()
            lines[first : last + 1] = [lines[first][: node.col_offset] + found + rest]
    for each in ast.walk(tree):
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
            module = names.module(f"{each.value.id}.{each.attr}")
            names.attributes |= {module} if module else set()
    return "\n".join(lines)


def _imports(node: ast.Import | ast.ImportFrom, parent: str, names: _Names) -> Iterator[str]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield _import(alias, names)
        return
    above = parent.split(".")
    above = above[: len(above) - node.level + 1] if node.level else []
    dotted = ".".join([*above, *([node.module] if node.module else [])])
    if dotted not in names.modules and dotted != "tests":
        yield ast.unparse(node)
        return
    plain = []
    for alias in node.names:
        inner = f"{dotted}.{alias.name}"
        if names.module(inner) is not None:
            yield _import(ast.alias(inner, alias.asname or alias.name), names)
        else:
            plain.append(alias)
    if plain:
        yield ast.unparse(ast.ImportFrom(names.modules.get(dotted, dotted), plain, 0))


def _import(alias: ast.alias, names: _Names) -> str:
    """Return the import of a module, which is one of the package or any other."""
    module = names.modules.get(alias.name)
    root = alias.name.partition(".")[0]
    if module is None or module == alias.name:
        return ast.unparse(ast.Import([alias]))
    if alias.asname is None:  # It binds the package.
        names.attributes.add(module)
        return f"import {root}"
    return f"import {module}" + (f" as {alias.asname}" if alias.asname != module else "")


def _definitions(package: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return which module defines a name of the package: of several, the one it imports last."""
    found: dict[str, str] = {}
    trees = {module: ast.parse(text) for module, text in texts.items()}
    order = [n.module or "" for n in trees[package].body if isinstance(n, ast.ImportFrom)]
    for module in [*(m for m in texts if m not in order), *order]:
        body = trees[module].body if module in trees else []
        found |= {n.name: module for n in body if isinstance(n, Function | ast.ClassDef)}
    for node in trees[package].body:
        if isinstance(node, ast.ImportFrom) and node.module in texts:
            found |= dict.fromkeys([a.name for a in node.names if a.name != "*"], node.module or "")
    return found


def _bound_by_init(folder: Path) -> Iterator[str]:
    """Yield what the __init__ of a package gives a value, the names behind a star among them."""
    for node in parse(read_text(folder / "__init__.py", "__init__.py"), "__init__.py").body:
        path = folder / f"{getattr(node, 'module', None)}.py"
        is_star = isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
        if is_star and path.is_file():
            inner = parse(read_text(path, path.name), path.name).body
            yield from (n.name for n in inner if isinstance(n, Function | ast.ClassDef))
        elif isinstance(node, ast.ImportFrom) and node.module is None:
            continue  # It binds a module.
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, Function | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
