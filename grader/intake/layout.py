"""Which files of a tree are the student's modules, and which stand beside them."""

import functools
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from grader.text import clean

DATA_ENDINGS = frozenset({".csv", ".json", ".npy", ".npz", ".pt", ".pth", ".txt", ".yaml", ".yml"})
HELPER_DEPTH = 3
# Copies of one module that are looked into.
MOST_COPIES = 20
# Given out with the exercises or written by nbgrader; nobody's answer.
_GIVEN = re.compile(
    r"(.*/)?((test_.*|conftest|__main__)\.py|timestamp\.txt|_kit/.*)", re.IGNORECASE
)
# "loss (1).py", "loss-2.py", "Copy of loss.py", "loss - copy.py", "loss.py.txt"
_RENAMED = (
    r"(?:copy of )?{module}(?:[ _-]?\(\d+\)|[ _-]\d{{1,2}}|[ _-]+copy ?\d*)?"
    r"\.{ending}(?:\.txt|\.json)?"
)


@dataclass
class Layout:
    """What to read: the name a file shall have to the path it has now."""

    files: dict[str, str] = field(default_factory=dict)
    books: dict[str, str] = field(default_factory=dict)
    """The notebooks that stand for modules: the module's file name to their path."""
    strangers: list[str] = field(default_factory=list)
    """Notebooks whose names say nothing."""
    untouched: set[str] = field(default_factory=set)
    """Files as handed out, beside a copy that was worked on."""
    notes: list[str] = field(default_factory=list)


def find_layout(
    paths: Collection[str],
    modules: Collection[str],
    same: Callable[[Sequence[str]], bool],
    written: Callable[[str, str], bool] | None = None,
) -> Layout:
    """
    Return where the *modules* and their helpers lie among *paths*.

    Modules may lie in any sub-folder and are named as if they lay at the top. Of several
    copies those count in which something is written; of these the least deep one is taken
    if there is only one, or if they are equal.

    Args:
        paths: Relative POSIX paths of the readable files.
        modules: Names of the unit's modules without ``.py``; if empty, every Python file
            of the least deep folder that has any counts as one.
        same: Tells whether the files at some paths are equal.
        written: Tells whether anything is written for a module in the file at a path; by
            default in every file.
    """
    layout = Layout()
    modules = modules or _shallowest_modules(paths)
    for module in modules:
        for ending, places in (("py", layout.files), ("ipynb", layout.books)):
            counting = _counting(layout, module, ending, paths, written)
            _place(layout, places, module, ending, counting, same)
    layout.strangers = _strangers(layout, modules, paths)
    sources = {**layout.books, **layout.files}
    bases = sorted({_folder(path) for path in sources.values()}, key=_nearest)
    if bases and bases != [""]:
        named = _listed(base or "the top" for base in bases)
        layout.notes.append(f"The modules were found in {named}.")
    _place_helpers(
        layout,
        bases,
        [path for path in paths if _stem(path) not in modules and path not in layout.untouched],
    )
    return layout


def _counting(
    layout: Layout,
    module: str,
    ending: str,
    paths: Collection[str],
    written: Callable[[str, str], bool] | None,
) -> Collection[str]:
    """Return *paths* without the untouched copies of *module* that lie before a worked one."""
    copies = _renamed(module, ending, paths)
    if written is None or not 2 <= len(copies) <= MOST_COPIES:
        return paths
    named = [path for path in copies if _name(path) == f"{module}.{ending}"]
    first = [path for path in named if _depth(path) == _depth(named[0])]
    if len(first) == 1 and written(module, first[0]):
        return paths
    untouched = [path for path in copies if not written(module, path)]
    if len(untouched) in (0, len(copies)):
        return paths
    layout.untouched.update(untouched)
    layout.notes.append(f"Nothing is written in {_listed(untouched)}, which does not count.")
    return [path for path in paths if path not in untouched]


def _place(
    layout: Layout,
    places: dict[str, str],
    module: str,
    ending: str,
    paths: Collection[str],
    same: Callable[[Sequence[str]], bool],
) -> None:
    """Put the file of *module* with this *ending* among *places* if only one can be meant."""
    wanted = f"{module}.{ending}"
    copies = sorted((path for path in paths if _name(path) == wanted), key=_nearest)
    if not copies:
        _place_renamed(layout, places, module, ending, paths)
        return
    level = [path for path in copies if _depth(path) == _depth(copies[0])]
    listed = _listed(copies)
    if len(level) > 1 and not same(level):
        layout.notes.append(
            f"{wanted} was left out: it is there {len(copies)} times and differs ({listed})."
        )
        return
    if len(copies) > 1:
        layout.notes.append(
            f"{wanted} is there {len(copies)} times ({listed}); {clean(copies[0])} was read."
        )
    places[f"{module}.py"] = copies[0]


def _place_renamed(
    layout: Layout, places: dict[str, str], module: str, ending: str, paths: Collection[str]
) -> None:
    """Take a file under another name for a missing module if only one can be meant."""
    candidates = _renamed(module, ending, paths)
    if len(candidates) == 1:
        places[f"{module}.py"] = candidates[0]
        layout.notes.append(f"{clean(candidates[0])} was read as {module}.{ending}.")
    elif candidates:
        layout.notes.append(
            f"{module}.{ending} is missing, and {_listed(candidates)} could each be meant; "
            "none was read."
        )


def _renamed(module: str, ending: str, paths: Collection[str]) -> Sequence[str]:
    return _renamed_among(module, ending, tuple(paths))


# The files of a class are called alike; one folder's are all that is worth remembering.
@functools.lru_cache(maxsize=64)
def _renamed_among(module: str, ending: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    pattern = re.compile(_RENAMED.format(module=re.escape(module), ending=ending), re.IGNORECASE)
    return tuple(sorted((path for path in paths if pattern.fullmatch(_name(path))), key=_nearest))


def _strangers(layout: Layout, modules: Collection[str], paths: Collection[str]) -> list[str]:
    """Return the notebooks that are no module's by name, and note the copies not read."""
    books = {path for path in paths if path.lower().endswith(".ipynb")} - layout.untouched
    for module in modules:
        named = _renamed(module, "ipynb", books)
        books.difference_update(named)
        taken = layout.books.get(f"{module}.py")
        layout.notes += [
            f"{clean(path)} lies beside {clean(taken)} and was not read."
            for path in named
            if taken is not None and path != taken and _name(path) != _name(taken)
        ]
    return sorted(books, key=_nearest)


def _place_helpers(layout: Layout, bases: Sequence[str], paths: Collection[str]) -> None:
    """Add the Python and small data files beside the modules, under their relative names."""
    taken = {*layout.files.values(), *layout.books.values()}
    for path in sorted(paths, key=_nearest):
        around = [base for base in bases if not base or path.startswith(f"{base}/")]
        if not around or path in taken or not _is_helper(path):
            continue
        name = path.removeprefix(max(around, key=len)).removeprefix("/")
        if _depth(name) > HELPER_DEPTH:
            continue
        if _is_free(name, {**layout.files, **layout.books}):
            layout.files[name] = path
        else:
            layout.notes.append(f"{clean(path)} was left out: {clean(name)} is taken already.")


def _is_helper(path: str) -> bool:
    """Tell whether a module may need the file at *path*."""
    useful = path.endswith(".py") or PurePosixPath(path).suffix.lower() in DATA_ENDINGS
    return useful and not _GIVEN.fullmatch(path)


def _is_free(name: str, files: Collection[str]) -> bool:
    """Tell whether *name* can lie beside *files*: no file may be a folder of another."""
    return not any(
        name == other or name.startswith(f"{other}/") or other.startswith(f"{name}/")
        for other in files
    )


def _shallowest_modules(paths: Collection[str]) -> list[str]:
    found = [path for path in paths if path.endswith(".py") and not _GIVEN.fullmatch(path)]
    level = min(map(_depth, found), default=0)
    return sorted({_stem(path) for path in found if _depth(path) == level})


def _listed(paths: Iterable[str], most: int = 4) -> str:
    shown = [clean(path, limit=100) for path in paths]
    more = f" and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + more


def _nearest(path: str) -> tuple[int, str]:
    """Return a sort key: the least deep path first."""
    return (_depth(path), path)


def _depth(path: str) -> int:
    return path.count("/")


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _stem(path: str) -> str:
    """Return the module that a path names, ``loss`` for ``old/loss.py``."""
    return _name(path).removesuffix(".py")
