"""The zip that a learning platform makes of a class's submissions, and who owns its files."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from grader.errors import DownloadRefused, SubmissionRefused
from grader.intake.files.archive import Archive, ArchiveKind, archive_tree
from grader.intake.files.gate import ARCHIVE_BYTES, size_fault, size_words
from grader.intake.files.tree import Tree
from grader.intake.notebook.cells import NOTEBOOK_BYTES
from grader.messages.message import Message, message
from grader.text import clean

from .class_list import ClassList

STUDENT_BYTES = 64 << 20
#: What a platform packs; a class of ten thousand with a dozen files each has 120,000 members.
DOWNLOADED = ArchiveKind(
    most_members=200_000,
    holds_archives=True,
    is_one_students=False,
    again=message("Download it again."),
    too_much=message("Download the class in parts."),
    encrypted=message("Download it without a password."),
    climbing=message("No platform writes that; download it again."),
    twice=message("Download it again."),
)


class Download:
    """
    A downloaded zip, listed and checked; its members are read one at a time.

    Raises:
        DownloadRefused: If it cannot be opened, or no platform would write such a zip.
    """

    def __init__(self, path: Path) -> None:
        self.where = clean(str(path))
        if path.is_dir():
            raise DownloadRefused(
                f"{self.where} is a folder, expected the zip as it was downloaded. Name the zip."
            )
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise DownloadRefused(
                f"{self.where} cannot be read: {error.strerror}. Check the path."
            ) from None
        try:
            self._archive = Archive(self._file, path.stat().st_size, DOWNLOADED)
        except SubmissionRefused as refused:
            self._file.close()
            raise DownloadRefused(f"{self.where} {refused}") from None
        self.members = self._archive.members

    def __enter__(self) -> "Download":
        return self

    def __exit__(self, *_exc: object) -> None:
        self._archive.close()
        self._file.close()

    def read(self, path: str, limit: int) -> bytes:
        """
        Return the bytes of a member.

        Raises:
            SubmissionRefused: If it is damaged or holds more than *limit* bytes; see `Archive`.
        """
        return self._archive.read(path, limit)

    def _fault(self, path: str) -> Message | None:
        """Return why a member is not read, None for one that is."""
        limit = ARCHIVE_BYTES if path.lower().endswith(".zip") else NOTEBOOK_BYTES
        return self._archive.fault(path) or size_fault(self.members[path].file_size, limit)

    def tree(self, files: Mapping[str, str]) -> Tree:
        """
        Return the work of one student: *files* maps a path there to a member here.

        An archive among them is opened, as a student may hand in one.

        Raises:
            SubmissionRefused: If an inner archive cannot be trusted, or there is too much.
        """
        sizes: dict[str, int] = {}
        odd: dict[str, Message] = {}
        inner: dict[str, Tree] = {}
        for name, member in files.items():
            if fault := self._fault(member):
                odd[name] = fault
            elif name.lower().endswith(".zip"):
                try:
                    unpacked = archive_tree(self.read(member, ARCHIVE_BYTES))
                except SubmissionRefused as refused:
                    raise SubmissionRefused(f"{clean(name, limit=100)} {refused}") from None
                odd.update(unpacked.odd)
                added = {path: size for path, size in unpacked.sizes.items() if path not in files}
                sizes.update(added)
                inner.update(dict.fromkeys(added, unpacked))
            else:
                sizes[name] = self.members[member].file_size
        total = sum(sizes.values())
        if total > STUDENT_BYTES:
            raise SubmissionRefused(
                f"is {size_words(total)} in all; at most {size_words(STUDENT_BYTES)} is read"
            )

        def read(path: str, limit: int) -> bytes:
            return inner[path].read(path, limit) if path in inner else self.read(files[path], limit)

        return Tree(sizes, read, odd)


@dataclass
class Upload:
    """What one student handed in at one time."""

    student: str
    """The id in the course: from the class list, or what the platform calls the student."""
    files: dict[str, str] = field(default_factory=dict)
    """Path as the student named it, to the member of the download."""
    is_late: bool = False
    """Whether the platform says that it is late."""
    time: datetime | None = None
    order: int = 0
    """Larger is newer, for uploads without a time."""


@dataclass
class SortedDownload:
    """The uploads of each student in a download, and the files that belong to nobody."""

    platform: str
    uploads: list[Upload] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    """Name in the download, to the reason why it belongs to nobody."""
    notes: list[str] = field(default_factory=list)

    def identify(
        self, name: str, known: ClassList | None, keys: Collection[str], own: str
    ) -> str | None:
        """
        Return the id of a student, or None after noting that *name* belongs to nobody.

        Ambiguous students are reported, never guessed.

        Args:
            name: What is identified, as the download names it.
            known: The class list, if there is one.
            keys: What the student may be found by there, best first.
            own: The id where there is no class list.
        """
        if known is None:
            return own
        students = known.find(keys)
        if len(students) == 1:
            return next(iter(students))
        listed = " or ".join(sorted(clean(each, limit=60) for each in students))
        self.unknown[name] = f"could be {listed}" if students else "is not in the class list"
        return None


@dataclass(frozen=True)
class Platform:
    """A learning platform, known by how it names the files of a download."""

    name: str
    count: Callable[[Collection[str]], int]
    """Return how many of some paths are named as this platform names files."""
    sort: Callable[[Download, ClassList | None], SortedDownload]
