"""Known mistakes of gradients.py, function by function, and a visible question for each."""

import torch
from torch import Tensor

from grader.testing import (
    Answer,
    Example,
    Examples,
    KnownMistakes,
    Student,
    example_call,
    raised_failure,
)

from .backward_losses import BACKWARD_LOSSES
from .backward_n_times import BACKWARD_N_TIMES
from .graph_gradients import GRAPH_GRADIENTS
from .manual_gradient_descent import MANUAL_GRADIENT_DESCENT
from .nth_derivative import NTH_DERIVATIVE
from .weighted_backward import WEIGHTED_BACKWARD

__all__ = ["EXAMPLES", "KNOWN_MISTAKES"]

KNOWN_MISTAKES: KnownMistakes = {
    "gradients.graph_gradients": GRAPH_GRADIENTS,
    "gradients.weighted_backward": WEIGHTED_BACKWARD,
    "gradients.backward_losses": BACKWARD_LOSSES,
    "gradients.backward_n_times": BACKWARD_N_TIMES,
    "gradients.nth_derivative": NTH_DERIVATIVE,
    "gradients.manual_gradient_descent": MANUAL_GRADIENT_DESCENT,
}


def _on_graph(leaf: Tensor, program: list[list[object]], *weights: object) -> Example:
    """Return the example that goes back through *program*, whose last nodes are the losses."""

    def ask(student: Student) -> Answer:
        answer = student.graph(
            "gradients.backward_losses",
            list(weights),
            leaves=[leaf.clone().requires_grad_()],
            program=program,
            losses=list(range(1 + len(program) - len(weights), 1 + len(program))),
        )
        if "raised" in answer.reply:
            raise raised_failure(answer.question, answer.reply)
        return answer

    return ask


_W, _X = torch.tensor([[2.0, -1.0]]), torch.tensor([[0.5, 3.0]])
_LINE = torch.tensor([0.0, 1.0, 3.0]), torch.tensor([1.0, 3.0, 5.0])

EXAMPLES: Examples = {
    "gradients.graph_gradients": (
        example_call("gradients.graph_gradients", torch.tensor([1.0]), torch.tensor([2.0])),
        example_call("gradients.graph_gradients", _W, _X),
    ),
    "gradients.weighted_backward": (
        example_call(
            "gradients.weighted_backward",
            torch.tensor([1.0]),
            torch.tensor([2.0]),
            torch.tensor([1.0, 2.0]),
        ),
        example_call("gradients.weighted_backward", _W, _X, torch.tensor([0.0, -1.5])),
    ),
    "gradients.backward_losses": (
        # The graph of the docstring: the losses w*w and w*w + w at w = 3.
        _on_graph(torch.tensor(3.0), [["mul", 0, 0], ["add", 1, 0]], 1, 2.0),
        _on_graph(torch.tensor([1.0, 2.0]), [["cube", 0], ["sum", 1]], torch.ones(2), -2.0),
    ),
    "gradients.backward_n_times": (
        example_call("gradients.backward_n_times", torch.tensor([1.0, 2.0]), 2),
        example_call("gradients.backward_n_times", torch.tensor(2.0), 3),
    ),
    "gradients.nth_derivative": (
        example_call(
            "gradients.nth_derivative", torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.0, 1.0]), 2
        ),
        example_call(
            "gradients.nth_derivative", torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.tensor([2.0]), 3
        ),
        example_call(
            "gradients.nth_derivative", torch.tensor([1.0, 2.0]), torch.tensor([2.0, 3.0]), 0
        ),
    ),
    "gradients.manual_gradient_descent": (
        example_call(
            "gradients.manual_gradient_descent",
            torch.tensor([0.0, 2.0]),
            torch.tensor([1.0, 5.0]),
            0.0,
            0.0,
            0.5,
            2,
        ),
        example_call("gradients.manual_gradient_descent", *_LINE, 0.5, -1.0, 0.1, 1),
    ),
}
