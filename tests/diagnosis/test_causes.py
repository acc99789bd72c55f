"""What exceptions mean: one table for the kit and the grader, each entry met for real."""

import math
import sys

import numpy as np
import pytest
import torch
from helpers.courses import REPOSITORY
from torch import nn
from torch.nn import functional

from grader.diagnosis import causes
from grader.diagnosis.causes import CAUSES, CAUSES_IN_OWN_CODE, likely_cause

TWO, DOUBLES = torch.ones(2), torch.ones(2, 2, dtype=torch.float64)
LEAF = torch.ones(2, requires_grad=True)
AUTOGRAD = torch.autograd


def _twice():
    total = LEAF.exp().sum()
    total.backward()
    total.backward()


def _overwritten():
    result = LEAF.exp()
    result.add_(1)
    result.sum().backward()


class _NoForward(nn.Module):
    pass


class _NotSetUp(nn.Module):
    def __init__(self):
        self.layer = nn.Linear(1, 1)


def _with_a_number():
    with 1:
        pass


def _endless():
    return _endless()


def _no_value_yet():
    for number in ():
        last = number
    return last


def _unpack(row):
    _w, _b = row


def _optimizer(*groups):
    return torch.optim.SGD([{"params": list(group)} for group in groups], lr=0.1)


#: What raises, and how its meaning begins.
RAISED = [
    (_twice, "A second backward ran on a graph"),
    (lambda: LEAF.exp().backward(), "backward can only start from one number"),
    (lambda: LEAF.add_(1), "A tensor that requires grad was changed in place"),
    (_overwritten, "A tensor that backward needs was changed in place"),
    (lambda: LEAF.exp().backward(torch.ones(3)), "Each starting gradient needs the shape"),
    (lambda: AUTOGRAD.backward([LEAF.sum()], [2.0]), "Each weight must become a tensor"),
    (lambda: AUTOGRAD.backward([LEAF.sum()] * 2, [TWO[0]]), "grad_tensors needs one entry"),
    (lambda: TWO.sum().backward(), "The tensor you differentiate has no history"),
    (lambda: AUTOGRAD.grad(LEAF.sum(), LEAF.clone()), "One of the tensors you ask a gradient for"),
    (lambda: functional.binary_cross_entropy(TWO, TWO.long()), "Labels arrive as integers"),
    (
        lambda: functional.binary_cross_entropy(TWO, TWO.double()),
        "Two tensors have different dtypes. Convert labels or inputs to the dtype of",
    ),
    (
        lambda: nn.Linear(2, 1)(DOUBLES),
        "Two tensors have different dtypes. Bring one to the dtype of the other; a layer",
    ),
    (
        lambda: TWO.long().mul_(0.5),
        "Two tensors have different dtypes. Bring one to the dtype of the other.",
    ),
    (
        lambda: TWO @ TWO.double(),
        "Two tensors have different dtypes. Bring one to the dtype of the other.",
    ),
    (lambda: functional.binary_cross_entropy(TWO[0], TWO), "One side has no axis left"),
    (lambda: functional.binary_cross_entropy(TWO[:, None], TWO), "Predictions and labels have"),
    (lambda: functional.binary_cross_entropy_with_logits(TWO[:1], TWO), "Predictions and labels"),
    (
        lambda: functional.binary_cross_entropy_with_logits(TWO[0], TWO[:1]),
        "One side has no axis left",
    ),
    (_NotSetUp, "Call super().__init__()"),
    (lambda: torch.optim.SGD([], lr=0.1), "The optimizer found no parameters"),
    (lambda: _optimizer([LEAF], [LEAF]), "A parameter stands in two groups"),
    (lambda: _optimizer([LEAF]).lr, "An optimizer keeps its rates"),
    (lambda: 1 if TWO > 0 else 0, "A Python if needs one truth value"),
    (lambda: 1 if np.ones(2) > 0 else 0, "A Python if needs one truth value"),
    (lambda: list(TWO.sum()), "A tensor without any axis turned up"),
    (lambda: functional.binary_cross_entropy(2 * TWO, TWO), "A value outside [0, 1]"),
    (lambda: LEAF.numpy(), "numpy knows no graphs"),
    (lambda: math.exp(TWO), "A tensor with several numbers was used"),
    (lambda: float(TWO), "A tensor with several numbers was used"),
    (lambda: TWO.item(), "A tensor with several numbers was used"),
    (lambda: torch.stack([TWO, TWO[:1]]), "Tensors of different shapes cannot be stacked"),
    (lambda: TWO @ TWO[0], "@ multiplies vectors and matrices"),
    (lambda: TWO[None] @ TWO[None], "The inner sizes of a matrix product"),
    (lambda: _unpack(TWO[None]), "There are fewer values than names"),
    (lambda: _unpack(torch.ones(3)), "There are more values than names"),
    (lambda: _unpack(1.0), "A loop, or names on the left of =,"),
    (lambda: _unpack(), "The signature differs"),
    (lambda: _unpack(row=TWO, column=TWO), "The signature differs"),
    (lambda: _NoForward()(TWO), "The module has no forward method"),
    (lambda: TWO.grad * 2, "Something is None where a value is needed"),
    (lambda: torch.exp(TWO.grad), "Something is None where a value is needed"),
    (lambda: nn.Sigmoid(TWO), "torch.nn.Sigmoid is a class"),
    (lambda: TWO.long().requires_grad_(), "Only float tensors can require gradients"),
    (lambda: torch.cat([TWO[0], TWO[1]]), "cat joins tensors along an axis"),
    (lambda: math.exp(1000), "exp of a large positive number"),
    (_with_a_number, "with needs an object that was made for it"),
    (_endless, "The function calls itself"),
    (lambda: __import__("no_such_module"), "That module is not there"),
    (lambda: compile("(", "loss.py", "exec"), "Python cannot read this file"),
    (lambda: compile("if 1:\nx", "loss.py", "exec"), "Python cannot read this file"),
    (_no_value_yet, "A name is used that has no value yet"),
    (lambda: nowhere, "A name is used that was never defined"),  # noqa: F821
    (sys.exit, "Your code ends the program"),
    (lambda: TWO + torch.ones(3), "Two shapes do not fit"),
    (lambda: TWO @ torch.ones(3), "Two shapes do not fit"),
    (lambda: np.ones(2) + np.ones(3), "Two shapes do not fit"),
    (lambda: TWO.reshape(3), "Two shapes do not fit"),
    (lambda: TWO[5], "An index points to a place or an axis that is not there"),
    (lambda: TWO[0, 0], "An index points to a place or an axis that is not there"),
    (lambda: [][1], "A list has fewer entries"),
    (lambda: TWO.sum(3), "An index points to a place or an axis that is not there"),
    (lambda: torch.stack([]), "A step needs at least one number"),
    (lambda: TWO[:0].max(), "A step needs at least one number"),
    (lambda: max([]), "A step needs at least one number"),
    (lambda: 1 - (TWO > 0), "Arithmetic with a bool tensor"),
    (lambda: 1 / 0, "A number is divided by zero"),
    (lambda: torch.ones(2, 3).T.view(6), "view needs numbers that lie in memory"),
    (lambda: (1.0).shape, "An attribute is used"),
    (lambda: nn.sigmoid, "This module has no such name"),
]


def meaning(code, line=""):
    """Return what the exception that *code* raises means."""
    try:
        code()
    except BaseException as error:
        return likely_cause(type(error).__name__, str(error), line)
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(("code", "words"), RAISED, ids=range(len(RAISED)))
def test_an_exception_is_explained(code, words):
    """torch, numpy and Python say it as the table expects it."""
    assert meaning(code).startswith(words)


def test_every_entry_of_the_table_is_met_above():
    """But for those that need the student's line."""
    met = {meaning(code) for code, _ in RAISED}

    unmet = {cause for _, cause in CAUSES + CAUSES_IN_OWN_CODE} - met
    assert unmet == {
        meaning(lambda: 1 if TWO > 0 else 0, "loss.backward(gradient=weights)"),
        meaning(lambda: _unpack(), "first, second = unpack()"),
    }


def test_an_exception_in_a_test_says_that_the_answer_is_odd():
    """The student did not write that line; a signature that differs shows only there."""
    odd = "The test could not use what your function returned. Compare with the task."

    assert meaning(lambda: (1.0).shape, line=None) == odd
    assert meaning(lambda: [][1], line=None) == odd
    assert meaning(lambda: _unpack(), line=None).startswith("The signature differs")


def test_an_unknown_exception_is_not_explained():
    """A guess would send the student the wrong way."""
    assert likely_cause("KeyError", "'lr_min'", "") == ""


def test_the_kit_and_the_grader_say_the_same():
    """Neither may import the other, so the text stands twice; it is one text."""
    kit = REPOSITORY / "exercises" / "_kit" / "checking" / "causes.py"

    with open(causes.__file__, "rb") as file:
        assert file.read() == kit.read_bytes()
