"""Generators of random numbers cross the wall with what they hold, and no state is trusted."""

import random

import numpy
import pytest
import torch

from grader.box.inside.objects.generators import new_generator, set_state, state_of

MADE = [
    random.Random(3),
    numpy.random.default_rng(3),
    numpy.random.RandomState(3),
    torch.Generator().manual_seed(3),
]


@pytest.mark.parametrize("generator", MADE, ids=lambda generator: type(generator).__name__)
def test_a_generator_that_holds_the_same_draws_the_same(generator):
    """At any place of its words."""
    for _ in range(700):
        state = state_of(generator)
        other = new_generator(state[0])
        set_state(other, state)

        assert state_of(other) == state
        assert draw(other) == draw(generator)


def draw(generator) -> float:
    """Return the next number of a generator."""
    if isinstance(generator, torch.Generator):
        return float(torch.rand((), generator=generator))
    return float(generator.random())


def test_generators_of_other_kinds_are_not_known():
    """A rare one stays where it is."""
    assert state_of(numpy.random.Generator(numpy.random.Philox(1))) is None
    assert state_of(random.SystemRandom()) is None
    assert state_of(3) is None


def changed(state, **places):
    """Return a state in which some of its numbers are others."""
    kind, numbers, kept = state
    parts = list(numbers)
    for place, number in places.items():
        parts[int(place[1:])] = number
    return kind, tuple(parts), kept


@pytest.mark.parametrize(
    ("generator", "places"),
    [
        (MADE[0], {"_624": 700}),
        (MADE[0], {"_624": -1}),
        (MADE[1], {"_0": -1}),
        (MADE[2], {"_624": 625}),
        (MADE[2], {"_624": -1}),
        (MADE[2], {"_0": 2**40}),
        (MADE[3], {"_16": 255, "_17": 2}),
        (MADE[3], {"_8": 255, "_16": 200}),
        (MADE[3], {"_0": 256}),
    ],
)
def test_a_state_that_no_generator_has_is_refused(generator, places):
    """A place beyond its words would read memory that is not its own."""
    with pytest.raises((ValueError, OverflowError, RuntimeError, TypeError)):
        set_state(new_generator(state_of(generator)[0]), changed(state_of(generator), **places))


def test_a_state_is_refused_by_a_generator_of_another_kind():
    """The kinds have different numbers."""
    with pytest.raises(TypeError, match="a state of PCG64 for another generator"):
        set_state(random.Random(), state_of(numpy.random.default_rng(1)))
