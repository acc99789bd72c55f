"""Tensors that either side changes in place have the gradients that they have without a box."""

import types
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch

from grader.box.zygote import Zygote
from grader.judging.submission.session import SubmissionSession
from grader.testing import Student

CODE = """
import torch
kept = []
def double(x): return x * 2
def square(x): return x * x
def both(x): return x * 2, x * 3
def view(x): return (x * 2)[1:]
def times_five(x): x.mul_(5)
def times_five_again(x):
    x.mul_(5)
    return x
def twice(x):
    x.mul_(2)
    between = x * 1
    x.mul_(2)
    return between, x * 1
def square_and_keep(x):
    kept.append(x * x)
    return kept[-1]
def change_kept(): kept[-1].mul_(3)
def keep_plus_one(x): kept.append(x + 1)
def give_kept(): return kept[-1]
def go_back(loss): loss.backward()
"""


@pytest.fixture
def remote(zygote: Zygote) -> Iterator[Any]:
    """The module in a box."""
    session = SubmissionSession({"work.py": CODE.encode()}, zygote.spawn)
    yield Student(session.ask, session.exchange).work
    session.close()


def native() -> Any:
    """Return the module in this process."""
    module = types.ModuleType("work")
    exec(CODE, module.__dict__)
    return module


def answer_changed_here(work, x):
    y = work.double(x)
    y.mul_(3)
    return work.square(y).sum()


def view_changed_here(work, x):
    y = work.view(x)
    before = y + 0
    y.mul_(3)
    with torch.no_grad():
        y.mul_(2)
    return (work.square(y) + before).sum()


def changed_here_and_used_inside(work, x):
    y = work.double(x)
    y.mul_(3)
    work.go_back(work.square(y).sum())
    return 0 * x.sum()


def part_changed_here(work, x):
    h = x * 2
    part = h[1:]
    work.double(h)
    part.mul_(3)
    h[0] = 7.0
    return work.square(h).sum()


def leaf_that_joins_a_graph(work, x):
    h = torch.zeros(3, dtype=x.dtype)
    work.double(h)
    h.add_(x)
    work.go_back(work.square(h).sum())
    return work.square(h).sum()


def changed_without_a_graph(work, x):
    y = work.double(x)
    z = y + 0
    with torch.no_grad():
        y.mul_(3)
    return (work.square(y) + z).sum()


def cut_off(work, x):
    y = work.double(x)
    y.detach_()
    return (work.square(y) * x).sum()


def argument_changed_inside(work, x):
    h = x * 2
    before = h + 1
    work.times_five(h)
    between = h + 1
    work.times_five(h)
    return (before + 2 * between + 3 * h).sum()


def argument_returned_changed(work, x):
    h = work.times_five_again(x * 2)
    return (h * h).sum()


def view_changed_inside(work, x):
    h = x * 2
    work.times_five(h[1:])
    return (h * h).sum()


def changed_by_both(work, x):
    h = x * x
    work.times_five(h)
    y = work.double(h)
    h.mul_(y.detach())
    work.times_five(h)
    return (work.double(h) + y).sum()


def each_use_has_its_own_graph(work, x):
    h = x * x
    a, b = work.twice(h)
    c, d = work.twice(h)
    return (a + 2 * b + 3 * c + 4 * d + 5 * h).sum()


def answer_changed_inside_later(work, x):
    y = work.square_and_keep(x)
    before = y + x
    y.mul_(2)
    work.change_kept()
    between = work.double(y)
    y.add_(between.detach())
    return (before + between + y).sum()


def kept_from_before_a_change(work, x):
    h = x * 2
    work.keep_plus_one(h)
    work.times_five(h)
    return (work.give_kept() + h).sum()


def backward_inside_after_a_change(work, x):
    h = x * 2
    work.times_five(h)
    work.go_back(h.sum())
    return 0 * x.sum()


def second_derivative(work, x):
    h = x * 2
    work.times_five(h)
    (grad,) = torch.autograd.grad(work.square(h).sum(), x, create_graph=True)
    return (grad * grad).sum()


def two_answers(work, x):
    a, b = work.both(x)
    a.mul_(b)
    return work.square(a).sum()


def leaf_changed_without_a_graph(work, x):
    with torch.no_grad():
        work.times_five(x)
    return work.square(x).sum()


EXACT = [
    *(answer_changed_here, view_changed_here, changed_here_and_used_inside, part_changed_here),
    *(leaf_that_joins_a_graph, changed_without_a_graph, cut_off, argument_changed_inside),
    *(argument_returned_changed, view_changed_inside, changed_by_both, two_answers),
    *(each_use_has_its_own_graph, answer_changed_inside_later, kept_from_before_a_change),
    *(backward_inside_after_a_change, second_derivative, leaf_changed_without_a_graph),
]


def gradient(program: Callable[[Any, torch.Tensor], torch.Tensor], work: Any) -> list[float]:
    """Return the value of a program and its gradient."""
    x = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64, requires_grad=True)
    value = program(work, x)
    value.backward()
    assert x.grad is not None
    return [value.item(), *x.grad.tolist()]


@pytest.mark.parametrize("program", EXACT, ids=lambda program: program.__name__)
def test_a_change_in_place_has_the_same_gradient_across_the_wall(remote, program):
    """Whichever side makes it, and whatever was computed before and after."""
    assert gradient(program, remote) == gradient(program, native())


def needed_inside(work, x):
    y = work.square(x)
    z = work.square(y)
    y.mul_(3)
    return (z + y).sum()


def needed_here(work, x):
    h = x * 2
    z = h.sin()
    work.times_five(h)
    return z.sum()


@pytest.mark.parametrize("program", [needed_inside, needed_here], ids=lambda each: each.__name__)
def test_a_change_of_what_a_gradient_needs_is_refused_across_the_wall(remote, program):
    """As torch refuses it in one process: no gradient is silently that of other numbers."""
    for work in (remote, native()):
        with pytest.raises(RuntimeError, match="modified by an inplace operation"):
            gradient(program, work)


def test_numbers_that_are_put_back_are_no_change(remote):
    """What autograd is not told of, as gradcheck's steps through .data, spoils no graph."""
    x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
    h = x * 2
    y = work_of(remote, h)
    h.data.mul_(3)
    work_of(remote, h)
    h.data.div_(3)

    y.sum().backward()

    assert x.grad.tolist() == [8.0, 16.0]


def work_of(work, h):
    """Return the square of a tensor."""
    return work.square(h)
