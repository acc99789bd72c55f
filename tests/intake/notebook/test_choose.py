"""Which statements count: answers and what they need, no examples and no trials."""

import pytest
from helpers.notebooks import read_module, run_module


def test_lost_imports_and_helpers_come_from_the_module_as_handed_out():
    """A locked cell that a student deleted costs nothing."""
    given = b"import math\nSCALE = 2\ndef helper(x):\n    return x * SCALE\ndef f(x):\n    pass\n"

    source, notes = read_module("def f(x):\n    return helper(math.floor(x))", given=given)

    assert run_module(source)["f"](1.5) == 2
    assert sorted(notes) == [
        f"{name} was taken from the module as handed out; its cell is gone."
        for name in ("SCALE", "helper", "math")
    ]


def test_examples_in_the_text_are_nobodys_answer():
    """Prose with a function in it is no damage where it is known what is asked for."""
    prose = ("markdown", "Compare:\n\n```python\ndef example(x):\n    return x\n```")

    source, notes = read_module(prose, "def f():\n    return 1", given=b"def f():\n    pass\n")

    assert "example" not in source
    assert notes == []


HELPER = "x = len('ab')\ny = x + 1\ndef example():\n    return y"


def test_values_of_an_example_are_not_taken():
    """Computing them may take hours, and nothing that is asked for uses them."""
    source, notes = read_module(HELPER, "def f():\n    return 1", given=b"def f():\n    pass\n")

    assert "example" in source
    assert not {"x", "y"} & set(run_module(source))
    assert notes == []


@pytest.mark.parametrize(
    "user",
    [
        "def f():\n    return example() - 2",
        "def helper():\n    return example() - 2\ndef f():\n    return helper()",
        "def deco(g):\n    return lambda: g() - 2\n@deco\ndef f():\n    return example()",
        "class A:\n    pass\nA.go = example\ndef f():\n    return A.go() - 2",
        "known = {}\ndef note(g):\n    known['g'] = g\n    return g\n"
        "@note\ndef one():\n    return example() - 2\ndef f():\n    return known['g']()",
    ],
    ids=["used", "used by a helper", "decorated", "as a method", "in a register"],
)
def test_values_of_an_example_that_counts_are_taken(user):
    """Whatever way leads from what is asked for to the example."""
    source, notes = read_module(HELPER, user, given=b"def f():\n    pass\n")

    assert run_module(source)["f"]() == 1
    assert "x in cell 1 is computed; it was taken because a definition uses it." in notes
