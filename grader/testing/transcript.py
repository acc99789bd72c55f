"""
A transcript: all that a check asked of a submission's objects until one answer.

It can be asked again as one question, of a fresh child, of the reference or of a known mistake.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from grader.box.inside.frames import FrameError
from grader.box.inside.objects.reader import BROKEN, ValueReader
from grader.box.inside.objects.shared import (
    FORM,
    Reading,
    SharedObjects,
    Writing,
    read_json,
    refuse,
)
from grader.box.inside.optional_torch import torch
from grader.box.inside.values import SentTensor, UnsendableError

from .failures import Question
from .replies import check_form

REPLAY = "replay"

#: Sends text and blob of one frame and returns those of what comes back.
Send = Callable[[bytes, bytes], tuple[bytes, bytes]]


def as_question(questions: Sequence[Question], target: str) -> Question:
    """Return a transcript as one question about *target*."""
    sizes = [[len(each.text), len(each.blob)] for each in questions]
    blob = b"".join(part for each in questions for part in (each.text, each.blob))
    return Question(REPLAY, target, json.dumps(sizes).encode(), blob)


def replay(question: Question, send: Send) -> dict[str, Any]:
    """
    Ask a transcript again and return the reply to its last operation, as drivers give it.

    The reply is empty if the transcript makes no sense for what it is asked of: that is built
    otherwise, with a smaller weight or without one.
    """
    watcher = _Watcher()
    reply: dict[str, Any] = {}
    try:
        for text, blob in _frames(question):
            watcher.read(text, blob)
            reply = watcher.read(*send(text, blob))
    except FrameError:
        return {}
    return reply


def _frames(question: Question) -> Iterator[tuple[bytes, bytes]]:
    start = 0
    for lengths in json.loads(question.text):
        parts = []
        for length in lengths:
            parts.append(question.blob[start : start + length])
            start += length
        yield parts[0], parts[1]


def as_sent(value: Any) -> Any:
    """Return a value as drivers answer with it: tensors with the facts noted about them."""
    if isinstance(value, torch.Tensor):
        grad = as_sent(value.grad) if value.is_leaf and value.grad is not None else None
        facts = bool(value.requires_grad), value.is_leaf
        return SentTensor(value.detach().clone(), *facts, grad=grad)
    if type(value) is list:
        return [as_sent(item) for item in value]
    if type(value) is tuple:
        return tuple(as_sent(item) for item in value)
    if type(value) is dict:
        return {key: as_sent(item) for key, item in value.items()}
    return value


class _Watcher(SharedObjects):
    """A table that reads the frames of both sides, to know what the last answer was."""

    def __init__(self) -> None:
        super().__init__(side=2)

    def read(self, text: bytes, blob: bytes) -> dict[str, Any]:
        """Read one frame; return the reply that it is, if it is one."""
        try:
            parsed = read_json(text)
            if parsed[0] in ("do", "return"):
                ValueReader(self, parsed[4 if parsed[0] == "do" else 3], blob)
                return {}
            kind, parts, defs, _ = parsed
            reader = ValueReader(self, defs, blob)
            if kind == "value":
                return {"value": as_sent(reader.value(parts))}
            found = {kind: parts[0] if kind == "raised" else parts}
            check_form(found)
            return found if kind != "callback" else {}
        except FrameError:
            raise
        except (*BROKEN, UnsendableError) as error:
            raise FrameError(f"undecodable: {type(error).__name__}") from None

    def own(self, _value: Any, _writer: Writing) -> tuple[str, Any]:
        refuse(FORM)

    def foreign(self, _number: int, kind: str, parts: Any, _reader: Reading) -> Any:
        return _Unseen(kind, parts)

    def vjp(self, *_args: Any) -> Sequence[Any]:
        refuse(FORM)

    def name_of(self, _value: Any) -> str:
        return ""

    def named(self, name: str) -> Any:
        return name


class _Unseen:
    """An object that stays where it is; equal to another of the same class."""

    def __init__(self, kind: str, parts: Any) -> None:
        self._facts = kind, json.dumps(parts, default=str)
