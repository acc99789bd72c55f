"""Reading one submission: the files that matter, each within its limit."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from grader.errors import NotebookRefused, SubmissionRefused, TreeRefused
from grader.intake.files.archive import archive_tree
from grader.intake.files.gate import ARCHIVE_BYTES, MAX_FILES, TOTAL_BYTES, size_words
from grader.intake.files.source import to_utf8
from grader.intake.files.tree import Tree, below
from grader.intake.notebook.module_notebooks import (
    ModuleNotebook,
    find_module_notebooks,
    read_module_notebook,
    written_names,
)
from grader.intake.notebook.to_module import read_script
from grader.text import clean

from .layout import Layout, find_layout, size_limit
from .submission import Submission

MAX_NOTES = 30


@dataclass(frozen=True)
class Wanted:
    """What is looked for in every submission."""

    modules: Collection[str] = ()
    """The unit's modules, wherever they lie in a submission; if empty, any Python file."""
    given: Mapping[str, bytes] = field(default_factory=dict)
    """The modules as they were handed out, to tell an answer from a stub."""
    unit: str = ""
    """If given, only the folder of this name is read, where nbgrader keeps the work."""


def read_tree(
    student: str, tree: Tree, wanted: Wanted, tell: Callable[[str], None] = lambda _path: None
) -> Submission:
    """
    Return what *student* handed in as *tree*.

    A file that cannot be read is left out with a note; the others are not affected. A
    notebook is read as the module it stands for; it does not count beside a module that
    somebody has worked on. A folder with a zip and no code is read as that zip.

    Args:
        student: The name of the student.
        tree: The files as listed.
        wanted: What is looked for.
        tell: Is told the path of each file before it is read.

    Raises:
        SubmissionRefused: If there are several zips and no code, or the one zip cannot be
            trusted.
        TreeRefused: If reading shows that the tree as a whole cannot be trusted.
    """
    notes: list[str] = []
    tree = _unpacked(_unit_folder(tree.telling(tell), wanted.unit, notes), notes, tell)
    layout = find_layout(tree, wanted.modules, wanted.given)
    notes += [f"{clean(path, limit=200)} {reason}." for path, reason in sorted(tree.odd.items())]
    notes += layout.notes
    files = _read_files(tree, layout, wanted, notes)
    _read_notebooks(tree, layout, wanted, files, notes)
    if not (layout.files or layout.notebooks or files):
        expected = ", ".join(f"{module}.py" for module in wanted.modules) or "a Python file"
        notes.append(f"No module was found, expected {expected}.")
    return Submission(student, files, _bounded(notes))


def _unit_folder(tree: Tree, unit: str, notes: list[str]) -> Tree:
    """Return the part of nbgrader's tree that belongs to *unit*, with a note if there is more."""
    if not unit:
        return tree
    inner = below(tree, unit)
    if len(inner.sizes) + len(inner.odd) < len(tree.sizes) + len(tree.odd):
        notes.append(f"Only the folder {unit} was read: nbgrader has one for each assignment.")
    return inner


def _unpacked(tree: Tree, notes: list[str], tell: Callable[[str], None]) -> Tree:
    """Return the tree of the zip in a folder without code, with a note; else the folder's."""
    packed = sorted(path for path in tree.sizes if path.lower().endswith(".zip"))
    if not packed or any(path.lower().endswith((".py", ".ipynb")) for path in tree.sizes):
        return tree
    path = clean(packed[0], limit=200)
    if len(packed) > 1:
        raise SubmissionRefused(
            f"holds {len(packed)} zip files and no module. Keep the one that counts."
        )
    try:
        inner = archive_tree(tree.read(packed[0], ARCHIVE_BYTES))
    except SubmissionRefused as refused:
        raise SubmissionRefused(f"holds {path}, which {refused}") from None
    notes.append(f"{path} was unpacked: there is no module beside it.")
    return inner.telling(tell)


def _read_files(tree: Tree, layout: Layout, wanted: Wanted, notes: list[str]) -> dict[str, bytes]:
    """Return the modules and their helpers, and note what was done to them or left out."""
    if len(layout.files) > MAX_FILES:
        notes.append(f"There are {len(layout.files)} files; the first {MAX_FILES} were read.")
    files: dict[str, bytes] = {}
    left = TOTAL_BYTES
    for name, path in list(layout.files.items())[:MAX_FILES]:
        try:
            files[name], note = _read(tree, name, path, left)
            if script := _read_script(files[name], name, wanted):
                files[name], script_notes = script
                notes += script_notes
        except TreeRefused:
            raise
        except SubmissionRefused as refused:
            note = str(refused)
        left -= len(files.get(name, b""))
        if note:
            notes.append(f"{clean(path, limit=200)} {note}.")
    return files


def _read(tree: Tree, name: str, path: str, left: int) -> tuple[bytes, str]:
    """Return the bytes for *name* and what was done to them."""
    data = tree.read(path, size_limit(name))
    data, note = to_utf8(data) if name.endswith(".py") else (data, "")
    if len(data) > left:
        raise SubmissionRefused(f"was left out: at most {size_words(TOTAL_BYTES)} is read in all")
    return data, note


def _read_script(data: bytes, name: str, wanted: Wanted) -> tuple[bytes, tuple[str, ...]] | None:
    """Return the module in a notebook that was saved as a script; None for any other file."""
    module = name.removesuffix(".py")
    if module not in wanted.modules or module == name:
        return None
    try:
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        return read_script(text, name, wanted.given.get(module, b""))
    except NotebookRefused:
        return None


def _read_notebooks(
    tree: Tree, layout: Layout, wanted: Wanted, files: dict[str, bytes], notes: list[str]
) -> None:
    """Put the modules of notebooks among *files*, with notes on them."""

    def take(name: str, notebook: ModuleNotebook | str) -> None:
        if isinstance(notebook, str):
            notes.append(notebook)
        elif sum(map(len, files.values())) + len(notebook.source) > TOTAL_BYTES:
            notes.append(
                f"{clean(notebook.path, limit=200)} was left out: "
                f"at most {size_words(TOTAL_BYTES)} is read in all."
            )
        else:
            files[name] = notebook.source
            notes.extend(notebook.notes)

    for name, path in layout.notebooks.items():
        shown = clean(path, limit=200)
        if name in files and written_names(files[name]):
            notes.append(f"{shown} lies beside {name} and was not read: the module counts.")
            continue
        if name in files:
            notes.append(f"Nothing is written in {name}, so {shown} counts.")
        given = wanted.given.get(name.removesuffix(".py"), b"")
        take(name, read_module_notebook(tree, path, given))
    others = layout.other_notebooks
    missing = [name for name in wanted.modules if not {f"{name}.py"} & {*files, *layout.notebooks}]
    found = dict(find_module_notebooks(tree, others, missing, wanted.given))
    for module, notebook in found.items():
        take(f"{module}.py", notebook)
    read = {notebook.path for notebook in found.values() if isinstance(notebook, ModuleNotebook)}
    notes += [
        f"{clean(path, limit=200)} is not the notebook of a module and was not read."
        for path in others
        if path not in read
    ]


def _bounded(notes: list[str]) -> tuple[str, ...]:
    """Return *notes*, shortened where a hostile folder would fill pages."""
    if len(notes) <= MAX_NOTES:
        return tuple(notes)
    return (*notes[: MAX_NOTES - 1], f"There are {len(notes) - MAX_NOTES + 1} more such notes.")
