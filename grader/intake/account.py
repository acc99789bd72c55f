"""The account of a submission: each of its files and how it was used."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

import msgspec

from grader.intake.files.tree import sentence_on
from grader.messages.message import Message, message
from grader.text import clean

#: Files that an account lists one by one. Those that were not read come first.
MOST_LISTED = 100
_PATH_CHARS = 200


class Fate(StrEnum):
    """The use that was made of a file that was handed in."""

    MODULE = "module"
    NOTEBOOK = "notebook"
    DATA = "data"
    HELPER = "helper"
    JUNK = "junk"
    """A file of a known kind that is never an answer: handed out, or left by a tool."""
    UNREAD = "unread"


#: The fates as pages say them.
FATE_WORDS = {
    Fate.MODULE: message("module"),
    Fate.NOTEBOOK: message("notebook"),
    Fate.DATA: message("data"),
    Fate.HELPER: message("helper"),
    Fate.UNREAD: message("unread"),
}


class FileFate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    The fate of one file, or of a folder that was not entered.

    Attributes:
        path: Its path as shown.
        fate: What became of it.
        what: What it was read as, or why it was not read: the end of a sentence on the path.
    """

    path: str
    fate: Fate
    what: Message = Message()

    def __post_init__(self) -> None:
        # A file on disk is not believed either.
        if clean(self.path, limit=_PATH_CHARS) != self.path:
            raise ValueError("a path that is not cleaned")


class Doubt(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    A question about a submission that a person has to answer.

    Attributes:
        said: One sentence.
        names: The names that it is about; none if it is about all of the submission.
    """

    said: Message
    names: tuple[str, ...] = ()


class Junk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many files of one known kind there were."""

    kind: Message
    count: int


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    Every file of a submission. Made by :meth:`of` alone.

    Attributes:
        files: What became of each file that is not junk.
        junk: Junk by its kind.
        more: How many files are not listed in *files*, because there are too many.
        doubts: What a person has to decide besides.
        digest: Of all files that were handed in: whether they have changed since.
    """

    files: tuple[FileFate, ...] = ()
    junk: tuple[Junk, ...] = ()
    more: int = 0
    doubts: tuple[Doubt, ...] = ()
    digest: str = ""

    @classmethod
    def of(
        cls,
        seen: Collection[str],
        fates: Mapping[str, tuple[Fate, Message]],
        *,
        doubts: Iterable[Doubt] = (),
        digests: Mapping[str, bytes],
    ) -> "Account":
        """
        Return the account of a submission.

        Args:
            seen: The path of every file that was handed in.
            fates: What became of each.
            doubts: What a person has to decide besides.
            digests: Something that changes with the content, by path.

        Raises:
            ValueError: If there is a file without a fate, or a fate without a file.
        """
        if strange := fates.keys() ^ set(seen):
            raise ValueError(f"{clean(min(strange))} is a file without a fate, or the reverse")
        listed, junk = [], dict[str, Junk]()
        for path, (fate, what) in sorted(fates.items()):
            if fate is Fate.JUNK:
                count = junk[what.text].count + 1 if what.text in junk else 1
                junk[what.text] = Junk(what, count)
            else:
                listed.append(FileFate(clean(path, limit=_PATH_CHARS), fate, what))
        listed.sort(key=lambda file: file.fate is not Fate.UNREAD)
        total = hashlib.sha256()
        for path, (fate, _) in sorted(fates.items()):
            name = path.encode("utf-8", "surrogatepass")
            total.update(b"%d %s %s" % (len(name), name, fate.encode()) + digests.get(path, b""))
        return cls(
            tuple(listed[:MOST_LISTED]),
            tuple(junk.values()),
            len(listed) - len(listed[:MOST_LISTED]),
            tuple(doubts),
            total.hexdigest()[:8],
        )

    def with_unread(self, names: Collection[str], why: Message) -> "Account":
        """Return the account with files that lie beside the submission and were not read."""
        if not names:
            return self
        added = tuple(FileFate(clean(name, limit=_PATH_CHARS), Fate.UNREAD, why) for name in names)
        total = hashlib.sha256("\0".join([self.digest, *names]).encode("utf-8", "surrogatepass"))
        digest = total.hexdigest()[:8]
        return msgspec.structs.replace(self, files=(*added, *self.files), digest=digest)

    @property
    def texts(self) -> tuple[Message, ...]:
        """Every message in it."""
        said = (*(file.what for file in self.files), *(junk.kind for junk in self.junk))
        return tuple(filter(None, (*said, *(doubt.said for doubt in self.doubts))))

    @property
    def unread(self) -> tuple[FileFate, ...]:
        """The files that were not read."""
        return tuple(file for file in self.files if file.fate is Fate.UNREAD)

    def reasons(self, names: Collection[str]) -> tuple[Message, ...]:
        """Return what a person has to look at where *names* are not right, one sentence each."""
        unread = (sentence_on(file.path, file.what) for file in self.unread)
        about = (
            doubt.said
            for doubt in self.doubts
            if not doubt.names or not set(names).isdisjoint(doubt.names)
        )
        return (*unread, *about)

    def lines(self) -> list[str]:
        """Return the account as lines of English: a file each, and a kind of junk each."""
        lines = [
            f"{file.path}: {file.fate}" + f" ({file.what})" * bool(file.what) for file in self.files
        ]
        if self.more:
            lines.append(f"and {self.more} more files")
        return lines + [f"{junk.count} {junk.kind}" for junk in self.junk]
