"""The wire: plain values come back as they were sent; bent bytes are refused, never believed."""

import contextlib
import json
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.box.inside import values
from grader.box.inside.frames import HEAD, MAX_BLOB, FrameError, pack, parse_head

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(), inner, max_size=4)
        | st.tuples(inner, inner)
    ),
    max_leaves=20,
)
SHAPES = st.lists(st.integers(0, 4), max_size=3)
DTYPES = st.sampled_from(sorted(values.DTYPES))


def same(one, other):
    """Compare plain values; NaN equals NaN, True is not 1."""
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and type(one) is type(other):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


@given(PLAIN)
def test_plain_values_come_back_as_they_were_sent(value):
    """Lists stay lists, tuples tuples; floats keep every bit."""
    assert same(values.decode(*values.encode(value)), value)


@given(SHAPES, DTYPES, st.randoms(use_true_random=False))
def test_tensors_come_back_with_dtype_shape_layout_and_values(shape, name, random):
    """Also empty, transposed and without axes, in every dtype that may cross."""
    tensor = torch.zeros(shape).random_(0, 2).to(values.DTYPES[name])
    axes = list(range(len(shape)))
    random.shuffle(axes)
    tensor = tensor.permute(axes)

    sent = values.decode(*values.encode(tensor))

    assert sent.tensor.dtype == tensor.dtype
    assert sent.tensor.shape == tensor.shape
    assert torch.equal(sent.tensor, tensor)
    if tensor.numel() > 1 and min(shape, default=2) > 1:
        assert sent.tensor.stride() == tensor.stride()


@settings(max_examples=500)
@given(PLAIN, DTYPES, st.data())
def test_bent_bytes_are_a_value_or_a_refusal(value, name, data):
    """Whatever a submission writes into its pipe, the reader raises nothing but FrameError."""
    text, blob = values.encode([value, torch.ones(3).to(values.DTYPES[name])])
    bent = bytearray(text)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(bent) - 1))
        bent[place] = data.draw(st.integers(0, 255))

    with contextlib.suppress(FrameError):
        values.decode(bytes(bent), blob)


@pytest.mark.parametrize(
    "node",
    [
        {"~": "tensor"},
        {"~": "tensor", "is": ["float32", [2], None, 0]},
        {"~": "floats", "at": [0, 4]},
        {"~": "floats", "at": [0]},
        {"~": "floats", "at": 5},
        {"~": "unknown"},
        {"no": "tag"},
        {"~": "dict", "items": [[1]]},
        {"~": "dict", "items": 5},
        {"~": "number", "kind": "x", "value": "1"},
        {"~": "object", "kind": 5},
        10**30,
        [[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]],
    ],
)
def test_every_odd_form_is_refused(node):
    """One line per way to be wrong."""
    with pytest.raises(FrameError):
        values.decode(json.dumps(node).encode(), b"")


@pytest.mark.parametrize(
    "changes",
    [
        {"dtype": "float31"},
        {"shape": [-1]},
        {"shape": [2**62, 2**62]},
        {"shape": [1] * 9},
        {"shape": ["3"]},
        {"order": [1]},
        {"order": [0, 0]},
        {"offset": -4},
        {"offset": 4},
        {"offset": True},
        {"facts": "3"},
        {"storage": -1},
        {"kind": 5},
        {"grad": 5},
    ],
)
def test_a_forged_tensor_is_refused(changes):
    """Its description must fit its bytes."""
    text, blob = values.encode(torch.ones(3))
    names = ("dtype", "shape", "order", "offset", "facts", "storage", "kind", "grad")
    facts = dict(zip(names, json.loads(text)["is"], strict=True)) | changes

    with pytest.raises(FrameError):
        values.decode(json.dumps({"~": "tensor", "is": list(facts.values())}).encode(), blob)


def test_long_lists_of_floats_come_back_as_they_were():
    """A thousand losses are still Python floats, infinity and minus zero among them."""
    losses = [0.5, float("inf"), float("-inf"), -0.0, 5e-324] * 200

    sent = values.decode(*values.encode(losses))

    assert list(map(repr, sent)) == list(map(repr, losses))


def test_a_bool_that_is_neither_0_nor_1_is_refused():
    """Such a byte would be true and unequal to true."""
    text, _ = values.encode(torch.ones(2, dtype=torch.bool))

    with pytest.raises(FrameError, match="neither 0 nor 1"):
        values.decode(text, b"\x01\x02")


def test_a_head_may_not_announce_more_than_a_frame_holds():
    """Nothing of it is read."""
    with pytest.raises(FrameError, match="too large"):
        parse_head(HEAD.pack(b"kit1", 1, 0, 0, MAX_BLOB + 1), 1)
    with pytest.raises(FrameError, match="expected"):
        parse_head(HEAD.pack(b"kit1", 2, 0, 0, 0), 1)
    with pytest.raises(FrameError, match="not a frame"):
        parse_head(HEAD.pack(b"kit2", 1, 0, 0, 0), 1)
    with pytest.raises(FrameError, match="more than a frame"):
        pack(1, b"", bytes(MAX_BLOB + 1))


def test_numbers_that_lie_over_each_other_are_refused():
    """A few bytes that are told to be a thousand tensors would fill the reader's memory."""
    text, blob = values.encode([torch.ones(4)])
    again = text.replace(b"]}]", b"]}," + text[1:-1] + b"]")

    with pytest.raises(FrameError, match="beyond the blob"):
        values.decode(again, blob)


@pytest.mark.parametrize(
    ("make", "shared"),
    [
        (lambda whole: list(whole), False),
        (lambda whole: list(whole.unbind(1)), False),
        (lambda whole: [whole, whole.T], True),
        (lambda whole: [whole[0], whole[:, 0]], True),
        (lambda whole: [whole[:2], whole[1:]], True),
        (lambda whole: [whole[0, 1], whole[0].expand(2, 4)], True),
        (lambda whole: [whole, whole.clone()], False),
    ],
    ids=[
        "rows",
        "columns",
        "transposed",
        "row and column",
        "slices",
        "one",
        "copy",
    ],
)
def test_tensors_share_a_number_where_their_memory_overlaps(make, shared):
    """Rows and columns of one matrix have no byte in common; a view and what it shows have."""
    first, second, *_ = make(torch.arange(12.0).reshape(3, 4))

    one, other = values.decode(*values.encode([first, second]))

    assert (one.storage == other.storage) == shared
