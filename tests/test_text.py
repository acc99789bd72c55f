"""Text from strangers is shown on one line, and nothing in it hides or steers."""

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.text import clean, clean_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, 逻辑回归", "plain text, 逻辑回归"),
        ("two\nlines\ttab\r", "two\\nlines\\ttab\\r"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}gpj", "\\u202egpj"),
        ("a\N{ZERO WIDTH SPACE}b", "a\\u200bb"),
        ("\N{HANGUL FILLER}", "\\u3164"),
        ("\N{VARIATION SELECTOR-17}", "\\U000e0100"),
        (os.fsdecode(b"caf\xe9"), "caf\\xe9"),
        ("\ud800", "\\ud800"),
    ],
    ids=ascii,
)
def test_clean_writes_out_what_hides_or_steers(text, shown):
    """The eye sees that something is there."""
    assert clean(text) == shown


@given(st.text(max_size=50), st.integers(1, 60))
def test_cleaned_text_is_one_short_line_that_stays(text, limit):
    """It can be encoded, fits its limit, holds no control, and is clean."""
    shown = clean(text, limit=limit)

    shown.encode()
    assert len(shown) <= limit
    assert shown.isprintable() or any(unicodedata.category(char) == "Zs" for char in shown)
    assert clean(shown, limit=limit) == shown


def test_clean_lines_keeps_only_the_ends_of_lines():
    """For tracebacks, where lines matter."""
    assert clean_lines("a\r\n\tb\x07\n") == "a\n    b\\x07\n"
