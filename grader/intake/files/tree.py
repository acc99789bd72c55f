"""The files of one student, listed before any of them is read."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from grader.errors import SubmissionRefused
from grader.messages.message import Message, message, stranger
from grader.text import clean

# What systems leave in every folder that somebody looks into.
_OF_SYSTEMS = frozenset(
    {
        "__MACOSX",
        ".DS_Store",
        ".directory",
        ".Spotlight-V100",
        ".Trashes",
        "$RECYCLE.BIN",
        "System Volume Information",
        "Thumbs.db",
        "desktop.ini",
    }
)
# What tools leave in a folder; never a student's answer.
JUNK_NAMES = _OF_SYSTEMS | frozenset(
    {
        "__pycache__",
        ".git",
        ".gitattributes",
        ".gitignore",
        ".gitkeep",
        ".idea",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".project",
        ".pydevproject",
        ".pytest_cache",
        ".python-version",
        ".ruff_cache",
        ".settings",
        ".venv",
        ".vscode",
        "node_modules",
        "site-packages",
        "venv",
    }
)

_LOCKS = ("._", "~$", ".~")
JUNK_ENDINGS = (".pyc", ".pyo", ".swp", ".bak~", ".py~", ".ipynb~")

#: What stands in place of a path where a fault is about all of a folder.
WHOLE = "the folder"


def is_junk(name: str) -> bool:
    """Tell whether a file or folder called *name* was left by a tool, not by a person."""
    return name in JUNK_NAMES or name.startswith(_LOCKS) or name.endswith(JUNK_ENDINGS)


def may_hold_work(junk: str) -> bool:
    """
    Tell whether work may be left in what tools left at the path *junk*.

    >>> [may_hold_work(path) for path in (".git", "hw/loss.pyc", "hw/.DS_Store", "~$loss.docx")]
    [True, True, False, False]
    """
    parts = junk.split("/")
    return not any(part in _OF_SYSTEMS or part.startswith(_LOCKS) for part in parts)


def reason_of(refused: SubmissionRefused) -> Message:
    """Return why something was refused: the end of a sentence about it, or a sentence."""
    reason = refused.args[0] if refused.args else ""
    return reason if isinstance(reason, Message) else Message.whole(clean(str(reason)))


def sentence_on(name: str, reason: Message) -> Message:
    """Return the sentence that begins with *name*, a path or an entry, and goes on as *reason*."""
    shown = message("the folder") if name == WHOLE else stranger(name, limit=200)
    if reason.text.endswith("."):
        return message("{name} {reason}", name=shown, reason=reason)
    return message("{name} {reason}.", name=shown, reason=reason)


def below(tree: "Tree", folder: str) -> "Tree":
    """Return the part of *tree* that lies in its top-level *folder*."""
    start = f"{folder}/"
    return Tree(
        {path.removeprefix(start): n for path, n in tree.sizes.items() if path.startswith(start)},
        lambda path, limit: tree.read(start + path, limit),
        {path.removeprefix(start): why for path, why in tree.odd.items() if path.startswith(start)},
        [path.removeprefix(start) for path in tree.junk if path.startswith(start)],
    )


def without(tree: "Tree", folders: Collection[str]) -> "Tree":
    """Return *tree* without these top-level *folders*."""

    def stays(path: str) -> bool:
        return path.partition("/")[0] not in folders

    return Tree(
        {path: size for path, size in tree.sizes.items() if stays(path)},
        tree.read,
        {path: why for path, why in tree.odd.items() if stays(path)},
        [path for path in tree.junk if stays(path)],
    )


@dataclass(frozen=True)
class Tree:
    """The files in a folder or an archive, and how to read them."""

    sizes: Mapping[str, int]
    """Relative POSIX path of every regular file to its size in bytes, as stated."""
    read: Callable[[str, int], bytes]
    """Path and limit to bytes; raises SubmissionRefused, whose text goes on after the path,
    or TreeRefused, whose text goes on after the name of the whole."""
    odd: Mapping[str, Message] = field(default_factory=dict)
    """Files that are not read, whatever they hold: path to reason, which goes on after the path."""
    junk: Collection[str] = ()
    """Files and folders that tools left."""

    def telling(self, tell: Callable[[str], None]) -> "Tree":
        """Return the same tree; it tells the path of each file before it is read."""

        def read(path: str, limit: int) -> bytes:
            tell(path)
            return self.read(path, limit)

        return replace(self, read=read)
