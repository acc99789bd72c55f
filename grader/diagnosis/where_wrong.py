"""Where an answer is wrong, described by the signs and sizes of the inputs, never their values."""

from collections.abc import Iterator
from typing import Any

from grader.box.inside.optional_torch import Tensor, torch
from grader.box.inside.values import SentTensor
from grader.messages.message import Message, Name, message
from grader.testing.compare import elements_match
from grader.testing.failures import Question

from .arguments import Arguments, Parameter

#: The least number of entries that a rule about all of them is based on.
_ENOUGH = 3


def describe_where_wrong(
    question: Question, parameters: tuple[Parameter, ...], got: Any, wanted: Any
) -> Message:
    """
    Return a sentence on where an answer is wrong; it may be empty.

    Args:
        question: What was asked.
        parameters: Of the function.
        got: The submission's decoded answer. wanted: The right one.
    """
    for one, other in _pairs(got, wanted):
        if one.shape != other.shape or one.numel() < _ENOUGH:
            continue
        wrong = ~elements_match(one.reshape(-1), other.reshape(-1), 1e-4, 1e-6)
        if not bool(wrong.any()):
            continue
        words = _by_inputs(question, parameters, one, wrong)
        return words or _filled(one.reshape(-1)[wrong], other.reshape(-1)[wrong])
    return Message()


def _pairs(got: Any, wanted: Any) -> Iterator[tuple[Tensor, Tensor]]:
    if isinstance(got, SentTensor) and isinstance(wanted, SentTensor):
        yield got.tensor, wanted.tensor
    elif isinstance(got, dict) and isinstance(wanted, dict):
        for key in wanted:
            yield from _pairs(got.get(key), wanted[key])


def _by_inputs(
    question: Question, parameters: tuple[Parameter, ...], got: Tensor, wrong: Tensor
) -> Message:
    if int((~wrong).sum()) < _ENOUGH:
        return Message()
    for name, tensor in Arguments(question, parameters).tensors.items():
        if tensor.shape != got.shape or not tensor.is_floating_point():
            continue
        given = tensor.detach().reshape(-1)
        size = given.abs()
        if torch.equal(wrong, given == 0):
            return message(
                "It is wrong exactly where {name} is 0, and right everywhere else.", name=Name(name)
            )
        if torch.equal(wrong, given < 0):
            return message(
                "It is wrong exactly where {name} is negative, and right everywhere else.",
                name=Name(name),
            )
        if torch.equal(wrong, given > 0):
            return message(
                "It is wrong exactly where {name} is positive, and right everywhere else.",
                name=Name(name),
            )
        if bool(size[wrong].min() > size[~wrong].max()) and int(wrong.sum()) >= _ENOUGH:
            cut = _filled(got.reshape(-1)[wrong], given[wrong])
            if cut:
                return message(
                    "It is right near {name} = 0 and wrong far from 0. {cut}",
                    name=Name(name),
                    cut=cut,
                )
            return message("It is right near {name} = 0 and wrong far from 0.", name=Name(name))
    return Message()


def _filled(got: Tensor, varied: Tensor) -> Message:
    """Say that what is wrong is one number again and again, where it should vary."""
    if _count(got) <= 2 and _count(varied) >= _ENOUGH and len(got) > _ENOUGH:
        return message(
            "The wrong entries are all the same number (or one of two): is something clamped or "
            "filled in?"
        )
    return Message()


def _count(numbers: Tensor) -> int:
    return len(set(numbers.tolist()))
