"""
The same question with plainer arguments: float32, one-dimensional, contiguous, without grad.

If one of these changes makes the answer right, it is reported: a call that is wrong for uint8
labels and right for the same labels in float32 shows where to look, whatever the mistake is.
"""

from collections.abc import Callable, Iterator

from grader.box.inside.optional_torch import Tensor, torch
from grader.box.inside.values import UnsendableError
from grader.messages.message import Message, Name, message
from grader.testing.failures import Question

from .arguments import Arguments, Parameter


def _column(tensor: Tensor) -> bool:
    return tensor.dim() == 2 and tensor.shape[1] == 1


def _of_another_dtype(tensor: Tensor) -> bool:
    return tensor.dtype != torch.float32


#: What is said if the change makes the answer right, which tensors are changed, and how.
_PLAINER: tuple[tuple[str, Callable[[Tensor], bool], Callable[[Tensor], Tensor]], ...] = (
    (
        "The same call is right with {names} as float32: the dtype makes the difference.",
        _of_another_dtype,
        lambda t: t.detach().float(),
    ),
    (
        "The same call is right with {names} of shape (N,) instead of (N, 1): the shape makes "
        "the difference.",
        _column,
        lambda t: t.detach().flatten(),
    ),
    (
        "The same call is right with {names} of shape (1,) instead of (): the missing axis makes "
        "the difference.",
        lambda t: t.dim() == 0,
        lambda t: t.detach().reshape(1),
    ),
    (
        "The same call is right if {names} does not require grad: requires_grad makes the "
        "difference.",
        lambda t: t.requires_grad,
        lambda t: t.detach().clone(),
    ),
    (
        "The same call is right if {names} is contiguous: its memory layout makes the difference "
        "(it is transposed, or a part of another tensor).",
        lambda t: not t.is_contiguous(),
        lambda t: t.detach().contiguous(),
    ),
)


def with_plain_arguments(
    question: Question, parameters: tuple[Parameter, ...]
) -> Iterator[tuple[Message, Question]]:
    """Yield *question* with one change to its tensors, after what to say if the answer is right."""
    arguments = Arguments(question, parameters)
    for words, applies_to, plain in _PLAINER:
        # Tensors of one dtype change together: two of different dtypes are another question.
        kinds: dict[torch.dtype, dict[str, Tensor]] = {}
        for name, tensor in arguments.tensors.items():
            if applies_to(tensor):
                kinds.setdefault(tensor.dtype, {})[name] = tensor
        for alike in kinds.values():
            changes = {name: plain(tensor) for name, tensor in alike.items()}
            try:
                names = Name(", ".join(alike))
                yield message(words, names=names), arguments.changed(changes)
            except UnsendableError:
                continue
