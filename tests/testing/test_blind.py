"""Answers that are changed a little: what is asked with any part of them shows that it depends."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from grader.testing.objects.blind import Disturbed

NOTHING_SHARED = SimpleNamespace(kinds={}, objects={}, side=0, changed=lambda: ())


@given(st.text(min_size=1) | st.binary(min_size=1), st.data())
def test_every_part_of_a_text_changes(text, data):
    """A prefix, a middle or an end of an answer is no constant of the test."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    changed = Disturbed(NOTHING_SHARED)(text)

    assert type(changed) is type(text)
    assert changed[start:end] != text[start:end]


@given(st.booleans() | st.integers() | st.floats(1e-300, 1e300) | st.tuples(st.integers()))
def test_every_number_changes(value):
    """Also within a tuple."""
    assert Disturbed(NOTHING_SHARED)(value) != value
