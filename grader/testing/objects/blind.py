"""A run of a check that compares nothing, to find which questions depend on answers."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from grader.box.inside.objects.shared import SharedObjects
from grader.box.inside.optional_torch import torch

_BLIND = ContextVar("blind", default=False)


def is_blind() -> bool:
    """Say whether a check runs only to find out what it asks, whatever the answers are."""
    return _BLIND.get()


@contextlib.contextmanager
def ask_blindly() -> Iterator[None]:
    """Change every answer a little and compare nothing, to find what questions depend on."""
    before = _BLIND.set(True)
    try:
        yield
    finally:
        _BLIND.reset(before)


class Disturbed:
    """Changes each plain answer a little: a question that changes with it depends on answers."""

    def __init__(self, table: SharedObjects) -> None:
        self._table = table
        self._done: set[int] = set()

    def __call__(self, value: Any) -> Any:
        """Return the value with every number in it and in what came with it changed."""
        for number, kind in self._table.kinds.items():
            if number % 2 != self._table.side and number not in self._done:
                self._done.add(number)
                self._change(kind, self._table.objects[number])
        for number in self._table.changed():
            self._table.see(number)
        return self._other(value)

    def _change(self, kind: str, value: Any) -> None:
        if kind == "tensor" and value.numel():
            with torch.no_grad():
                plain = value.detach()
                if plain.dtype is torch.bool:
                    plain.logical_not_()
                else:
                    plain.copy_(plain * (1 + 2**-20) + (0 if plain.is_floating_point() else 1))
        elif kind == "array" and value.size and value.dtype.kind in "biufc":
            value[...] = ~value if value.dtype.kind == "b" else value * 1.0000001 + 1
        elif kind == "list":
            value[:] = [self._other(item) for item in value]
        elif kind in ("dict", "OrderedDict", "defaultdict", "Counter"):
            for key, item in list(value.items()):
                value[key] = self._other(item)
        elif kind in ("set", "deque", "bytearray"):
            value.pop() if value else None

    def _other(self, value: Any) -> Any:
        kind = type(value)
        if kind is bool:
            return not value
        if kind is int:
            return value + 1
        if kind in (float, complex):
            return value * (1 + 2**-20)
        if kind is str:  # Every part of it may be asked with.
            return "".join(chr(ord(letter) ^ 1) for letter in value) + "?"
        if kind is bytes:
            return bytes(byte ^ 1 for byte in value) + b"?"
        if kind is tuple:
            return tuple(self._other(item) for item in value)
        return value
