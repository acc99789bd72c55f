"""Which module a notebook in a submission stands for, and whether it has answers."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from grader.errors import NotebookRefused, SubmissionRefused, TreeRefused
from grader.intake.files.gate import MODULE_BYTES
from grader.intake.files.tree import Tree, reason_of, sentence_on
from grader.messages.message import Message, Name, message, stranger
from grader.text import clean

from .cells import NOTEBOOK_BYTES
from .parser import ParsedText, Parser
from .statements import Completeness, Kind, find_statements
from .to_module import read_notebook

# Notebooks of one student that are looked into for missing modules.
MAX_OTHERS = 20


@dataclass(frozen=True)
class ModuleNotebook:
    """A notebook that was read as a module."""

    path: str
    source: bytes
    notes: tuple[Message, ...]


def read_module_notebook(tree: Tree, path: str, given: bytes) -> ModuleNotebook | Message:
    """Return the module in the notebook at *path*, or a sentence on why it cannot be read."""
    try:
        source, notes = read_notebook(tree.read(path, NOTEBOOK_BYTES), path, given)
    except TreeRefused:
        raise
    except NotebookRefused as refused:
        return reason_of(refused)
    except SubmissionRefused as refused:
        return sentence_on(path, reason_of(refused))
    return ModuleNotebook(path, source, notes)


def find_module_notebooks(
    tree: Tree, paths: Collection[str], missing: Collection[str], given: Mapping[str, bytes]
) -> Iterator[tuple[str, ModuleNotebook | Message]]:
    """
    Yield the notebook among *paths* for each of the *missing* modules, found by what it defines.

    A notebook called ``final.ipynb`` is read if it alone defines something that the module
    asks for; of two such notebooks neither is read.
    """
    if not paths:
        return
    wanted = {module: stub_names(given.get(module, b"")) for module in missing}
    if not any(wanted.values()):
        return
    defined: dict[str, set[str]] = {}
    for path in list(paths)[:MAX_OTHERS]:
        found = read_module_notebook(tree, path, b"")
        defined[path] = written_names(found.source) if isinstance(found, ModuleNotebook) else set()
    for module, names in wanted.items():
        fitting = [path for path, own in defined.items() if names & own]
        shown = [clean(path, limit=98) for path in fitting]
        if len(fitting) == 1:
            found = read_module_notebook(tree, fitting[0], given.get(module, b""))
            if isinstance(found, ModuleNotebook):
                note = message(
                    "{path} was read as {name}: it defines what is asked for there.",
                    path=shown[0],
                    name=Name(f"{module}.ipynb"),
                )
                found = replace(found, notes=(note, *found.notes))
            yield module, found
        elif fitting:
            yield (
                module,
                message(
                    "{name} is missing, and {paths} each define what is asked for there; "
                    "none was read.",
                    name=Name(f"{module}.ipynb"),
                    paths=stranger(", ".join(shown[:4])),
                ),
            )


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
    return {name for name, written in _definitions(given) if not written}


def written_names(source: bytes) -> set[str]:
    """Return the names that *source* defines with more than a stub."""
    return {name for name, written in _definitions(source) if written}


def _definitions(source: bytes) -> Iterator[tuple[str, bool]]:
    text = source.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    tree = Parser().parse(text)
    if tree is None:
        return
    for statement in find_statements(ParsedText(0, True, text, tree)):
        if statement.kind in (Kind.ALIAS, Kind.DEFINITION):
            for name in statement.names:
                yield name, statement.completeness > Completeness.STUB
