"""Which files of a submission have changed since, and which of its modules may read them."""

from collections.abc import Mapping

from grader.results.store import Result

#: Turns all but letters, digits, ``_`` and non-ASCII into blanks.
_LETTERS = bytes(b if b > 127 or chr(b).isalnum() or chr(b) == "_" else 32 for b in range(256))
#: A module that holds one of these words may read any file of its submission.
_READS_ANYTHING = frozenset(
    b"__import__ importlib import_module runpy exec eval compile open globals vars builtins "
    b"__builtins__ __loader__ __spec__ sys os io pathlib Path glob linecache inspect".split()
)


def same_work(known: Result, blank: Result) -> bool:
    """Say whether both results are of the same bytes."""
    return known.digests.get("submission") == blank.digests.get("submission")


def changed_files(known: Result, blank: Result) -> set[str] | None:
    """Return the names of files that are new, gone or other; None if that is not known."""
    if same_work(known, blank):
        return set()
    old, new = known.digests.get("files"), blank.digests.get("files")
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return None
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def readers(files: Mapping[str, bytes]) -> dict[str, set[str]]:
    """Return, for each file, those it may read or import, itself included."""
    words = {name: _words_of(data) for name, data in files.items()}
    stems = {name: name.rpartition("/")[2].partition(".")[0].encode() for name in files}
    direct = {
        name: set(files)
        if found & _READS_ANYTHING
        else {other for other, stem in stems.items() if stem in found} | {name}
        for name, found in words.items()
    }
    reach = {}
    for name in files:
        reached: set[str] = set()
        waiting = {name}
        while waiting:
            file = waiting.pop()
            reached.add(file)
            waiting |= direct[file] - reached
        reach[name] = reached
    return reach


def _words_of(source: bytes) -> set[bytes]:
    return set(source.translate(_LETTERS).split())
