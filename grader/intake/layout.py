"""The layout of a submission: which files are the unit's modules, and which lie beside them."""

import functools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from grader.course.judging_files import DATA_ENDINGS
from grader.errors import SubmissionRefused, TreeRefused
from grader.intake.files.gate import DATA_BYTES, MAX_FILES, MODULE_BYTES
from grader.intake.files.tree import Tree, sentence_on
from grader.intake.notebook.cell_functions import is_cell_module, modules_of_notebook
from grader.intake.notebook.cells import NOTEBOOK_BYTES
from grader.intake.notebook.module_notebooks import is_answered
from grader.messages.message import Message, Value, message, stranger
from grader.text import clean

# What a student may have saved code as, also "loss.py (1)", "loss.py_" and "loss"; its content
# tells whether it is code.
_CODE = re.compile(r"[^.]+|.*\.(pyw?|txt)[\W\d_]*", re.IGNORECASE | re.DOTALL)
HELPER_DEPTH = 3
# Copies of one module that are compared with the module as handed out.
MOST_COPIES = 20
# Handed out with the exercises or written by nbgrader: not an answer.
_GIVEN = re.compile(
    r"(.*/)?((test_.*|conftest|__main__|saved_plots)\.py|timestamp\.txt|_kit/.*)", re.IGNORECASE
)
# "loss (1).py", "loss-2.py", "Copy of loss.py", "loss - copy.py", "loss.py.txt"
_RENAMED = (
    r"(?:copy of )?{module}(?:[ _-]?\(\d+\)|[ _-]\d{{1,2}}|[ _-]+copy ?\d*)?"
    r"\.{ending}(?:\.txt|\.json)?"
)


@dataclass
class Layout:
    """Which files to read, and under which names."""

    modules: Collection[str]
    """The modules that were looked for."""
    files: dict[str, str] = field(default_factory=dict)
    """The name a file is read under, to the path where it lies."""
    notebooks: dict[str, str] = field(default_factory=dict)
    """The file name of a module, to the path of the notebook that stands for it."""
    found: dict[str, str] = field(default_factory=dict)
    """The file name of a module, to the path of the file that is read as it for what it defines."""
    other_notebooks: list[str] = field(default_factory=list)
    """Notebooks that are not a module's by name."""
    other_code: list[str] = field(default_factory=list)
    """Python files and texts that are not a module's by name."""
    untouched: set[str] = field(default_factory=set)
    """Files as handed out, beside a copy that was worked on."""
    equal: set[str] = field(default_factory=set)
    """Files that are equal to the copy that was read."""
    notes: list[Message] = field(default_factory=list)
    left_out: dict[str, Message] = field(default_factory=dict)
    """Files that are not read, and why: the end of a sentence on the path."""
    doubts: dict[str, list[Message]] = field(default_factory=dict)
    """What a person has to decide about a module, one sentence each."""


def find_layout(
    tree: Tree, modules: Collection[str], given: Mapping[str, bytes] | None = None
) -> Layout:
    """
    Return where the *modules* and their helpers lie in *tree*.

    Modules may lie in any folder and are named as if they lay at the top. Of several copies
    those count in which something is written; of these the least deep one is taken if there
    is only one, or if they are equal.

    Args:
        tree: The files of one student.
        modules: Names of the unit's modules without ``.py``; if empty, every Python file
            of the least deep folder that has any counts as one.
        given: Those modules as they were handed out. If None, every copy counts.

    Raises:
        TreeRefused: If reading shows that the tree as a whole cannot be trusted.
    """
    paths = tree.sizes
    modules = modules or _shallowest_modules(paths)[:MAX_FILES]
    layout = Layout(modules)
    for module in modules:
        by_cells = given is not None and is_cell_module(given.get(module, b""))
        for ending, places in (("py", layout.files), ("ipynb", layout.notebooks)):
            copies = _worked_on(layout, module, ending, tree, given)
            _place(layout, places, module, ending, copies, tree, by_cells)
    layout.other_notebooks = _other_notebooks(layout, modules, paths)
    placed = {*layout.files.values(), *layout.untouched}
    layout.other_code = sorted(
        (path for path in paths if may_be_code(path) and path not in placed),
        key=_nearest,
    )
    return layout


def place_helpers(layout: Layout, paths: Collection[str]) -> None:
    """Add to the files of *layout* what lies beside the modules and may be needed by them."""
    used = {**layout.notebooks, **layout.files, **layout.found}
    bases = sorted({_folder(path) for path in used.values()}, key=_nearest)
    if bases and bases != [""]:
        layout.notes.append(_found_in(bases))
    _place_helpers(
        layout,
        bases,
        [p for p in paths if _stem(p) not in layout.modules and p not in layout.untouched],
    )


def may_be_code(path: str) -> bool:
    """Tell whether a file may be Python by its name."""
    return _CODE.fullmatch(_name(path)) is not None


def size_limit(name: str) -> int:
    """Return how many bytes of a file of this name are read."""
    if name.endswith(".py"):
        return MODULE_BYTES
    return NOTEBOOK_BYTES if name.lower().endswith(".ipynb") else DATA_BYTES


def _are_equal(tree: Tree, paths: Sequence[str]) -> bool:
    """Tell whether the files at *paths* are equal; one that cannot be read equals no other."""
    if len({tree.sizes[path] for path in paths}) > 1:
        return False
    try:
        first = tree.read(paths[0], size_limit(paths[0]))
        return all(tree.read(path, size_limit(path)) == first for path in paths[1:])
    except TreeRefused:
        raise
    except SubmissionRefused:
        return False


def _worked_on(
    layout: Layout, module: str, ending: str, tree: Tree, given: Mapping[str, bytes] | None
) -> Collection[str]:
    """Return the paths in *tree* without copies of *module* that nothing is written in."""
    paths = tree.sizes
    copies = _renamed(module, ending, paths)
    if given is None or not 2 <= len(copies) <= MOST_COPIES:
        return paths
    stub = given.get(module, b"")
    named = [path for path in copies if _name(path) == f"{module}.{ending}"]
    first = [path for path in named if _depth(path) == _depth(named[0])]
    if len(first) == 1 and is_answered(tree, first[0], stub):
        return paths
    untouched = [path for path in copies if not is_answered(tree, path, stub)]
    if len(untouched) in (0, len(copies)):
        return paths
    layout.untouched.update(untouched)
    layout.notes.append(
        message("Nothing is written in {paths}, so it does not count.", paths=_listed(untouched))
    )
    return [path for path in paths if path not in untouched]


def _place(
    layout: Layout,
    places: dict[str, str],
    module: str,
    ending: str,
    paths: Collection[str],
    tree: Tree,
    by_cells: bool,
) -> None:
    """
    Add the file of *module* with this *ending* to *places*, if it is clear which one it is.

    With *by_cells* the module was a notebook, which has kept its own name: ``Problem Set 1``.
    """
    wanted = f"{module}.{ending}"
    named = [path for path in paths if _name(path) == wanted]
    if by_cells and ending == "ipynb":
        notebooks = [path for path in paths if path.endswith(".ipynb")]
        named = [path for path in notebooks if module in modules_of_notebook(path)]
    copies = sorted(named, key=_nearest)
    if not copies:
        _place_renamed(layout, places, module, ending, paths)
        return
    level = [path for path in copies if _depth(path) == _depth(copies[0])]
    listed = _listed(copies)
    if len(level) > 1 and not _are_equal(tree, level):
        said = message(
            "{name} was left out: there are {count} copies, and they differ ({paths}).",
            name=wanted,
            count=len(copies),
            paths=listed,
        )
        layout.notes.append(said)
        layout.doubts.setdefault(module, []).append(said)
        layout.left_out |= dict.fromkeys(copies, message("is one of several copies that differ"))
        return
    if len(copies) > 1:
        layout.notes.append(
            message(
                "{name} is there {count} times ({paths}); {path} was read.",
                name=wanted,
                count=len(copies),
                paths=listed,
                path=copies[0],
            )
        )
        other = message("is another copy; {path} was read", path=copies[0])
        layout.left_out |= dict.fromkeys(copies[1:], other)
        layout.equal |= {path for path in copies[1:] if _are_equal(tree, [copies[0], path])}
    places[f"{module}.py"] = copies[0]


def _place_renamed(
    layout: Layout, places: dict[str, str], module: str, ending: str, paths: Collection[str]
) -> None:
    """Take a file under another name for a missing module, if only one could be it."""
    candidates = _renamed(module, ending, paths)
    if len(candidates) == 1:
        places[f"{module}.py"] = candidates[0]
        layout.notes.append(
            message("{path} was read as {name}.", path=candidates[0], name=f"{module}.{ending}")
        )
    elif candidates:
        said = message(
            "{name} is missing, and any of {paths} could be it; none was read.",
            name=f"{module}.{ending}",
            paths=_listed(candidates),
        )
        layout.notes.append(said)
        layout.doubts.setdefault(module, []).append(said)
        layout.left_out |= dict.fromkeys(candidates, message("is one of several that could count"))


def _renamed(module: str, ending: str, paths: Collection[str]) -> Sequence[str]:
    return _renamed_among(module, ending, tuple(paths))


# Most students of a class hand in files of the same names.
@functools.lru_cache(maxsize=64)
def _renamed_among(module: str, ending: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    pattern = re.compile(_RENAMED.format(module=re.escape(module), ending=ending), re.IGNORECASE)
    return tuple(sorted((path for path in paths if pattern.fullmatch(_name(path))), key=_nearest))


def _other_notebooks(layout: Layout, modules: Collection[str], paths: Collection[str]) -> list[str]:
    """Return the notebooks that are not a module's by name, and note the copies not read."""
    others = {path for path in paths if path.lower().endswith(".ipynb")} - layout.untouched
    for module in modules:
        named = _renamed(module, "ipynb", others)
        others.difference_update(named)
        taken = layout.notebooks.get(f"{module}.py")
        for path in named:
            if taken is not None and path != taken and _name(path) != _name(taken):
                why = message("lies beside {other} and was not read", other=taken)
                layout.notes.append(sentence_on(path, why))
                layout.left_out.setdefault(path, why)
    return sorted(others, key=_nearest)


def _place_helpers(layout: Layout, bases: Sequence[str], paths: Collection[str]) -> None:
    """Add the Python and small data files beside the modules, under their relative names."""
    taken = {*layout.files.values(), *layout.notebooks.values()}
    names = {*layout.files, *layout.notebooks, *layout.found}
    folders = {folder for name in names for folder in _folders(name)}
    for path in sorted(paths, key=_nearest):
        around = [base for base in bases if not base or path.startswith(f"{base}/")]
        if not around or path in taken or not _is_helper(path):
            continue
        name = path.removeprefix(max(around, key=len)).removeprefix("/")
        if _depth(name) > HELPER_DEPTH:
            continue
        # No file may be a folder of another.
        if name in names or name in folders or not names.isdisjoint(_folders(name)):
            why = message("was left out: another file is already called {name}", name=name)
            layout.notes.append(sentence_on(path, why))
            layout.left_out[path] = why
            continue
        layout.files[name] = path
        names.add(name)
        folders.update(_folders(name))


def _is_helper(path: str) -> bool:
    """Tell whether a module may need the file at *path*."""
    useful = path.endswith(".py") or PurePosixPath(path).suffix.lower() in DATA_ENDINGS
    return useful and not _GIVEN.fullmatch(path)


def _shallowest_modules(paths: Collection[str]) -> list[str]:
    found = [path for path in paths if path.endswith(".py") and not _GIVEN.fullmatch(path)]
    level = min(map(_depth, found), default=0)
    return sorted({_stem(path) for path in found if _depth(path) == level})


def _found_in(folders: Sequence[str]) -> Message:
    """Return the note on the *folders* of the modules, of which "" is the top one."""
    if folders[0]:
        return message("The modules were found in {folders}.", folders=_listed(folders))
    return message(
        "The modules were found in the top folder, {folders}.", folders=_listed(folders[1:], 3)
    )


def _listed(paths: Iterable[str], most: int = 4) -> Value | Message:
    # At this length, four paths are within what a message repeats of a stranger.
    shown = [clean(path, limit=98) for path in paths]
    names = stranger(", ".join(shown[:most]))
    if len(shown) <= most:
        return names
    return message("{names} and {count} more", names=names, count=len(shown) - most)


def _nearest(path: str) -> tuple[int, str]:
    """Return a sort key: the least deep path first."""
    return (_depth(path), path)


def _depth(path: str) -> int:
    return path.count("/")


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _folders(path: str) -> list[str]:
    """Return the folders that a path leads through: ``a`` and ``a/b`` for ``a/b/c.py``."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _stem(path: str) -> str:
    """Return the module that a path names, ``loss`` for ``old/loss.py``."""
    return _name(path).removesuffix(".py")
