"""Messages between the command and a reader: what is not of the form is not taken."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.readers.frames import (
    HEAD,
    BadFrameError,
    Frame,
    packed_text,
    unpacked,
    unpacked_text,
)
from grader.messages.message import message


def taking(data: bytes):
    """Return a function that takes bytes from *data*, and nothing once it is used up."""
    stream = io.BytesIO(data)

    def take(count: int) -> bytes:
        found = stream.read(count)
        if len(found) < count:
            raise EOFError
        return found

    return take


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters()),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.lists(st.binary(max_size=300)),
)
def test_a_message_arrives_as_it_was_sent(facts, parts):
    """Lone surrogates, which names on a disk may hold, too."""
    sent = Frame([facts, "\udcff"], tuple(parts))

    assert unpacked(taking(b"".join(sent.packed())), 1 << 20, 1 << 20) == sent


def test_messages_follow_one_another():
    """Each ends where the next one begins."""
    take = taking(b"".join(Frame("one", (b"1",)).packed() + Frame("two").packed()))

    assert [unpacked(take, 100, 100).facts for _ in range(2)] == ["one", "two"]


def framed(text: bytes, parts: bytes = b"", *, total: int | None = None) -> bytes:
    size = len(text) + len(parts) if total is None else total
    return HEAD.pack(size, len(text)) + text + parts


@pytest.mark.parametrize(
    "frame",
    [
        framed(b"{"),
        framed(b"[1]"),
        framed(b"[1, 2]"),
        framed(b'["a", [5]]', b"four"),
        framed(b'["a", [-1, 5]]', b"four"),
        framed(b'["a", [4.0]]', b"four"),
        framed(b'["a", [true, 3]]', b"four"),
        framed(b'["a", "4"]', b"four"),
        framed(b'["a", []]', total=3),
        framed(b"[" * 100_000),
        framed(json.dumps(["x" * 2000, []]).encode()),
        framed(b'["a", [5000]]', bytes(5000)),
    ],
)
def test_what_is_no_message_is_not_taken(frame):
    """Sizes that lie, text that is no JSON, and more than is expected."""
    with pytest.raises(BadFrameError):
        unpacked(taking(frame), 4000, 1000)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_are_not_taken(data):
    """A reader runs our code alone, but it has read what a stranger wrote."""
    try:
        unpacked(taking(data), 4000, 1000)
    except (BadFrameError, EOFError):
        return


def test_message_for_people_comes_back_as_it_was():
    """Its template and values pass between the processes, not only its English text."""
    said = message("{name} {reason}.", name="a\n.py", reason=message("is a plain path"))

    assert unpacked_text(json.loads(json.dumps(packed_text(said)))) == said


def nested(depth: int):
    """Return the fact of a message in a message, and so on."""
    said = message("in")
    for _ in range(depth):
        said = message("{what}", what=said)
    return packed_text(said)


@pytest.mark.parametrize(
    "fact",
    [
        None,
        "loss.py was read.",
        {},
        {"text": "two\nlines"},
        {"text": "another text", "template": "is a plain path"},
        {
            "text": "a\u202eb",
            "template": "{a}",
            "values": {"a": {"type": "name", "text": "a\u202eb"}},
        },
        nested(40),
    ],
)
def test_what_is_not_a_message_for_people_is_not_taken(fact):
    """A reader that a stranger's file has taken over puts nothing unclean or endless on a page."""
    with pytest.raises(BadFrameError):
        unpacked_text(fact)
