"""Reading one submission: the files that matter, each within its limit."""

from collections.abc import Collection, Mapping

from grader.errors import NotebookRefused, SubmissionRefused, TreeRefused
from grader.intake.files.archive import archive_tree
from grader.intake.files.gate import (
    ARCHIVE_BYTES,
    MAX_FILES,
    TOTAL_BYTES,
    size_words,
)
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


def read_tree(
    student: str,
    tree: Tree,
    modules: Collection[str],
    given: Mapping[str, bytes] | None = None,
    unit: str = "",
) -> Submission:
    """
    Return what *student* handed in as *tree*.

    A file that cannot be read is left out with a note; the others are not affected. A
    notebook is read as the module it stands for. Beside a module that somebody has worked
    on it does not count. A folder with a zip and no code is read as that zip.

    Args:
        student: Whose it is.
        tree: The files.
        modules: The unit's modules.
        given: Those modules as they were handed out.
        unit: If given, only the folder of this name is read, where nbgrader keeps the work.

    Raises:
        SubmissionRefused: If of several zips nobody can tell which counts, or the one there is
            cannot be trusted.
        TreeRefused: If reading shows that the tree as a whole cannot be trusted.
    """
    given = given or {}
    notes = []
    if unit:
        inner = below(tree, unit)
        if len(inner.sizes) + len(inner.odd) < len(tree.sizes) + len(tree.odd):
            notes.append(f"Only the folder {unit} was read: nbgrader has one for each assignment.")
        tree = inner
    tree = _unpacked(tree, notes)
    layout = find_layout(tree, modules, given)
    notes += [f"{clean(path, limit=200)} {reason}." for path, reason in sorted(tree.odd.items())]
    notes += layout.notes
    if len(layout.files) > MAX_FILES:
        notes.append(f"{len(layout.files)} files lie here; the first {MAX_FILES} were read.")
    files: dict[str, bytes] = {}
    left = TOTAL_BYTES
    for name, path in list(layout.files.items())[:MAX_FILES]:
        try:
            files[name], note = _read(tree, name, path, left)
            if script := _read_script(files[name], name, modules, given):
                files[name], said = script
                notes += said
        except TreeRefused:
            raise
        except SubmissionRefused as refused:
            note = str(refused)
        left -= len(files.get(name, b""))
        if note:
            notes.append(f"{clean(path, limit=200)} {note}.")
    notes += _read_notebooks(tree, layout, files, modules, given)
    if not (layout.files or layout.notebooks or files):
        expected = ", ".join(f"{module}.py" for module in modules) or "a Python file"
        notes.append(f"No module was found, expected {expected}.")
    return Submission(student, files, _bounded(notes))


def _unpacked(tree: Tree, notes: list[str]) -> Tree:
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
    notes.append(f"{path} was unpacked: no module lies beside it.")
    return inner


def _read_notebooks(
    tree: Tree,
    layout: Layout,
    files: dict[str, bytes],
    modules: Collection[str],
    given: Mapping[str, bytes],
) -> list[str]:
    """Put the modules of notebooks among *files* and return the notes on them."""
    notes: list[str] = []

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
        take(name, read_module_notebook(tree, path, given.get(name.removesuffix(".py"), b"")))
    missing = [module for module in modules if not {f"{module}.py"} & {*files, *layout.notebooks}]
    found = dict(find_module_notebooks(tree, layout.other_notebooks, missing, given))
    for module, notebook in found.items():
        take(f"{module}.py", notebook)
    read = {notebook.path for notebook in found.values() if isinstance(notebook, ModuleNotebook)}
    notes.extend(
        f"{clean(path, limit=200)} is no module's notebook and was not read."
        for path in layout.other_notebooks
        if path not in read
    )
    return notes


def _read(tree: Tree, name: str, path: str, left: int) -> tuple[bytes, str]:
    """Return the bytes for *name* and what was done to them."""
    is_module = name.endswith(".py")
    data = tree.read(path, size_limit(name))
    data, note = to_utf8(data) if is_module else (data, "")
    if len(data) > left:
        raise SubmissionRefused(f"was left out: at most {size_words(TOTAL_BYTES)} is read in all")
    return data, note


def _read_script(
    data: bytes, name: str, modules: Collection[str], given: Mapping[str, bytes]
) -> tuple[bytes, tuple[str, ...]] | None:
    """Return the module in a notebook that was saved as a script; None for any other file."""
    module = name.removesuffix(".py")
    if module not in modules or module == name:
        return None
    try:
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        return read_script(text, name, given.get(module, b""))
    except NotebookRefused:
        return None


def _bounded(notes: list[str]) -> tuple[str, ...]:
    """Return *notes*, shortened where a hostile folder would fill pages."""
    if len(notes) <= MAX_NOTES:
        return tuple(notes)
    return (*notes[: MAX_NOTES - 1], f"There are {len(notes) - MAX_NOTES + 1} more such notes.")
