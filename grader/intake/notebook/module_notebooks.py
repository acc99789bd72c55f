"""Notebooks in a submission: which stands for which module, and whether it counts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from grader.errors import NotebookRefused, SubmissionRefused, TreeRefused
from grader.intake.files.gate import MODULE_BYTES
from grader.intake.files.tree import Tree
from grader.text import clean

from .cells import NOTEBOOK_BYTES
from .parser import Parser, Passage
from .statements import ALIAS, DEFINITION, STUB, find_pieces
from .to_module import read_notebook

MAX_STRANGERS = 20


@dataclass(frozen=True)
class Book:
    """A notebook that was read as a module."""

    path: str
    source: bytes
    notes: tuple[str, ...]


def read_book(tree: Tree, path: str, given: bytes) -> Book | str:
    """Return the module in the notebook at *path*, or the sentence that says why there is none."""
    try:
        source, notes = read_notebook(tree.read(path, NOTEBOOK_BYTES), path, given)
    except TreeRefused:
        raise
    except NotebookRefused as refused:
        return str(refused)
    except SubmissionRefused as refused:
        return f"{clean(path, limit=200)} {refused}."
    return Book(path, source, notes)


def find_books(
    tree: Tree, strangers: Collection[str], missing: Collection[str], given: Mapping[str, bytes]
) -> Iterator[tuple[str, Book | str]]:
    """
    Yield a notebook for each of the *missing* modules, found by what it defines.

    A notebook called ``final.ipynb`` is read if it alone defines something that the module
    asks for; with two of them neither is taken.
    """
    if not strangers:
        return
    wanted = {module: asked_names(given.get(module, b"")) for module in missing}
    if not any(wanted.values()):
        return
    defined: dict[str, set[str]] = {}
    for path in list(strangers)[:MAX_STRANGERS]:
        book = read_book(tree, path, b"")
        defined[path] = written_names(book.source) if isinstance(book, Book) else set()
    for module, names in wanted.items():
        fitting = [path for path, found in defined.items() if names & found]
        shown = [clean(path, limit=100) for path in fitting]
        if len(fitting) == 1:
            book = read_book(tree, fitting[0], given.get(module, b""))
            if isinstance(book, Book):
                note = f"{shown[0]} was read as {module}.ipynb: it defines what is asked for there."
                book = Book(book.path, book.source, (note, *book.notes))
            yield module, book
        elif fitting:
            yield (
                module,
                f"{module}.ipynb is missing, and {', '.join(shown[:4])} each define what is "
                "asked for there; none was read.",
            )


def is_written(tree: Tree, path: str, given: bytes) -> bool:
    """Tell whether the file at *path* answers anything that the module as *given* out asks for."""
    if path.lower().endswith(".py"):
        try:
            source = tree.read(path, MODULE_BYTES)
        except TreeRefused:
            raise
        except SubmissionRefused:
            return False
        if Parser().parse(source.decode("utf-8", "replace")) is None:
            return True  # nobody hands out what does not parse
    else:
        book = read_book(tree, path, given)
        source = book.source if isinstance(book, Book) else b""
    found = written_names(source)
    return bool(found & asked_names(given) if given else found)


def asked_names(given: bytes) -> set[str]:
    """Return the names that a module as handed out leaves to the student: its stubs."""
    return {name for name, written in _definitions(given) if not written}


def written_names(source: bytes) -> set[str]:
    """Return the names that *source* defines with more than a stub."""
    return {name for name, written in _definitions(source) if written}


def _definitions(source: bytes) -> Iterator[tuple[str, bool]]:
    text = source.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    tree = Parser().parse(text)
    if tree is None:
        return
    for piece in find_pieces(Passage(0, True, text, tree)):
        if piece.kind in (ALIAS, DEFINITION):
            for name in piece.names:
                yield name, piece.rank > STUB
