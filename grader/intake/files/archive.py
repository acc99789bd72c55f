"""A student's zip as a tree; its own statements about sizes are never trusted."""

import io
import re
import stat
import zipfile
from collections import Counter

from grader.errors import SubmissionRefused, TreeRefused
from grader.text import clean

from .gate import MAX_DEPTH, MAX_ENTRIES, kind_fault, path_parts, size_fault, size_words
from .tree import Tree, is_junk

# Honest archives of code and data shrink to a tenth; a bomb to a thousandth.
BOMB_RATIO = 100
BOMB_BYTES = 64 << 20
_ENCRYPTED = 0x1
_CLIMBING = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)")
_ENTRY_SIGNATURE = b"PK\x01\x02"
# bzip2 and lzma can turn a few bytes into gigabytes before anybody can stop them.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def archive_tree(data: bytes) -> Tree:
    """
    Return the tree of the zip archive *data*.

    Raises:
        SubmissionRefused: If the archive as a whole cannot be trusted: corrupt, encrypted,
            a bomb, paths out of its folder, one name twice.
    """
    if data.count(_ENTRY_SIGNATURE) > 2 * MAX_ENTRIES:
        raise SubmissionRefused(f"holds more than {MAX_ENTRIES} files. Ask for the code only.")
    archive = _open(data)
    entries = [(_path(info), info) for info in archive.infolist()]
    _hold_paths([path for path, _ in entries])
    members = {path: info for path, info in entries if not path.endswith("/")}
    _hold_contents(list(members.values()), len(data))
    sizes: dict[str, int] = {}
    odd: dict[str, str] = {}
    for path, info in members.items():
        if any(map(is_junk, path.split("/"))):
            continue
        fault = member_fault(path, info)
        if fault:
            odd[path] = fault
        else:
            sizes[path] = info.file_size
    return Tree(sizes, lambda path, limit: _read(archive, members[path], limit), odd)


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    # A hostile archive makes zipfile raise nearly anything (struct.error, IndexError, …).
    except Exception:
        raise SubmissionRefused(
            "is no zip archive, or a damaged one. Ask for it to be handed in again."
        ) from None


def _path(info: zipfile.ZipInfo) -> str:
    """Return the path of a member; some Windows programs write backslashes."""
    return info.orig_filename.replace("\\", "/")


def _hold_paths(paths: list[str]) -> None:
    """Raise for a path that makes the whole archive suspect."""
    if len(paths) > MAX_ENTRIES:
        raise SubmissionRefused(f"holds more than {MAX_ENTRIES} files. Ask for the code only.")
    for path in paths:
        if _CLIMBING.search(path):
            raise SubmissionRefused(
                f"holds the path {clean(path, limit=100)}, which leads out of its folder. "
                "Ask for a zip of the plain folder."
            )
    for path, times in Counter(paths).items():
        if times > 1 and not path.endswith("/"):
            raise SubmissionRefused(
                f"holds {clean(path, limit=100)} twice. Ask which of the two counts."
            )


def _hold_contents(members: list[zipfile.ZipInfo], archive_bytes: int) -> None:
    """Raise for an archive that is locked, or that states absurd sizes."""
    if any(info.flag_bits & _ENCRYPTED for info in members):
        raise SubmissionRefused("is encrypted. Ask for it to be handed in without a password.")
    unpacked = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    if unpacked > max(BOMB_BYTES, BOMB_RATIO * archive_bytes) or packed > archive_bytes:
        raise SubmissionRefused(
            f"is {size_words(archive_bytes)} and would unpack to {size_words(unpacked)}, "
            "as a zip bomb does. It was not unpacked; ask for the code only."
        )


def member_fault(path: str, info: zipfile.ZipInfo) -> str | None:
    """Return why one member is not read, though the archive is sound."""
    try:
        parts = path_parts(path)
    except SubmissionRefused as refused:
        return str(refused)
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) and (fault := kind_fault(mode)):
        return fault
    if len(parts) > MAX_DEPTH + 1:
        return f"lies deeper than {MAX_DEPTH} folders"
    if path.lower().endswith(".zip"):
        return "is a zip within the zip; only the outer one is opened"
    if info.compress_type not in _METHODS:
        return "is packed in a way that is not read; a plain zip uses deflate"
    return None


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """Return the bytes of a member, unpacking *limit* bytes and one more at most."""
    try:
        with archive.open(info) as member:
            data = member.read(limit + 1)
    except Exception:  # as in _open
        raise TreeRefused(
            f"is damaged: {clean(info.filename, limit=100)} does not unpack to what it states. "
            "Ask for it to be handed in again."
        ) from None
    fault = size_fault(max(len(data), info.file_size), limit)
    if fault:
        raise SubmissionRefused(fault)
    return data
