"""Reading one submission: the files that matter, each within its limit."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from grader.errors import NotebookRefused, SubmissionRefused, TreeRefused
from grader.intake.files.archive import archive_tree
from grader.intake.files.gate import ARCHIVE_BYTES, MAX_FILES, TOTAL_BYTES, size_value
from grader.intake.files.source import to_utf8
from grader.intake.files.tree import Tree, below, reason_of, sentence_on
from grader.intake.notebook.module_notebooks import (
    ModuleNotebook,
    find_module_notebooks,
    read_module_notebook,
    written_names,
)
from grader.intake.notebook.to_module import read_script
from grader.messages.message import Message, Name, message, stranger

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
    notes: list[Message] = []
    tree = _unpacked(_unit_folder(tree.telling(tell), wanted.unit, notes), notes, tell)
    layout = find_layout(tree, wanted.modules, wanted.given)
    notes += [sentence_on(path, tree.odd[path]) for path in sorted(tree.odd)]
    notes += layout.notes
    files = _read_files(tree, layout, wanted, notes)
    _read_notebooks(tree, layout, wanted, files, notes)
    if not (layout.files or layout.notebooks or files):
        notes.append(_nothing_found(wanted))
    return Submission(student, files, _bounded(notes))


def _nothing_found(wanted: Wanted) -> Message:
    if not wanted.modules:
        return message("No module was found, expected a Python file.")
    names = Name(", ".join(f"{module}.py" for module in wanted.modules))
    return message("No module was found, expected {names}.", names=names)


def _unit_folder(tree: Tree, unit: str, notes: list[Message]) -> Tree:
    """Return the part of nbgrader's tree that belongs to *unit*, with a note if there is more."""
    if not unit:
        return tree
    inner = below(tree, unit)
    if len(inner.sizes) + len(inner.odd) < len(tree.sizes) + len(tree.odd):
        notes.append(
            message(
                "Only the folder {folder} was read: nbgrader has one for each assignment.",
                folder=Name(unit),
            )
        )
    return inner


def _unpacked(tree: Tree, notes: list[Message], tell: Callable[[str], None]) -> Tree:
    """Return the tree of the zip in a folder without code, with a note; else the folder's."""
    packed = sorted(path for path in tree.sizes if path.lower().endswith(".zip"))
    if not packed or any(path.lower().endswith((".py", ".ipynb")) for path in tree.sizes):
        return tree
    path = stranger(packed[0], limit=200)
    if len(packed) > 1:
        raise SubmissionRefused(
            message(
                "holds {count} zip files and no module. Keep the one that counts.",
                count=len(packed),
            )
        )
    try:
        inner = archive_tree(tree.read(packed[0], ARCHIVE_BYTES))
    except SubmissionRefused as refused:
        reason = message("holds {path}, which {reason}", path=path, reason=reason_of(refused))
        raise SubmissionRefused(reason) from None
    notes.append(message("{path} was unpacked: there is no module beside it.", path=path))
    return inner.telling(tell)


def _read_files(
    tree: Tree, layout: Layout, wanted: Wanted, notes: list[Message]
) -> dict[str, bytes]:
    """Return the modules and their helpers, and note what was done to them or left out."""
    if len(layout.files) > MAX_FILES:
        notes.append(
            message(
                "There are {count} files; the first {most} were read.",
                count=len(layout.files),
                most=MAX_FILES,
            )
        )
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
            note = reason_of(refused)
        left -= len(files.get(name, b""))
        if note:
            notes.append(sentence_on(path, note))
    return files


def _read(tree: Tree, name: str, path: str, left: int) -> tuple[bytes, Message]:
    """Return the bytes for *name* and what was done to them."""
    data = tree.read(path, size_limit(name))
    data, note = to_utf8(data) if name.endswith(".py") else (data, Message())
    if len(data) > left:
        raise SubmissionRefused(_too_much())
    return data, note


def _too_much() -> Message:
    return message("was left out: at most {most} is read in all", most=size_value(TOTAL_BYTES))


def _read_script(
    data: bytes, name: str, wanted: Wanted
) -> tuple[bytes, tuple[Message, ...]] | None:
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
    tree: Tree, layout: Layout, wanted: Wanted, files: dict[str, bytes], notes: list[Message]
) -> None:
    """Put the modules of notebooks among *files*, with notes on them."""

    def take(name: str, notebook: ModuleNotebook | Message) -> None:
        if isinstance(notebook, Message):
            notes.append(notebook)
        elif sum(map(len, files.values())) + len(notebook.source) > TOTAL_BYTES:
            notes.append(sentence_on(notebook.path, _too_much()))
        else:
            files[name] = notebook.source
            notes.extend(notebook.notes)

    for name, path in layout.notebooks.items():
        shown = stranger(path, limit=200)
        if name in files and written_names(files[name]):
            notes.append(
                message(
                    "{path} lies beside {name} and was not read: the module counts.",
                    path=shown,
                    name=name,
                )
            )
            continue
        if name in files:
            notes.append(
                message("Nothing is written in {name}, so {path} counts.", name=name, path=shown)
            )
        given = wanted.given.get(name.removesuffix(".py"), b"")
        take(name, read_module_notebook(tree, path, given))
    others = layout.other_notebooks
    missing = [name for name in wanted.modules if not {f"{name}.py"} & {*files, *layout.notebooks}]
    found = dict(find_module_notebooks(tree, others, missing, wanted.given))
    for module, notebook in found.items():
        take(f"{module}.py", notebook)
    read = {notebook.path for notebook in found.values() if isinstance(notebook, ModuleNotebook)}
    notes += [
        message(
            "{path} is not the notebook of a module and was not read.",
            path=stranger(path, limit=200),
        )
        for path in others
        if path not in read
    ]


def _bounded(notes: list[Message]) -> tuple[Message, ...]:
    """Return *notes*, shortened where a hostile folder would fill pages."""
    if len(notes) <= MAX_NOTES:
        return tuple(notes)
    more = message("There are {count} more such notes.", count=len(notes) - MAX_NOTES + 1)
    return (*notes[: MAX_NOTES - 1], more)
