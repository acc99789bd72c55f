"""The code that was judged: ``RESULTS/code/<student>.json``, which feedback shows to its author."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from grader.intake.files.source import text_of
from grader.intake.submission import Submission, file_stem

from .records import Header
from .store import write_text, writing

FOLDER = "code"
#: Longer modules are cut; nobody reads more of one on a page.
MODULE_CHARS = 100_000
_BYTES = 16 << 20


class JudgedCode(msgspec.Struct, frozen=True, tag_field="schema", tag="grader/code/1"):
    """
    The modules of one submission, as text of a stranger.

    Attributes:
        student: Whose they are.
        submission: The digest of the submission.
        files: The text of each module.
        repaired: For some of them, the text that was tried in its place.
    """

    student: str
    submission: str
    files: Mapping[str, str]
    repaired: Mapping[str, str]

    def of(self, module: str, repaired: Collection[str]) -> str:
        """Return the text of a module that was judged, "" if there is none."""
        name = f"{module}.py"
        chosen = self.repaired if module in repaired and name in self.repaired else self.files
        return chosen.get(name, "")


def code_path(results: Path, student: str) -> Path:
    """Return where the code of a student is."""
    return results / FOLDER / f"{file_stem(student)}.json"


def keep_code(results: Path, submission: Submission, modules: Collection[str]) -> None:
    """
    Write the modules of a submission, unless they are there already.

    Raises:
        ResultsError: If they cannot be written.
    """
    path = code_path(results, submission.student)
    names = {f"{module}.py" for module in modules}
    code = JudgedCode(
        submission.student,
        submission.digest,
        _texts(submission.files, names),
        _texts(submission.repaired, names),
    )
    if _read(path) == code:
        return
    with writing(path.parent):
        path.parent.mkdir(exist_ok=True)
    write_text(path, json.dumps(msgspec.to_builtins(code), ensure_ascii=True) + "\n")


def read_code(results: Path, of: Header) -> JudgedCode | None:
    """Return the code of the submission of *of*; None if there is none, or that of another."""
    code = _read(code_path(results, of.student))
    known = (of.student, of.digests.submission)
    return code if code is not None and (code.student, code.submission) == known else None


def _read(path: Path) -> JudgedCode | None:
    try:
        if path.is_symlink() or path.stat().st_size > _BYTES:
            return None
        return msgspec.convert(json.loads(path.read_text(encoding="utf-8")), JudgedCode)
    except (OSError, ValueError, RecursionError):
        return None


def _texts(files: Mapping[str, bytes], names: Collection[str]) -> dict[str, str]:
    return {
        name: text_of(data)[:MODULE_CHARS] for name, data in sorted(files.items()) if name in names
    }
