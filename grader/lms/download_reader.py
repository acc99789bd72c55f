"""The program of the reader process of a download: it opens, lists and unpacks the zip."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from grader.errors import SubmissionRefused, TreeRefused
from grader.intake.files.archive import Archive, ArchiveKind, archive_tree
from grader.intake.files.gate import ARCHIVE_BYTES, size_fault, size_value
from grader.intake.files.tree import Tree, reason_of, sentence_on
from grader.intake.layout import find_layout, place_helpers
from grader.intake.notebook.cells import NOTEBOOK_BYTES
from grader.intake.readers.frames import Frame, packed_text
from grader.intake.readers.process import Tell, Work
from grader.messages.message import Message, message

from .gradescope_metadata import read_metadata

#: A file of a student beyond so many has no row of its own in the table of files.
_MOST_ROWS = 2_000
#: A platform writes no longer names.
LONGEST_PATH = 1000
_METADATA_BYTES = 256 << 20
DOWNLOADED = ArchiveKind(
    most_members=0,
    holds_archives=True,
    is_one_students=False,
    again=message("Download it again."),
    too_much=message("Download the class in parts."),
    encrypted=message("Download it without a password."),
    climbing=message("No platform writes that; download it again."),
    twice=message("Download it again."),
)


def prepare(setup: Frame) -> Work:
    """Return the work of a reader that is asked about the download that *setup* names."""
    path, most_members, student_bytes = setup.facts
    try:
        opened = _OpenDownload(Path(path), most_members, student_bytes)
    except SubmissionRefused as refused:
        # The first question is refused for it, and no other is asked.
        fault = refused

        def refuse(_question: Frame, _tell: Tell) -> Frame:
            raise fault

        return refuse
    ways: Mapping[str, Callable[..., Frame]] = {
        "members": opened.members,
        "metadata": opened.metadata,
        "files": opened.files,
    }

    def work(question: Frame, tell: Tell) -> Frame:
        kind, *arguments = question.facts
        found = ways[kind](tell, *arguments)
        return Frame([kind, *found.facts], found.parts)

    return work


class _OpenDownload:
    """A downloaded zip, listed and checked; its members are read one at a time."""

    def __init__(self, path: Path, most_members: int, student_bytes: int) -> None:
        kind = replace(DOWNLOADED, most_members=most_members)
        try:
            file = path.open("rb")
        except OSError as error:
            raise SubmissionRefused(
                message("cannot be read: {why}", why=error.strerror or "")
            ) from None
        self._archive = Archive(file, path.stat().st_size, kind)
        self._student_bytes = student_bytes

    def members(self, _tell: Tell) -> Frame:
        """Return the paths of all members, those that are too long cut and apart."""
        paths = list(self._archive.members)
        short = [path for path in paths if len(path) <= LONGEST_PATH]
        return Frame([short, [path[:LONGEST_PATH] for path in paths if len(path) > LONGEST_PATH]])

    def metadata(self, tell: Tell, path: str) -> Frame:
        """Return the entries of Gradescope's metadata in a member."""
        tell(path)
        entries = read_metadata(self._archive.read(path, _METADATA_BYTES))
        return Frame([msgspec.to_builtins(entries)])

    def files(self, tell: Tell, files: Mapping[str, str], modules: Collection[str]) -> Frame:
        """Return the files of a student that are collected, with notes; see `Download.files`."""
        found, notes, rows = collected_files(self._tree(files, tell), modules)
        table = [[row.path, row.collected_as, row.why] for row in rows[:_MOST_ROWS]]
        return Frame([list(found), list(map(packed_text, notes)), table], tuple(found.values()))

    def _fault(self, path: str) -> Message | None:
        """Return why a member is not read, None for one that is."""
        limit = ARCHIVE_BYTES if path.lower().endswith(".zip") else NOTEBOOK_BYTES
        return self._archive.fault(path) or size_fault(self._size(path), limit)

    def _size(self, path: str) -> int:
        return self._archive.members[path].file_size

    def _tree(self, files: Mapping[str, str], tell: Tell) -> Tree:
        """
        Return the work of one student: *files* maps a path there to a member here.

        An archive among them is opened, as a student may hand in one.

        Raises:
            SubmissionRefused: If an inner archive cannot be trusted, or there is too much.
        """
        sizes: dict[str, int] = {}
        odd: dict[str, Message] = {}
        junk: list[str] = []
        inner: dict[str, tuple[Tree, str]] = {}
        for name, member in files.items():
            tell(member)
            if fault := self._fault(member):
                odd[name] = fault
            elif name.lower().endswith(".zip"):
                try:
                    unpacked = archive_tree(self._archive.read(member, ARCHIVE_BYTES))
                except SubmissionRefused as refused:
                    raise SubmissionRefused(sentence_on(name, reason_of(refused))) from None
                # A file keeps its path, unless another one has it already.
                places = {
                    f"{name}/{path}" if path in files or path in inner else path: path
                    for path in unpacked.sizes
                }
                sizes |= {place: unpacked.sizes[path] for place, path in places.items()}
                inner |= {place: (unpacked, path) for place, path in places.items()}
                odd |= {f"{name}/{path}": why for path, why in unpacked.odd.items()}
                junk += [f"{name}/{path}" for path in unpacked.junk]
            else:
                sizes[name] = self._size(member)
        total = sum(sizes.values())
        if total > self._student_bytes:
            raise SubmissionRefused(
                message(
                    "is {found} in all; at most {most} is read",
                    found=size_value(total),
                    most=size_value(self._student_bytes),
                )
            )

        def read(path: str, limit: int) -> bytes:
            tell(path)
            if path in inner:
                unpacked, place = inner[path]
                return unpacked.read(place, limit)
            return self._archive.read(files[path], limit)

        return Tree(sizes, read, odd, junk)


@dataclass(frozen=True)
class CollectedFile:
    """The use made of a file in a download: its name where it was collected, or why it was not."""

    path: str
    collected_as: str
    why: str = ""


def collected_files(
    tree: Tree, modules: Collection[str]
) -> tuple[dict[str, bytes], tuple[Message, ...], list[CollectedFile]]:
    """
    Return the files of a student, notes on what was left out, and what became of each file.

    Notebooks and modules get the names nbgrader expects, if it is clear which they are. All
    other files keep their paths: what they are is found out when they are graded.
    """
    notes = [sentence_on(path, why) for path, why in tree.odd.items()]
    layout = find_layout(tree, modules)
    place_helpers(layout, tree.sizes)
    notes += layout.notes
    places = dict(layout.files)
    places |= {f"{name.removesuffix('.py')}.ipynb": at for name, at in layout.notebooks.items()}
    for path in sorted(tree.sizes, key=lambda path: (path.count("/"), path)):
        if path not in places.values():
            name = path.rpartition("/")[2]
            is_clear = path.lower().endswith(".ipynb") and path not in layout.left_out
            places[name if is_clear and name not in places else path] = path
    files: dict[str, bytes] = {}
    rows = [CollectedFile(path, "", str(why)) for path, why in tree.odd.items()]
    rows += [CollectedFile(path, "", "left by a tool") for path in tree.junk]
    for name, path in places.items():
        try:
            files[name] = tree.read(path, NOTEBOOK_BYTES)
            rows.append(CollectedFile(path, name))
        except TreeRefused:
            raise
        except SubmissionRefused as refused:
            why = reason_of(refused)
            notes.append(sentence_on(path, why))
            rows.append(CollectedFile(path, "", str(why)))
    return files, tuple(notes), sorted(rows, key=lambda row: row.path)
