"""From a listed tree to a submission: the files that matter, read within their limits."""

from collections.abc import Collection, Sequence

from grader.course.words import clean
from grader.errors import SubmissionRefused
from grader.intake.gate import DATA_BYTES, MAX_FILES, MODULE_BYTES, TOTAL_BYTES, size_words
from grader.intake.layout import find_layout
from grader.intake.source import to_utf8
from grader.intake.submission import Submission
from grader.intake.tree import Tree, TreeRefused

MAX_NOTES = 30


def read_tree(student: str, tree: Tree, modules: Collection[str]) -> Submission:
    """
    Return what *student* handed in as *tree*.

    A file that cannot be read is left out with a note; the others are not affected.

    Raises:
        TreeRefused: If reading shows that the tree as a whole cannot be trusted.
    """

    def same(paths: Sequence[str]) -> bool:
        try:
            return len({tree.read(path, MODULE_BYTES) for path in paths}) == 1
        except TreeRefused:
            raise
        except SubmissionRefused:
            return False

    layout = find_layout(tree.sizes, modules, same)
    notes = [f"{clean(path, limit=200)} {reason}." for path, reason in sorted(tree.odd.items())]
    notes += layout.notes
    notes += [f"{clean(path)} is a notebook and was not read." for path in layout.notebooks]
    if not layout.files:
        expected = ", ".join(f"{module}.py" for module in modules) or "a Python file"
        notes.append(f"No module was found, expected {expected}.")
    if len(layout.files) > MAX_FILES:
        notes.append(f"{len(layout.files)} files lie here; the first {MAX_FILES} were read.")
    files: dict[str, bytes] = {}
    left = TOTAL_BYTES
    for name, path in list(layout.files.items())[:MAX_FILES]:
        try:
            files[name], note = _read(tree, name, path, left)
        except TreeRefused:
            raise
        except SubmissionRefused as refused:
            note = str(refused)
        left -= len(files.get(name, b""))
        if note:
            notes.append(f"{clean(path, limit=200)} {note}.")
    return Submission(student, files, _bounded(notes))


def _read(tree: Tree, name: str, path: str, left: int) -> tuple[bytes, str]:
    """Return the bytes for *name* and what was done to them."""
    is_module = name.endswith(".py")
    limit = MODULE_BYTES if is_module else DATA_BYTES
    data = tree.read(path, limit)
    data, note = to_utf8(data) if is_module else (data, "")
    if len(data) > left:
        raise SubmissionRefused(f"was left out: at most {size_words(TOTAL_BYTES)} is read in all")
    return data, note


def _bounded(notes: list[str]) -> tuple[str, ...]:
    """Return *notes*, shortened where a hostile folder would fill pages."""
    if len(notes) <= MAX_NOTES:
        return tuple(notes)
    return (*notes[: MAX_NOTES - 1], f"There are {len(notes) - MAX_NOTES + 1} more such notes.")
