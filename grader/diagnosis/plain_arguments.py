"""
The same call in another guise: what makes the difference between right and wrong.

A call that is wrong for uint8 labels and right for the same labels in float32 has told where to
look, whatever the mistake is.
"""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from grader.box.inside.values import UnsendableError
from grader.testing.failures import Question

from .arguments import Parameter, Slots


def _column(tensor: Tensor) -> bool:
    return tensor.dim() == 2 and tensor.shape[1] == 1


def _of_another_dtype(tensor: Tensor) -> bool:
    return tensor.dtype != torch.float32


#: Which arguments are in a guise, how they look without it, and what is said if that is right.
_GUISES: tuple[tuple[str, Callable[[Tensor], bool], Callable[[Tensor], Tensor]], ...] = (
    (
        "The same call is right with {names} as float32: the dtype makes the difference.",
        _of_another_dtype,
        lambda t: t.detach().float(),
    ),
    (
        "The same call is right with a flat {names}, of shape (N,): the column, of shape (N, 1), "
        "makes the difference.",
        _column,
        lambda t: t.detach().flatten(),
    ),
    (
        "The same call is right with a vector of one number for {names}: that it is a number "
        "without an axis makes the difference.",
        lambda t: t.dim() == 0,
        lambda t: t.detach().reshape(1),
    ),
    (
        "The same call is right if {names} does not require grad: that makes the difference.",
        lambda t: t.requires_grad,
        lambda t: t.detach().clone(),
    ),
    (
        "The same call is right if {names} lies in memory row by row: that it is transposed, or "
        "a part of another tensor, makes the difference.",
        lambda t: not t.is_contiguous(),
        lambda t: t.detach().contiguous(),
    ),
)


def guises(question: Question, parameters: tuple[Parameter, ...]) -> Iterator[tuple[str, Question]]:
    """Yield *question* with one guise of its tensors taken off, and what it means if that helps."""
    slots = Slots(question, parameters)
    for words, is_so, plain in _GUISES:
        # Alike tensors lose it together: two of different dtypes are another question.
        kinds: dict[torch.dtype, dict[str, Tensor]] = {}
        for name, tensor in slots.tensors.items():
            if is_so(tensor):
                kinds.setdefault(tensor.dtype, {})[name] = tensor
        for alike in kinds.values():
            changes = {name: plain(tensor) for name, tensor in alike.items()}
            try:
                yield words.format(names=", ".join(alike)), slots.changed(changes)
            except UnsendableError:
                continue
