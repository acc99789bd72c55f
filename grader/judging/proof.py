"""
The proof of the reference: what the checks asked the solutions, and what these answered.

It is kept on disk for the next run, in a folder of the user that no submission sees; the name of
its file is a digest of all that decides it. Answers are kept as the bytes that came out of the
box, so that they decode to the same values as fresh ones.
"""

import contextlib
import hashlib
import os
import stat
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from grader.box.child import ChildTimedOut, Reply, TimeUsed
from grader.box.deaths import ChildDied
from grader.box.inside import values
from grader.box.inside.frames import FrameError
from grader.course.checks import Check
from grader.files import write_whole
from grader.testing.failures import Question

from .submission.prefetch import SHARED, PlannedQuestion
from .submission.session import IMPORT_LIMIT_S, LIMITS_OF_CALLS, Channel, Open

#: So many proofs are kept, the newest ones: of each course one for each state of its tests.
MOST_KEPT = 16
#: Drivers that work with objects; every other one is asked once and answers the same.
OF_OBJECTS = frozenset({"do", "within", "return"})
#: Text and blob of a question, as they are sent.
Sent = tuple[bytes, bytes]
#: What the target ends with where an object of the submission is asked whether it equals another.
EQ = ".__eq__"
_ENDING = ".proof"
_DIGEST_BYTES = 32


class ProvedCheck(msgspec.Struct, frozen=True):
    """
    One check that the solutions pass.

    Attributes:
        name: Its name.
        asked: What it asked and what came back, by number in the proof, in its order.
        foreseen: How many of its questions depend on no answer.
        goes_on: Whether it asks more after these.
        note: What its verdict tells the teacher.
    """

    name: str
    asked: tuple[tuple[int, int], ...]
    foreseen: int
    goes_on: bool
    note: str


class Proof(msgspec.Struct, frozen=True):
    """
    What the solutions answered while they were judged.

    Attributes:
        questions: Every question, once.
        replies: Every reply, once, as it came out of the box.
        checks: The checks, in the order of the course.
    """

    questions: tuple[Question, ...]
    replies: tuple[Reply, ...]
    checks: tuple[ProvedCheck, ...]

    @classmethod
    def of_run(
        cls,
        plans: Mapping[Check, Sequence[PlannedQuestion]],
        answered: Mapping[str, Sequence[tuple[Question, Reply]]],
        notes: Mapping[str, str],
    ) -> "Proof":
        """
        Return the proof of a run of the solutions.

        Args:
            plans: Each check and what it is known to ask.
            answered: What each check asked, by its name, and what came back.
            notes: What the verdict on each says.
        """
        questions: dict[Question, int] = {}
        replies: dict[Sent, tuple[int, Reply]] = {}
        checks = []
        for check, plan in plans.items():
            asked = tuple(
                (
                    questions.setdefault(question, len(questions)),
                    replies.setdefault((reply.text, reply.blob), (len(replies), reply))[0],
                )
                for question, reply in answered[check.name]
            )
            goes_on = bool(plan) and plan[-1].goes_on
            checks.append(ProvedCheck(check.name, asked, len(plan), goes_on, notes[check.name]))
        return cls(tuple(questions), tuple(each for _, each in replies.values()), tuple(checks))

    def answered(self, check: ProvedCheck) -> list[tuple[Question, Reply]]:
        """Return what a check asked and what came back."""
        return [(self.questions[asked], self.replies[reply]) for asked, reply in check.asked]

    def compared(self, check: ProvedCheck) -> frozenset[str]:
        """Return the targets whose objects a check compared by an ``__eq__`` of their own."""
        targets = (question.target for question, _ in self.answered(check))
        return frozenset(t.removesuffix(EQ) for t in targets if t.endswith(EQ))

    def plan(self, check: Check, proved: ProvedCheck) -> tuple[PlannedQuestion, ...]:
        """Return what *check* is known to ask."""
        asked = [self.questions[number] for number, _ in proved.asked[: proved.foreseen]]
        return tuple(
            PlannedQuestion(check, number, question, proved.goes_on and number == len(asked) - 1)
            for number, question in enumerate(asked)
        )

    def answers(self) -> dict[Sent, Reply]:
        """Return the first reply to each question that is no operation on objects."""
        found: dict[Sent, Reply] = {}
        for proved in self.checks:
            for question, reply in self.answered(proved):
                if question.op not in OF_OBJECTS:
                    found.setdefault((question.text, question.blob), reply)
        return found

    def again(self, checks: Sequence[Check], chosen: Collection[Check]) -> Iterator["AskedAgain"]:
        """
        Yield what *chosen* ones of all *checks* asked, for each child that answered.

        A child seeds its generators by a question and by how often it was asked it. So what an
        earlier check asked it too is asked before.
        """
        shared: set[Question] = set()
        child = AskedAgain("")
        earlier = Counter[Question]()
        for check, proved in zip(checks, self.checks, strict=True):
            for question, reply in self.answered(proved):
                of_objects = question.op in OF_OBJECTS
                home = check.module if of_objects else question.target.partition(".")[0]
                if home != child.module:
                    if child.expected:
                        yield child
                    child, earlier = AskedAgain(home), Counter()
                if question.op == SHARED:
                    if check in chosen and question not in shared:
                        shared.add(question)
                        child.expected.append((question, reply, check.limit_s))
                    continue
                if check in chosen:
                    before = earlier[question] - child.times(question)
                    child.expected += [(question, None, check.limit_s)] * before
                    child.expected.append((question, reply, check.limit_s))
                earlier[question] += 1
        if child.expected:
            yield child


@dataclass
class AskedAgain:
    """
    The questions that one child of the solutions is asked again.

    Attributes:
        module: The module that it imports.
        expected: Each question, the reply that came, None for one that does not matter, and the
            limit of a call in seconds.
    """

    module: str
    expected: list[tuple[Question, Reply | None, float]] = field(default_factory=list)

    def times(self, question: Question) -> int:
        """Return how often a question is asked."""
        return sum(asked == question for asked, _, _ in self.expected)

    def are_answered_again(self, channel: Channel) -> bool:
        """
        Ask a fresh child, end it, and say whether every answer that matters has the same bytes.

        Raises:
            BoxFailed: If the box fails meanwhile.
        """
        try:
            channel.ask(*values.encode({"op": "load", "target": f"{self.module}."}))
            for question, _, _ in self.expected:
                channel.ask(question.text, question.blob)
            channel.answer(IMPORT_LIMIT_S)
            for _, reply, limit_s in self.expected:
                found = channel.answer(LIMITS_OF_CALLS * limit_s)
                if reply is not None and (found.text, found.blob) != (reply.text, reply.blob):
                    return False
        except (ChildTimedOut, ChildDied, FrameError):
            return False
        finally:
            channel.close()
        return True


class AnswerLog:
    """
    What the children of one submission are asked while nothing is sent ahead, and answer.

    Args:
        open_channel: Starts a child.
        known: Gets the first answer to each question at once.
    """

    def __init__(self, open_channel: Open, known: dict[Sent, Reply]) -> None:
        self._open = open_channel
        self._known = known
        self._found: list[tuple[Sent, Reply]] = []
        self._shared: dict[Question, Reply] = {}

    def open(self, files: Mapping[str, bytes]) -> Channel:
        """Start a child whose answers are noted."""
        return _NotedChannel(self._open(files), self._note)

    def _note(self, sent: Sent, reply: Reply) -> None:
        self._known.setdefault(sent, reply)
        self._found.append((sent, reply))

    def take(self, asked: Iterable[Question]) -> list[tuple[Question, Reply]]:
        """Return what came back to all that was *asked* since the last call."""
        found, answers = iter(self._found), []
        for question in asked:
            if question not in self._shared:
                sent = (question.text, question.blob)
                reply = next(reply for put, reply in found if put == sent)
                if question.op == SHARED:
                    self._shared[question] = reply
            else:
                reply = self._shared[question]
            answers.append((question, reply))
        self._found.clear()
        return answers


class _NotedChannel:
    """A child whose answers are noted."""

    def __init__(self, channel: Channel, note: Callable[[Sent, Reply], None]) -> None:
        self._channel = channel
        self._note = note
        self._asked: deque[Sent] = deque()

    def ask(self, text: bytes, blob: bytes) -> None:
        self._asked.append((text, blob))
        self._channel.ask(text, blob)

    def answer(self, limit_s: float) -> Reply:
        reply = self._channel.answer(limit_s)
        self._note(self._asked.popleft(), reply)
        return reply

    def time_used(self) -> TimeUsed:
        return self._channel.time_used()

    def close(self) -> None:
        self._channel.close()


class ProofFile:
    """
    The file in which a proof is kept.

    Args:
        folder: The folder of proofs.
        decides: Texts that together decide every answer; another one means another file.
    """

    def __init__(self, folder: Path, decides: Iterable[str]) -> None:
        self._folder = folder
        name = hashlib.blake2b("\0".join(decides).encode(), digest_size=16).hexdigest()
        self.path = folder / f"{name}{_ENDING}"

    def read(self) -> Proof | None:
        """Return the proof; None if there is none, or none that only this user can have written."""
        try:
            if not _is_own(os.lstat(self._folder)):
                return None
            with open(os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                data = file.read() if _is_own(os.fstat(file.fileno())) else b""
        except OSError:
            return None
        digest, text = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
        if digest != _digest(text):
            return None
        try:
            return msgspec.msgpack.decode(text, type=Proof)
        except msgspec.DecodeError:
            return None

    def write(self, proof: Proof) -> None:
        """Keep *proof*, unless the folder cannot be written to or others can enter it."""
        text = msgspec.msgpack.encode(proof)
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_own(os.lstat(self._folder)):
                write_whole(self.path, _digest(text) + text, mode=0o600)
                kept = sorted(
                    self._folder.glob(f"*{_ENDING}"), key=lambda path: path.stat().st_mtime
                )
                for path in kept[:-MOST_KEPT]:
                    path.unlink()

    def discard(self) -> None:
        """Remove the file: its answers are not those of now."""
        with contextlib.suppress(OSError):
            self.path.unlink()


def _is_own(found: os.stat_result) -> bool:
    """Say whether a file or folder belongs to this user, and nobody else has a right to it."""
    is_plain = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
    return is_plain and found.st_uid == os.geteuid() and not found.st_mode & 0o077


def _digest(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=_DIGEST_BYTES).digest()


def proofs_folder() -> Path | None:
    """Return the folder of proofs in the user's cache; None where there is no home."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        return (named if named.is_absolute() else Path.home() / ".cache") / "coursework-grader"
    except RuntimeError:
        return None
