"""The arguments of a question by name, and the same question with some of them changed."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.box.inside import values
from grader.box.inside.optional_torch import Tensor
from grader.testing.failures import Question
from grader.testing.transcript import REPLAY

#: Driver → the field that holds keyword arguments of the student's function.
_KEYWORDS = {"call": "kwargs", "pullback": "kwargs"}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function: its name, and its default if that is a constant."""

    name: str
    default: Any = None


def parameters_in(source: bytes) -> dict[str, tuple[Parameter, ...]]:
    """Return the parameters of every function at the top level of a module."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = _parameters(node.args)
    return found


def _parameters(arguments: ast.arguments) -> tuple[Parameter, ...]:
    plain = [*arguments.posonlyargs, *arguments.args]
    blank = [None] * (len(plain) - len(arguments.defaults))
    pairs = [
        *zip(plain, [*blank, *arguments.defaults], strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return tuple(Parameter(each.arg, _constant(default)) for each, default in pairs)


def _constant(node: ast.expr | None) -> Any:
    return node.value if isinstance(node, ast.Constant) else None


class Arguments:
    """
    The arguments of one question, by the names they have in the student's function.

    Args:
        question: The question.
        parameters: Of the function, in order.

    Attributes:
        values: Name → argument, tensors live.
    """

    def __init__(self, question: Question, parameters: tuple[Parameter, ...] = ()) -> None:
        self._fields: dict[str, Any] = {}
        if question.op != REPLAY:
            self._fields = values.revive(values.decode(question.text, question.blob))
        self._question = question
        self._paths: dict[str, tuple[str, int | str]] = {}
        self.values: dict[str, Any] = {}
        for number, value in enumerate(self._fields.get("args") or ()):
            if number < len(parameters) and question.op in ("call", "pullback"):
                self._add(parameters[number].name, ("args", number), value)
        keywords = _KEYWORDS.get(question.op, "")
        for name, value in (self._fields.get(keywords) or {}).items():
            self._add(name, (keywords, name), value)

    def _add(self, name: str, path: tuple[str, int | str], value: Any) -> None:
        self._paths[name], self.values[name] = path, value

    @property
    def tensors(self) -> dict[str, Tensor]:
        """Return the arguments that are tensors."""
        return {name: each for name, each in self.values.items() if isinstance(each, Tensor)}

    def changed(self, changes: Mapping[str, Any]) -> Question:
        """Return the question with other values for some of its arguments."""
        fields = {key: _copied(value) for key, value in self._fields.items()}
        for name, value in changes.items():
            field, place = self._paths[name]
            fields[field][place] = value
        text, blob = values.encode(fields)
        return Question(self._question.op, self._question.target, text, blob)


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return list(value)
    return dict(value) if isinstance(value, dict) else value
