"""Messages between the command and a reader: what is not of the form is not taken."""

import errno
import io
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.intake.readers.frames import (
    HEAD,
    BadFrameError,
    Frame,
    NamedParts,
    Parts,
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


def crossed(frame: Frame, in_memory: int) -> Frame:
    stream = io.BytesIO(b"".join(frame.packed()))
    return unpacked(stream.read, 1 << 30, 1 << 20, in_memory)


def test_parts_of_a_large_frame_wait_on_the_disk():
    """And are what they would be in memory."""
    parts = (b"a" * 1000, b"", b"b" * 500)

    small, large = (crossed(Frame("facts", parts), limit) for limit in (1500, 1499))

    assert small.parts == parts
    assert isinstance(large.parts, Parts)
    assert (list(large.parts), large.parts[-1], large.parts[1:]) == (
        list(parts),
        parts[2],
        list(parts[1:]),
    )
    with pytest.raises(IndexError):
        large.parts[3]


@pytest.mark.parametrize("in_memory", [0, 1 << 20])
def test_files_of_a_frame_are_a_mapping_like_any_other(in_memory):
    """Equal to a dict, and sent to another process as one."""
    found = crossed(Frame(None, (b"1", b"22", b"333")), in_memory).parts

    files = NamedParts(["b.py", "c.py"], found, 1)

    assert files == {"b.py": b"22", "c.py": b"333"}
    assert list(files) == ["b.py", "c.py"]
    assert "a.py" not in files
    copy = pickle.loads(pickle.dumps(files))
    assert type(copy) is dict
    assert copy == files


def test_a_disk_without_room_is_one_clear_line(monkeypatch):
    """Nobody's submission is at fault, so the command ends."""

    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("grader.intake.readers.frames.tempfile.TemporaryFile", full)
    monkeypatch.setenv("TMPDIR", "/scratch")

    with pytest.raises(
        GraderError,
        match=r"cannot keep a large submission: No space left on device\. Make room there, or set",
    ):
        crossed(Frame(None, (b"1",)), 0)
