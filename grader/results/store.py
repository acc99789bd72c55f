"""
The results folder: ``RESULTS/<student>.json``, and how it is written and read.

The file is the only door between grading and everything that reports. It holds no time and no
place, so the same submission gives the same bytes whenever and wherever it is graded. It ends
with a digest of its own content: one that was damaged or edited counts as not graded.
"""

import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.errors import ResultsError
from grader.files import locked, os_errors_as, write_whole
from grader.intake.submission import file_stem
from grader.messages.message import Message, Stranger, message, stranger
from grader.terms.hand_ins import HANDED_IN, HandIns, write_hand_ins
from grader.text import clean

from .records import SCHEMA, Result

LOCK = ".lock"
#: Results whose submission is not in the folder that is graded any more.
ABSENT = "absent"
#: A result of hostile messages is far below this.
_BYTES = 32 << 20
_END = re.compile(rb',\n"digest": "([0-9a-f]{64})"\n}\n\Z')
_SHORTEST_END = 64


@dataclass(frozen=True)
class Unreadable:
    """
    A file in a results folder that is no whole result of this grader.

    Attributes:
        path: The file.
        why: What is wrong with it and what to do, as one sentence.
    """

    path: Path
    why: Message


@dataclass
class ResultStore:
    """
    A folder of results.

    Args:
        folder: Made if it does not exist.

    Raises:
        ResultsError: If the folder cannot be made or written to, or is not a folder.
    """

    folder: Path

    def __post_init__(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise ResultsError(f"{self.folder} is a file. Name a folder for the results.")
        what = f"{self.folder}: results cannot be written here"
        with os_errors_as(ResultsError, what, "Name another folder."):
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder) as probe:
                # A full disk may still take a name, but no more bytes.
                probe.write(b"x" * 4096)
                probe.flush()

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        """
        Keep every other grader out of the folder for the block.

        Raises:
            ResultsError: If another one is writing to it.
        """
        with contextlib.ExitStack() as stack:
            with writing(self.folder / LOCK):
                alone = stack.enter_context(locked(self.folder / LOCK))
            if not alone:
                raise ResultsError(
                    f"{self.folder}: another grader is writing its results here. "
                    "Wait for its end, or name another folder."
                )
            yield

    def path(self, student: str) -> Path:
        """Return the file of *student*."""
        return self.folder / f"{file_stem(student)}.json"

    def load(self, student: str) -> Result | Unreadable | None:
        """Return the result of *student*, None where there is none, or why it is unreadable."""
        self._bring_back(student)
        path = self.path(student)
        if not os.path.lexists(path):
            return None
        found = read_result(path)
        if isinstance(found, Result) and found.student != student:
            return Unreadable(
                path, message("{file} is the result of another student.", file=_name(path))
            )
        return found

    def write(self, result: Result) -> None:
        """Write *result*, whole or not at all."""
        write_text(self.path(result.student), encode(result))

    def write_hand_ins(self, hand_ins: HandIns) -> None:
        """Write when and how each student handed in."""
        path = self.folder / HANDED_IN
        with writing(path):
            write_hand_ins(path, hand_ins)

    def set_aside(self, present: Collection[str]) -> list[str]:
        """
        Move the results of everybody who is not *present* to ``absent/``.

        Args:
            present: The students whose submissions are in the folder that is graded.

        Returns:
            The names of all whose results are set aside, from this run or an earlier one.
        """
        stems = {file_stem(student) for student in present}
        absent = self.folder / ABSENT
        with writing(absent):
            for path in sorted(self.folder.glob("*.json")):
                if path.stem not in stems:
                    absent.mkdir(exist_ok=True)
                    path.replace(absent / path.name)
        return absent_students(self.folder)

    @property
    def holds_results(self) -> bool:
        """Whether there is a result of anybody, absent or not."""
        places = (self.folder, self.folder / ABSENT)
        return any(path for place in places for path in place.glob("*.json"))

    def absent(self) -> list[str]:
        """Return the names of the students whose results are set aside."""
        return absent_students(self.folder)

    def _bring_back(self, student: str) -> None:
        """Move the result of a submission that is there again out of ``absent/``."""
        path = self.path(student)
        aside = self.folder / ABSENT / path.name
        with writing(path):
            if os.path.lexists(aside):
                if os.path.lexists(path):
                    aside.unlink()  # It was graded since.
                else:
                    aside.replace(path)


def absent_students(folder: Path) -> list[str]:
    """Return the names of the students whose results are set aside in *folder*, sorted."""
    found = [read_result(path) for path in sorted((folder / ABSENT).glob("*.json"))]
    return sorted(
        item.student if isinstance(item, Result) else clean(item.path.stem) for item in found
    )


def encode(result: Result) -> str:
    """Return the text of a result's file: JSON, a line a value, and its own digest at the end."""
    content = _content(result)
    return f'{content.decode()},\n"digest": "{_digest(content)}"\n}}\n'


def read_result(path: Path) -> Result | Unreadable:
    """Return the result in *path*, every field of it checked, or why there is none."""
    name = _name(path)
    try:
        if path.is_symlink():
            why = message("{file} is a link and was not followed. Remove it.", file=name)
            return Unreadable(path, why)
        if not path.is_file():
            return Unreadable(path, message("{file} is not a file. Remove it.", file=name))
        if path.stat().st_size > _BYTES:
            why = message("{file} is larger than any result. Grade that student again.", file=name)
            return Unreadable(path, why)
        data = path.read_bytes()
    except OSError as error:
        why = message(
            "{file} cannot be read ({why}). Check its rights.", file=name, why=error.strerror or ""
        )
        return Unreadable(path, why)
    end = _END.search(data, max(len(data) - _SHORTEST_END - 40, 0))
    if end is None:
        half = message(
            "{file} is half-written or is not a result. Grade that student again.", file=name
        )
        return Unreadable(path, _of_another_version(name, data) or half)
    content = data[: end.start()]
    if _digest(content) != end[1].decode():
        why = message(
            "{file} was damaged or edited after grading. Grade that student again.", file=name
        )
        return Unreadable(path, why)
    try:
        return _decoded(content)
    except (ValueError, RecursionError) as error:
        why = message(
            "{file} is not a result ({why}). Grade that student again.",
            file=name,
            why=stranger(str(error), limit=160),
        )
        return Unreadable(path, _of_another_version(name, content + b"}") or why)


def _decoded(content: bytes) -> Result:
    """
    Return the result in *content*.

    Raises:
        ValueError: If it is not what :func:`encode` would write for that result.
    """
    result = msgspec.convert(json.loads(content + b"}"), Result)
    if result.by_hand or result.final is not None:
        raise ValueError("points by hand stand in overrides.csv alone")
    if _content(result) != content:
        raise ValueError("a key is missing, unknown or out of its place")
    return result


def _content(result: Result) -> bytes:
    """Return the text of a result's file without its end."""
    plain = msgspec.to_builtins(result)
    # An indent would cost five times the time; lone surrogates of a file name are escaped.
    text = json.dumps(plain, separators=(",\n", ": "), ensure_ascii=True, allow_nan=False)
    return text.removesuffix("}").encode()


def write_text(path: Path, text: str) -> None:
    """
    Replace *path* by *text*, whole or not at all.

    Raises:
        ResultsError: If it cannot be written; then the old file is as it was.
    """
    with writing(path):
        write_whole(path, text)


def writing(path: Path) -> contextlib.AbstractContextManager[None]:
    """Raise ResultsError where a file of the results cannot be written in the block."""
    return os_errors_as(
        ResultsError,
        f"{path} cannot be written",
        "Earlier results are untouched; make room or name another folder, then run the same "
        "command again.",
    )


def _of_another_version(name: Stranger, data: bytes) -> Message:
    """Return the sentence for the result of another version of the grader; else nothing."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    schema = found.get("schema") if isinstance(found, dict) else None
    if isinstance(schema, str) and schema != SCHEMA and schema.startswith("grader/result/"):
        return message(
            "{file} is in the form of another version ({other}). Grade that student again.",
            file=name,
            other=stranger(schema, limit=40),
        )
    return Message()


def _name(path: Path) -> Stranger:
    return stranger(path.name, limit=120)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
