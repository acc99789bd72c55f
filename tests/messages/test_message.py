"""Messages: a template, values of known kinds, and a text that is theirs and nobody else's."""

import json
import math
import string

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.messages.message import (
    LONGEST,
    AnswerKind,
    Code,
    Message,
    Name,
    Number,
    Phrase,
    Stranger,
    message,
    stranger,
)
from grader.text import clean


def written(found: Message) -> Message:
    """Return a message after it was in a file."""
    return msgspec.convert(json.loads(json.dumps(msgspec.to_builtins(found))), Message)


def test_values_stand_in_their_gaps():
    """One of each kind."""
    found = message(
        "{name} took {limit_s} at {kind}: {code} {stranger} {phrase}",
        name=Name("fit"),
        limit_s=Number(20, " s"),
        kind=AnswerKind("a float64 tensor of shape (3,)"),
        code=Code("fit(x)"),
        stranger="ValueError",
        phrase=message("{count} times", count=3),
    )

    assert found.text == (
        "fit took 20 s at a float64 tensor of shape (3,): fit(x) ValueError 3 times"
    )
    assert found.values["stranger"] == Stranger("ValueError")
    assert written(found) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (20, "20"),
        (20.0, "20"),
        (0.5, "0.5"),
        (1_234_567, "1234567"),
        (1e300, "1e+300"),
        (-0.25, "-0.25"),
        (2**70, str(2**70)),
        (math.nan, "nan"),
        (-math.inf, "-inf"),
        (True, "True"),
    ],
)
def test_numbers_are_written_as_people_write_them(value, text):
    """A count keeps its digits; what is no number to calculate with is a word."""
    found = message("{x}", x=value)

    assert found.text == text
    assert written(found) == found


@pytest.mark.parametrize("text", ["\x1b[2J", "a\nb", "\u202e", "\ud800", "x" * (LONGEST + 1)])
def test_a_strangers_text_is_cleaned_and_bounded_when_it_is_made(text):
    """It cannot steer a terminal or a page, and it cannot fill one."""
    found = message("It said: {text}", text=text)

    (value,) = found.values.values()
    assert isinstance(value, Stranger)
    assert value.text == clean(text, limit=LONGEST)
    assert value.text.isprintable()
    assert len(value.text) <= LONGEST
    assert stranger(text, limit=10**9) == value
    with pytest.raises(ValueError, match="not cleaned"):
        Stranger(text)


def test_a_strangers_braces_are_no_gaps():
    """What stands in a gap is not looked through for gaps."""
    assert message("{a} {b}", a="{b} {0} {a.text}", b="x").text == "{b} {0} {a.text} x"


def test_doubled_braces_are_braces():
    """And no gaps: a value for them has no place."""
    assert message("{{a}} {a}", a=1).text == "{a} 1"
    with pytest.raises(ValueError, match="no gap for the value a"):
        message("{{a}}", a=1)


@pytest.mark.parametrize(
    ("template", "values", "words"),
    [
        ("{a}", {}, "no value for the gap a"),
        ("{a}", {"a": 1, "b": 2}, "no gap for the value b"),
        ("{a.text}", {"a": 1}, "more than a name"),
        ("{a[0]}", {"a": 1}, "more than a name"),
        ("{a:>9}", {"a": 1}, "more than a name"),
        ("{a!r}", {"a": 1}, "more than a name"),
        ("{}", {}, "more than a name"),
        ("{0}", {}, "more than a name"),
        ("{a", {}, "expected '}'"),
        ("a}", {}, "Single '}'"),
    ],
)
def test_a_template_that_does_not_fit_its_values_is_refused(template, values, words):
    """When the message is made, not when it is shown."""
    with pytest.raises(ValueError, match=words):
        message(template, **values)


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ({"text": "b", "template": "a"}, "not that of its template"),
        (
            {
                "text": "2",
                "template": "{a}",
                "values": {"a": {"type": "number", "value": 1}},
            },
            "not that of its template",
        ),
        ({"text": "1", "values": {"a": {"type": "number", "value": 1}}}, "without a template"),
        ({"template": "{a}", "text": ""}, "no value for the gap a"),
        (
            {
                "text": "a\nb",
                "template": "{a}",
                "values": {"a": {"type": "stranger", "text": "a\nb"}},
            },
            "not cleaned",
        ),
        ({"text": "x", "template": "{a}", "values": {"a": {"type": "html", "text": "x"}}}, "html"),
        ({"text": "x", "template": "{a}", "values": {"a": "x"}}, "got `str`"),
        ({"text": 1}, "Expected `str`"),
        ({"text": "x", "more": 1}, "unknown field `more`"),
    ],
)
def test_a_message_from_a_file_is_not_believed(plain, words):
    """Template, values and text have to agree, and a stranger's text has to be clean."""
    with pytest.raises(msgspec.ValidationError, match=words):
        msgspec.convert(plain, Message)


WORDS = st.text(string.ascii_letters + " {}", max_size=8).map(
    lambda text: text.replace("{", "{{").replace("}", "}}")
)
PLAIN = st.text() | st.integers() | st.floats() | st.booleans()


@settings(max_examples=300)
@given(
    st.lists(st.tuples(WORDS, st.sampled_from("abcd")), max_size=6),
    st.fixed_dictionaries(dict.fromkeys("abcd", PLAIN)),
    st.integers(0, 2),
)
def test_any_message_comes_back_from_a_file(parts, values, depth):
    """Whatever stands in its gaps, also a message in a message."""
    template = "".join(f"{words}{{{gap}}}" for words, gap in parts)
    used = {gap: values[gap] for _, gap in parts}
    found = message(template, **used)
    for _ in range(depth):
        found = message("({inner})", inner=found)
        assert isinstance(found.values["inner"], Phrase)

    assert written(found) == found
    assert str(found) == found.text


def test_a_message_without_words_is_false():
    """As where nothing was refused."""
    assert not Message()
    assert Message.whole("x")
