"""The zip that a learning platform makes of a class's submissions, read within limits."""

import re
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

from grader.errors import DownloadRefused, SubmissionRefused
from grader.intake.files.archive import archive_tree, member_fault
from grader.intake.files.gate import ARCHIVE_BYTES, size_fault, size_words
from grader.intake.files.tree import Tree, is_junk
from grader.intake.notebook.cells import NOTEBOOK_BYTES
from grader.text import clean

# A class of ten thousand with a dozen files each.
MAX_MEMBERS = 200_000
STUDENT_BYTES = 64 << 20
_ENCRYPTED = 0x1
_CLIMBING = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)")


class Download:
    """
    A downloaded zip as listed; its members are read one by one, when their turn comes.

    Raises:
        DownloadRefused: If it cannot be opened, or no platform would write such paths.
    """

    def __init__(self, path: Path) -> None:
        self.where = clean(str(path))
        self._archive = self._open(path)
        self.members = self._list()

    def __enter__(self) -> "Download":
        return self

    def __exit__(self, *_exc: object) -> None:
        self._archive.close()

    def _open(self, path: Path) -> zipfile.ZipFile:
        if path.is_dir():
            raise DownloadRefused(
                f"{self.where} is a folder, expected the zip as it was downloaded. Name the zip."
            )
        try:
            return zipfile.ZipFile(path)
        except OSError as error:
            raise DownloadRefused(
                f"{self.where} cannot be read: {error.strerror}. Check the path."
            ) from None
        except Exception:  # a damaged archive makes zipfile raise nearly anything
            raise DownloadRefused(
                f"{self.where} is no zip archive, or a damaged one. Download it again."
            ) from None

    def _list(self) -> Mapping[str, zipfile.ZipInfo]:
        infos = self._archive.infolist()
        if len(infos) > MAX_MEMBERS:
            raise DownloadRefused(
                f"{self.where} holds {len(infos)} files; at most {MAX_MEMBERS} are read. "
                "Download the class in parts."
            )
        members: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            path = info.orig_filename.replace("\\", "/")
            if path.endswith("/") or any(map(is_junk, path.split("/"))):
                continue
            if _CLIMBING.search(path):
                raise DownloadRefused(
                    f"{self.where} holds the path {clean(path, limit=100)}, which leads out of its "
                    "folder; no platform writes that. Download it again."
                )
            if path in members:
                raise DownloadRefused(
                    f"{self.where} holds {clean(path, limit=100)} twice. Download it again."
                )
            if info.flag_bits & _ENCRYPTED:
                raise DownloadRefused(f"{self.where} is encrypted. Download it without a password.")
            members[path] = info
        return members

    def fault(self, path: str) -> str | None:
        """Return why a member is not read, None for one that is."""
        info = self.members[path]
        limit = ARCHIVE_BYTES if path.lower().endswith(".zip") else NOTEBOOK_BYTES
        if path.lower().endswith(".zip"):
            mode = info.external_attr >> 16
            return "is a link" if stat.S_ISLNK(mode) else size_fault(info.file_size, limit)
        return member_fault(path, info) or size_fault(info.file_size, limit)

    def read(self, path: str, limit: int) -> bytes:
        """
        Return the bytes of a member.

        Raises:
            SubmissionRefused: If it is damaged or holds more than *limit* bytes; the text
                goes on after its path.
        """
        info = self.members[path]
        try:
            with self._archive.open(info) as member:
                data = member.read(limit + 1)
        except Exception:  # as in _open
            raise SubmissionRefused("is damaged and does not unpack to what it states") from None
        fault = size_fault(max(len(data), info.file_size), limit)
        if fault:
            raise SubmissionRefused(fault)
        return data

    def tree(self, files: Mapping[str, str]) -> Tree:
        """
        Return the work of one student: *files* maps a path there to a member here.

        An archive among them is opened, as a student may hand in one.

        Raises:
            SubmissionRefused: If an inner archive cannot be trusted, or there is too much.
        """
        sizes: dict[str, int] = {}
        odd: dict[str, str] = {}
        inner: dict[str, tuple[Tree, str]] = {}
        for name, member in files.items():
            fault = self.fault(member)
            if fault:
                odd[name] = fault
            elif name.lower().endswith(".zip"):
                try:
                    unpacked = archive_tree(self.read(member, ARCHIVE_BYTES))
                except SubmissionRefused as refused:
                    raise SubmissionRefused(f"{clean(name, limit=100)} {refused}") from None
                odd.update(unpacked.odd)
                for path, size in unpacked.sizes.items():
                    if path not in files:
                        sizes[path] = size
                        inner[path] = (unpacked, path)
            else:
                sizes[name] = self.members[member].file_size
        total = sum(sizes.values())
        if total > STUDENT_BYTES:
            raise SubmissionRefused(
                f"is {size_words(total)} in all; at most {size_words(STUDENT_BYTES)} is read"
            )

        def read(path: str, limit: int) -> bytes:
            if path in inner:
                tree, below = inner[path]
                return tree.read(below, limit)
            return self.read(files[path], limit)

        return Tree(sizes, read, odd)
