"""Which files of a submission may read which, found in a reader process."""

from collections.abc import Collection, Mapping
from typing import Any

from grader.errors import SubmissionRefused
from grader.intake.readers.frames import BadFrameError, Frame, is_list_of
from grader.intake.readers.process import Tell, Work
from grader.intake.readers.reader import IN_MEMORY_BYTES, Job, Reader

#: Turns everything but letters, digits, ``_`` and non-ASCII characters into spaces.
_LETTERS = bytes(b if b > 127 or chr(b).isalnum() or chr(b) == "_" else 32 for b in range(256))
#: A module with one of these words may read any file of its submission.
_READS_ANYTHING = frozenset(
    b"__import__ importlib import_module runpy exec eval compile open globals vars builtins "
    b"__builtins__ __loader__ __spec__ sys os io pathlib Path glob linecache inspect".split()
)


class FileReadsReader(Reader[list[list[int]]]):
    """A reader that answers which files of a submission may read which."""

    def __init__(self) -> None:
        super().__init__(Job(prepare, Frame(None), _numbers_of))

    def reached(self, files: Mapping[str, bytes]) -> Mapping[str, Collection[str]]:
        """
        Return, for each file, the files that it may read or import, itself included.

        Where that cannot be found out, each may read all; so it is where there is much to send.
        """
        names = list(files)
        try:
            if sum(map(len, files.values())) > IN_MEMORY_BYTES:
                return dict.fromkeys(names, names)
            found = self.answer(Frame(names, tuple(files.values())))
            return {
                name: {names[number] for number in numbers}
                for name, numbers in zip(names, found, strict=True)
            }
        except (SubmissionRefused, IndexError, ValueError):
            return dict.fromkeys(names, names)


def prepare(_setup: Frame) -> Work:
    """Return the work of a reader that is asked which of some files may read which."""

    def work(question: Frame, _tell: Tell) -> Frame:
        names: list[str] = question.facts
        numbers = {name: number for number, name in enumerate(names)}
        reached = reached_files(dict(zip(names, question.parts, strict=True)))
        return Frame([[numbers[other] for other in reached[name]] for name in names])

    return work


def reached_files(files: Mapping[str, bytes]) -> dict[str, set[str]]:
    """Return, for each file, the files that it may read or import, itself included."""
    stems = {name: name.rpartition("/")[2].partition(".")[0].encode() for name in files}
    wanted = _READS_ANYTHING | set(stems.values())
    direct = {}
    for name, data in files.items():
        found = wanted.intersection(data.translate(_LETTERS).split())
        own = set(files) if found & _READS_ANYTHING else {n for n, s in stems.items() if s in found}
        direct[name] = own | {name}
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


def _numbers_of(answer: Frame) -> list[list[int]]:
    """
    Return the numbers of files in a reader's *answer*.

    Raises:
        BadFrameError: If it is not of the form of one.
    """
    facts: Any = answer.facts
    if not is_list_of(facts, list) or not all(is_list_of(each, int) for each in facts):
        raise BadFrameError("not numbers of files")
    return list(facts)
