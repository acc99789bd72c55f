"""From a listed tree to a submission: the files that matter, read within their limits."""

from collections.abc import Collection, Mapping, Sequence

from grader.errors import NotebookRefused, SubmissionRefused, TreeRefused
from grader.intake.files.archive import archive_tree
from grader.intake.files.gate import (
    ARCHIVE_BYTES,
    DATA_BYTES,
    MAX_FILES,
    MODULE_BYTES,
    TOTAL_BYTES,
    size_words,
)
from grader.intake.files.source import to_utf8
from grader.intake.files.tree import Tree, below
from grader.intake.notebook.cells import NOTEBOOK_BYTES
from grader.intake.notebook.module_notebooks import (
    Book,
    find_books,
    is_written,
    read_book,
    written_names,
)
from grader.intake.notebook.to_module import read_script
from grader.text import clean

from .layout import Layout, find_layout
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

    def same(paths: Sequence[str]) -> bool:
        try:
            return len({tree.read(path, _limit(path)) for path in paths}) == 1
        except TreeRefused:
            raise
        except SubmissionRefused:
            return False

    given = given or {}

    def written(module: str, path: str) -> bool:
        return is_written(tree, path, given.get(module, b""))

    notes = []
    if unit:
        inner = below(tree, unit)
        if len(inner.sizes) + len(inner.odd) < len(tree.sizes) + len(tree.odd):
            notes.append(f"Only the folder {unit} was read: nbgrader has one for each assignment.")
        tree = inner
    tree = _unpacked(tree, notes)
    layout = find_layout(tree.sizes, modules, same, written)
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
    notes += _read_books(tree, layout, files, modules, given)
    if not (layout.files or layout.books or files):
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


def _read_books(
    tree: Tree,
    layout: Layout,
    files: dict[str, bytes],
    modules: Collection[str],
    given: Mapping[str, bytes],
) -> list[str]:
    """Put the modules of notebooks among *files* and return the notes on them."""
    notes: list[str] = []

    def take(name: str, book: Book | str) -> None:
        if isinstance(book, str):
            notes.append(book)
        elif sum(map(len, files.values())) + len(book.source) > TOTAL_BYTES:
            notes.append(
                f"{clean(book.path, limit=200)} was left out: "
                f"at most {size_words(TOTAL_BYTES)} is read in all."
            )
        else:
            files[name] = book.source
            notes.extend(book.notes)

    for name, path in layout.books.items():
        shown = clean(path, limit=200)
        if name in files and written_names(files[name]):
            notes.append(f"{shown} lies beside {name} and was not read: the module counts.")
            continue
        if name in files:
            notes.append(f"Nothing is written in {name}, so {shown} counts.")
        take(name, read_book(tree, path, given.get(name.removesuffix(".py"), b"")))
    missing = [module for module in modules if not {f"{module}.py"} & {*files, *layout.books}]
    found = dict(find_books(tree, layout.strangers, missing, given))
    for module, book in found.items():
        take(f"{module}.py", book)
    read = {book.path for book in found.values() if isinstance(book, Book)}
    notes.extend(
        f"{clean(path, limit=200)} is no module's notebook and was not read."
        for path in layout.strangers
        if path not in read
    )
    return notes


def _read(tree: Tree, name: str, path: str, left: int) -> tuple[bytes, str]:
    """Return the bytes for *name* and what was done to them."""
    is_module = name.endswith(".py")
    data = tree.read(path, _limit(name))
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


def _limit(name: str) -> int:
    """Return how many bytes of a file of this name are read."""
    if name.endswith(".py"):
        return MODULE_BYTES
    return NOTEBOOK_BYTES if name.lower().endswith(".ipynb") else DATA_BYTES


def _bounded(notes: list[str]) -> tuple[str, ...]:
    """Return *notes*, shortened where a hostile folder would fill pages."""
    if len(notes) <= MAX_NOTES:
        return tuple(notes)
    return (*notes[: MAX_NOTES - 1], f"There are {len(notes) - MAX_NOTES + 1} more such notes.")
