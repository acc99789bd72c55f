"""The modules that notebooks and loose files stand for, and whether they have answers."""

import ast
import difflib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from grader.errors import NotebookRefused, SubmissionRefused, TreeRefused
from grader.intake.files.gate import MODULE_BYTES
from grader.intake.files.source import text_of, to_utf8
from grader.intake.files.tree import Tree, reason_of, sentence_on
from grader.messages.message import Message, Name, message, stranger
from grader.text import clean

from .cell_functions import ANSWER, answer_cells, is_cell_module
from .cells import NOTEBOOK_BYTES
from .parser import ParsedText, Parser
from .statements import Completeness, Kind, find_statements, same_code
from .to_module import read_notebook, read_script

# Notebooks of one student that are looked into for missing modules.
MAX_OTHERS = 20
# How alike a word and a module's name are if one is meant for the other: "optimiser".
ALIKE = 0.85
# Files whose names are kept: those that are handed out, and those of one student.
_KEPT = 64
_NOTEBOOK = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORD = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class ModuleNotebook:
    """A notebook, or a file under another name, that was read as a module."""

    path: str
    source: bytes
    notes: tuple[Message, ...]
    same: tuple[str, ...] = ()
    """Other files that define the same."""


@dataclass(frozen=True)
class Ambiguous:
    """Several files of which each could be a module, and the sentence that says so."""

    paths: tuple[str, ...]
    said: Message


def read_module_notebook(tree: Tree, path: str, given: bytes) -> ModuleNotebook | Message:
    """Return the module in the notebook at *path*, or a sentence on why it cannot be read."""
    try:
        if is_notebook(path):
            source, notes = read_notebook(tree.read(path, NOTEBOOK_BYTES), path, given)
        else:
            text = text_of(tree.read(path, MODULE_BYTES))
            source, notes = read_script(text, path, given)
    except TreeRefused:
        raise
    except NotebookRefused as refused:
        return reason_of(refused)
    except SubmissionRefused as refused:
        return sentence_on(path, reason_of(refused))
    return ModuleNotebook(path, source, notes)


def find_module_notebooks(
    tree: Tree, paths: Collection[str], missing: Collection[str], given: Mapping[str, bytes]
) -> Iterator[tuple[str, ModuleNotebook | Ambiguous | Message]]:
    """
    Yield what is read for each of the *missing* modules among *paths*, found by what it defines.

    A notebook called ``final.ipynb``, or a ``main.py``, is read if it alone defines something
    that the module asks for. Of several such files the one that is named after the module is
    read, or the first if all define the same, or each something else; else none is.
    """
    wanted = {module: stub_names(given.get(module, b"")) for module in missing}
    if not paths or not any(wanted.values()):
        return
    asked = set[str]().union(*wanted.values())
    defined: dict[str, Mapping[str, ast.stmt | None]] = {}
    by_cells = any(map(is_cell_module, given.values()))
    for path in _likely(tree, paths, asked):
        found = read_module_notebook(tree, path, b"")
        if isinstance(found, ModuleNotebook):
            defined[path] = written_definitions(found.source)
            if by_cells and is_notebook(path):
                cells = answer_cells(tree.read(path, NOTEBOOK_BYTES), path)
                defined[path] = {name: ast.Expr(ast.Constant(t)) for name, t in cells.items()}
    for module, names in wanted.items():
        fitting = [path for path, own in defined.items() if names & own.keys()]
        named = [path for path in fitting if is_named_after(path, module, given)]
        chosen = named if len(named) == 1 else fitting
        ending = "ipynb" if chosen and is_notebook(chosen[0]) else "py"
        files = [defined[path] for path in chosen]
        are_same = bool(files) and _define_the_same(files, names)
        if are_same or _are_disjoint(files, names):
            found = read_module_notebook(tree, chosen[0], given.get(module, b""))
            if isinstance(found, ModuleNotebook):
                note = message(
                    "{path} was read as {name}: it defines what is asked for there.",
                    path=clean(chosen[0], limit=98),
                    name=Name(f"{module}.{ending}"),
                )
                same = tuple(chosen[1:]) if are_same else ()
                found = replace(found, notes=(note, *found.notes), same=same)
            yield module, found
        elif chosen:
            shown = [clean(path, limit=98) for path in chosen]
            said = message(
                "{name} is missing, and {paths} each define what is asked for there; "
                "none was read.",
                name=Name(f"{module}.{ending}"),
                paths=stranger(", ".join(shown[:4])),
            )
            yield module, Ambiguous(tuple(chosen), said)


def _likely(tree: Tree, paths: Collection[str], asked: Collection[str]) -> Iterator[str]:
    """Yield up to MAX_OTHERS of *paths*: the notebooks, and each text that holds a name."""
    words = [name.encode() for name in asked]
    found = 0
    for path in paths:
        if not is_notebook(path):
            try:
                data = to_utf8(tree.read(path, MODULE_BYTES))[0]
            except TreeRefused:
                raise
            except SubmissionRefused:
                continue
            if not any(word in data for word in words):
                continue
        found += 1
        if found > MAX_OTHERS:
            return
        yield path


def _define_the_same(files: Sequence[Mapping[str, ast.stmt | None]], names: set[str]) -> bool:
    """Tell whether all *files* define the same of *names*, in the same way."""
    first = {name: node for name, node in files[0].items() if name in names}
    return all(
        first.keys() == own.keys() & names
        and all(same_code(first[name], own[name]) for name in first)
        for own in files[1:]
    )


def _are_disjoint(files: Sequence[Mapping[str, ast.stmt | None]], names: set[str]) -> bool:
    """Tell whether no two *files* define the same of *names*, as with a file for each exercise."""
    total = sum(len(own.keys() & names) for own in files)
    return bool(files) and total == len(names.intersection(set[str]().union(*files)))


def is_notebook(path: str) -> bool:
    """Tell whether the file at *path* is a notebook by its name."""
    return _NOTEBOOK.search(path) is not None


def is_named_after(path: str, module: str, modules: Collection[str]) -> bool:
    """
    Tell whether a file is named after *module* and no other of *modules*, whatever is added.

    >>> [is_named_after(f"{name}.py", "loss", ["loss", "model"]) for name in
    ...  ("loss_final", "ana_loss", "Loss2", "loss - Kopie (2)", "losses", "glossary", "model")]
    [True, True, True, True, True, False, False]
    """
    words = _words(path.rpartition("/")[2])

    def fits(name: str) -> bool:
        own = _words(name)
        return any(
            difflib.SequenceMatcher(None, "".join(words[at : at + len(own)]), "".join(own)).ratio()
            >= ALIKE
            for at in range(len(words))
        )

    return fits(module) and not any(fits(other) for other in modules if other != module)


def _words(name: str) -> list[str]:
    """Return the words of a name: ``["ana", "loss", "py"]`` for ``anaLoss2.py``."""
    spaced = _HUMP.sub(" ", unicodedata.normalize("NFKC", name))
    return _NO_WORD.sub(" ", spaced).casefold().split()


def is_answered(tree: Tree, path: str, given: bytes) -> bool:
    """Tell whether the file at *path* answers anything that the module as *given* out asks."""
    if path.lower().endswith(".py"):
        try:
            source = tree.read(path, MODULE_BYTES)
        except TreeRefused:
            raise
        except SubmissionRefused:
            return False
        if Parser().parse(source.decode("utf-8", "replace")) is None:
            return True  # what is handed out parses, so somebody has changed it
    else:
        found = read_module_notebook(tree, path, given)
        source = found.source if isinstance(found, ModuleNotebook) else b""
    written = written_names(source)
    return bool(written & stub_names(given) if given else written)


def stub_names(given: bytes) -> set[str]:
    """Return the names that a module as handed out leaves to the student: its stubs."""
    if is_cell_module(given):
        return {name for name, _ in _names(given) if name.startswith(ANSWER)}
    return {name for name, written in _names(given) if not written}


def written_names(source: bytes) -> set[str]:
    """Return the names that *source* defines with more than a stub."""
    return {name for name, written in _names(source) if written}


def written_definitions(source: bytes) -> dict[str, ast.stmt | None]:
    """Return the definitions in *source* that are more than a stub, by name; the last counts."""
    return {name: node for name, written, node in _definitions(source) if written}


@lru_cache(_KEPT)
def bound_names(source: bytes) -> Set[str] | None:
    """Return the names that *source* binds, stubs aside; None where that cannot be told."""
    text = text_of(source)
    tree = Parser().parse(text)
    if tree is None:
        return None
    bound = set[str]()
    for statement in find_statements(ParsedText(0, True, text, tree)):
        if isinstance(statement.node, ast.ImportFrom) and statement.node.names[0].name == "*":
            return None
        if statement.kind is not Kind.DEFINITION or statement.completeness > Completeness.STUB:
            bound.update(statement.names)
    return bound


def near_names(asked: str, names: Collection[str]) -> list[str]:
    """
    Return those of *names* that may be meant for the name *asked*.

    >>> near_names("bce_loss", ["BCELoss", "bce_los", "bce_with_logits", "loss"])
    ['BCELoss', 'bce_los']
    """

    def plain(name: str) -> str:
        return name.replace("_", "").casefold()

    return [
        name
        for name in names
        if difflib.SequenceMatcher(None, plain(name), plain(asked)).ratio() >= ALIKE
    ]


@lru_cache(_KEPT)
def _names(source: bytes) -> tuple[tuple[str, bool], ...]:
    return tuple((name, written) for name, written, _ in _definitions(source))


def _definitions(source: bytes) -> Iterator[tuple[str, bool, ast.stmt | None]]:
    text = text_of(source)
    tree = Parser().parse(text)
    if tree is None:
        return
    for statement in find_statements(ParsedText(0, True, text, tree)):
        if statement.kind in (Kind.ALIAS, Kind.DEFINITION):
            for name in statement.names:
                yield name, statement.completeness > Completeness.STUB, statement.node
