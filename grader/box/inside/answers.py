"""
Answers to questions about one submission: import, run a driver, encode the reply.

A question is a dict ``{"op": driver, "target": "module.name", …}``; the reply
is a dict whose first key tells the outcome: ``value``, ``raised``,
``missing``, ``import_failed`` or ``unsendable``.
"""

import _random
import builtins
import random
import sys
import time
import traceback
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import numpy

from . import loader, values
from .drivers.calls import DRIVERS, is_stated
from .drivers.pytest_run import run_tests
from .objects.operations import NOBODYS, LocalObjects, ask_keyboard
from .objects.shared import read_json
from .optional_torch import is_left_out, torch
from .policy import ERROR_BASES, ERROR_NAME, ERROR_TEXT

MAX_COST_US = 2**32 - 1

_RANDOM: Any = random.seed.__self__  # type: ignore[attr-defined]


def _seed_random(number: int) -> None:
    """Do what ``random.seed`` does with an int, at half its cost."""
    _random.Random.seed(_RANDOM, number)
    _RANDOM.gauss_next = None


#: The generators that are used without a seed; taken before a submission can replace them.
_SEEDERS = (
    *(_seed_random, numpy.random.seed),
    *(() if is_left_out() else (torch.default_generator.manual_seed,)),
)


def _nobody(_text: bytes, _blob: bytes) -> tuple[bytes, bytes]:
    raise EOFError("nobody answers here")


class Responder:
    """
    One submission inside its child; it answers the questions about it.

    Args:
        files: Relative path → bytes.
        folder: The folder that the modules' ``__file__`` names.
        exchange: Sends a frame in the middle of a question and waits for the one that answers.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        folder: str,
        exchange: Callable[[bytes, bytes], tuple[bytes, bytes]] = _nobody,
    ) -> None:
        self.folder = folder
        self._exchange = exchange
        self._objects: LocalObjects | None = None
        self.modules: dict[str, ModuleType] = {}
        self._asked: Counter[int] = Counter()
        loader.install(files, folder)
        # A module may read the command line or the keyboard; the box has neither.
        sys.argv = [f"{folder}/submission.py"]
        builtins.input = ask_keyboard

    def reply(self, text: bytes, blob: bytes) -> tuple[bytes, bytes, int]:
        """Return text and blob of the reply to a question, and what it cost in microseconds."""
        raw = read_json(text)
        self._seed(text, blob)
        NOBODYS.renew()
        started_s = time.process_time()
        if type(raw) is list:
            answer_text, answer_blob = self._operate(raw, blob)
            cost_us = min(int(1e6 * (time.process_time() - started_s)), MAX_COST_US)
            return answer_text, answer_blob, cost_us
        question = values.decode_parsed(raw, blob)
        answer = self._answer(question)
        cost_us = min(int(1e6 * (time.process_time() - started_s)), MAX_COST_US)
        try:
            if question["op"] == "calls" and "value" in answer:
                return *values.encode_each(answer["value"]), cost_us
            return *values.encode(answer), cost_us
        except values.UnsendableError as error:
            return *values.encode({"unsendable": str(error)}), cost_us
        except BaseException as error:
            return *values.encode({"raised": describe_error(error, self.folder)}), cost_us

    def _operate(self, question: list[Any], blob: bytes) -> tuple[bytes, bytes]:
        """Carry out an operation on objects; the first one of a check forgets those before."""
        if self._objects is None or question[5].get("first"):
            if self._objects is not None:
                self._objects.end()
            self._objects = LocalObjects(
                self._import, lambda error: describe_error(error, self.folder), self._exchange
            )
        return self._objects.answer(question, blob)

    def _import(self, name: str) -> ModuleType:
        if name not in self.modules:
            self.modules[name] = loader.load(name)
        return self.modules[name]

    def _seed(self, text: bytes, blob: bytes) -> None:
        """
        Seed every generator by the question and how often it has been asked here.

        The answer then does not depend on earlier questions, and a question that is asked
        twice gets other numbers the second time.
        """
        digest = zlib.crc32(blob, zlib.crc32(text))
        self._asked[digest] += 1
        number = (digest + self._asked[digest]) % 2**32
        for seed in _SEEDERS:
            try:
                seed(number)
            except Exception:  # The submission may have broken its own.
                continue

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        fields = {key: values.revive(value) for key, value in question.items()}
        op, target = fields.pop("op"), fields.pop("target")
        module_name, _, name = target.partition(".")
        try:
            self._import(module_name)
        except BaseException as error:
            return self._import_failure(module_name, error)
        if op == "load":
            return {"value": None}
        if op == "tests":
            return run_tests(self.folder, **fields)
        found = getattr(self.modules[module_name], name, None)
        if found is None:
            return {"missing": name}
        return drive(op, found, fields, self.folder)

    def _import_failure(self, module_name: str, error: BaseException) -> dict[str, Any]:
        missing = isinstance(error, ModuleNotFoundError) and error.name in (
            module_name,
            f"{loader.PACKAGE}.{module_name}",
        )
        if missing:
            return {"missing": f"{module_name}.py"}
        return {"import_failed": describe_error(error, self.folder)}


def drive(op: str, found: Any, fields: dict[str, Any], folder: str = "") -> dict[str, Any]:
    """Run driver *op* on *found* with *fields* and return its reply, or what it raised."""
    try:
        reply = DRIVERS[op](found, **fields)
        parts = [*reply["value"]] if op == "calls" else [reply]
        parts += [each["backward"] for each in parts if "backward" in each]
        parts += [look for each in parts for look in each.get("effects", ())]
        for part in parts:
            if type(part) is dict and isinstance(part.get("raised"), BaseException):
                part["raised"] = describe_error(part["raised"], folder)
    except BaseException as error:
        reply = {"raised": describe_error(error, folder)}
    return reply


def describe_error(error: BaseException, folder: str) -> dict[str, Any]:
    """Return type, bases, text and place in *folder* of *error*, whose methods may be hostile."""
    try:
        text = str(error)[:ERROR_TEXT]
    except BaseException as hostile:
        text = f"(its text cannot be read: {type(hostile).__name__})"
    place: list[Any] = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        if folder and name.startswith(folder):
            place = [name.removeprefix(folder + "/"), line, frame.f_code.co_name]
            place = [part[:ERROR_NAME] if type(part) is str else part for part in place]
    # By its true class: what it says of itself may be a lie, or another exception.
    syntax: Any = error if issubclass(type(error), SyntaxError) else None
    if syntax is not None and type(syntax.lineno) is int:
        place = [str(syntax.filename).removeprefix(folder + "/")[:ERROR_NAME], syntax.lineno, ""]
        text = str(syntax.msg)[:ERROR_TEXT]
    classes = [base for base in type(error).__mro__ if base is not object]
    bases = [base.__name__[:ERROR_NAME] for base in classes[-ERROR_BASES:]]
    described: dict[str, Any] = {
        "type": values.type_name(error),
        "bases": bases,
        "text": text,
        "place": place,
    }
    if "NotImplementedError" in bases and not is_stated(error.__traceback__):
        described["own"] = False
    return described
