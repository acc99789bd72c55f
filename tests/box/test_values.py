"""Values in frames: they come back as they were sent, and damaged bytes are refused."""

import contextlib
import datetime
import json
import math

import numpy
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.box.inside import values
from grader.box.inside.frames import HEAD, MAX_BLOB, FrameError, pack, parse_head

EXACT = (
    st.decimals(allow_nan=False)
    | st.fractions()
    | st.dates()
    | st.times()
    | st.datetimes(timezones=st.none() | st.just(datetime.UTC))
    | st.timedeltas()
)
HASHABLE = st.recursive(
    st.none()
    | EXACT
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.complex_numbers(allow_nan=False),
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=5,
)
PLAIN = st.recursive(
    HASHABLE | st.floats() | st.sets(HASHABLE, max_size=4),
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


ARRAYS = [
    numpy.arange(6.0).reshape(2, 3),
    numpy.arange(6, dtype="int8").reshape(2, 3).T,
    numpy.arange(12.0)[::3],
    numpy.arange(6.0)[::-1],
    numpy.array(1 + 2j),
    numpy.array(["a", "bcd"]),
    numpy.array(["2024-01-01", "NaT"], dtype="M8[D]"),
    numpy.zeros((0, 2), dtype=bool),
    numpy.broadcast_to(numpy.ones(3, "float32"), (2, 3)),
]


@pytest.mark.parametrize("array", ARRAYS, ids=str)
def test_arrays_come_back_with_dtype_shape_and_values(array):
    """Their layout too, where no stride runs backwards; each can be written."""
    found = values.decode(*values.encode([array]))[0]

    assert (found.dtype, found.shape, found.tobytes()) == (
        array.dtype,
        array.shape,
        array.tobytes(),
    )
    assert found.flags.writeable
    if array.size and min(array.strides, default=0) >= 0:
        assert found.strides == array.strides


@pytest.mark.parametrize(
    "value", [numpy.float32(0.1), numpy.int8(-3), numpy.bool_(True), numpy.datetime64("2024-01-01")]
)
def test_numbers_of_numpy_are_of_their_type_again_when_they_are_given(value):
    """As an argument they are what they were."""
    found = values.revive(values.decode(*values.encode(value)))

    assert type(found) is type(value)
    assert found == value


@pytest.mark.parametrize(
    "parts",
    [
        ["Decimal", "one"],
        ["Decimal", 1],
        ["Fraction", "0x1", "0x0"],
        ["Fraction", "0x" + "f" * 4000, "0x1"],
        ["timedelta", 1, 2],
        ["timedelta", 10**30, 0, 0],
        ["date", "2024-02-30", 0],
        ["datetime", 5, 0],
        ["array", "|O", [1], None],
        ["array", "<f8", [10**9], None],
        ["array", "<f8", [-1], None],
        ["array", "<f4", [2], [10**9]],
        ["scalar", "<f8,<f8"],
        ["module", "os"],
        [],
    ],
    ids=str,
)
def test_forged_plain_values_are_refused(parts):
    """A text that cannot be read, sizes beyond the bytes, types that are not plain."""
    forged = {values.TAG: "plain", "is": parts, "at": [0, 8]}

    with pytest.raises(FrameError):
        values.decode(json.dumps(forged).encode(), bytes(8))


@given(st.lists(PLAIN, max_size=4), PLAIN, DTYPES)
def test_values_that_are_read_one_by_one_are_the_same_bytes_wherever_they_stand(some, value, name):
    """Each is encoded by itself, with its tensors; what stands before it does not matter."""
    own = {"value": value, "tensor": torch.ones(3).to(values.DTYPES[name])}

    parts = values.split(*values.encode_each([*some, own]))

    assert same([values.decode(*part) for part in parts[:-1]], some)
    assert parts[-1] == values.encode(own)


@settings(max_examples=500)
@given(PLAIN, DTYPES, st.data())
def test_damaged_bytes_are_a_value_or_a_refusal(value, name, data):
    """For any bytes in the pipe, the reader raises nothing but FrameError."""
    text, blob = values.encode([value, torch.ones(3).to(values.DTYPES[name])])
    damaged = bytearray(text)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place] = data.draw(st.integers(0, 255))

    with contextlib.suppress(FrameError):
        values.decode(bytes(damaged), blob)
    with contextlib.suppress(FrameError):
        values.split(bytes(damaged), blob)


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ({"~": "tensor"}, "is is not a list"),
        ({"~": "tensor", "is": ["float32", [2], None, 0]}, "undecodable: ValueError"),
        ({"~": "floats", "at": [0, 4]}, "numbers beyond the blob"),
        ({"~": "floats", "at": [0]}, "undecodable: ValueError"),
        ({"~": "floats", "at": 5}, "at is not a list"),
        ({"~": "unknown"}, "an unknown tag"),
        ({"no": "tag"}, "an unknown tag"),
        ({"~": "dict", "items": [[1]]}, "a dict item that is not a pair"),
        ({"~": "dict", "items": 5}, "items is not a list"),
        ({"~": "number", "kind": "x", "value": "1"}, "a number without a value"),
        ({"~": "object", "kind": 5}, "a name that is not a string"),
        (10**30, "an int beyond 64 bits"),
        ({"~": "int", "hex": "0x" + "f" * 4000}, "an int whose digits cannot be read"),
        ({"~": "int", "hex": "12"}, "an int whose digits cannot be read"),
        ({"~": "complex", "parts": [1.0]}, "a complex number without two parts"),
        ({"~": "bytes", "at": [0, 4]}, "numbers beyond the blob"),
        ({"~": "set", "items": [[1]]}, "a set of something else than plain values"),
        ([[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]], "too deep or too long"),
    ],
)
def test_every_unexpected_form_is_refused(node, words):
    """One line for each way to be wrong."""
    with pytest.raises(FrameError, match=words):
        values.decode(json.dumps(node).encode(), b"")


@pytest.mark.parametrize(
    "make",
    [
        lambda: torch.arange(12.0).reshape(6, 2)[::2],
        lambda: torch.arange(12.0).reshape(3, 4)[:, 1:3].T,
        lambda: torch.arange(3.0)[:1].expand(5),
        lambda: torch.ones(1, 4, dtype=torch.bool).expand(3, 4),
        lambda: torch.arange(6.0).reshape(2, 3).T.requires_grad_(),
        lambda: torch.arange(6.0)[::2].requires_grad_(),
        lambda: torch.arange(6.0, requires_grad=True).clone(),
    ],
)
def test_memory_layout_and_graph_arrive(make):
    """A view with gaps, an expanded one and a computed one are such where they arrive."""
    tensor = make()

    arrived = values.revive(values.decode(*values.encode(tensor)))

    assert torch.equal(arrived, tensor)
    assert (arrived.stride(), arrived.dtype) == (tensor.stride(), tensor.dtype)
    assert (arrived.requires_grad, arrived.is_leaf) == (tensor.requires_grad, tensor.is_leaf)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dtype": "float31"}, "unknown dtype or shape"),
        ({"shape": [-1]}, "a count out of range"),
        ({"shape": [2**62, 2**62]}, "numbers beyond the blob"),
        ({"shape": [1] * 9}, "unknown dtype or shape"),
        ({"shape": ["3"]}, "a count out of range"),
        ({"order": [1]}, "a tensor of unknown layout"),
        ({"order": [0, 0]}, "a tensor of unknown layout"),
        ({"strides": 5}, "a tensor of unknown layout"),
        ({"strides": [1, 1]}, "a tensor of unknown layout"),
        ({"strides": [-1]}, "a count out of range"),
        ({"strides": [1 << 40]}, "a tensor of unknown layout"),
        ({"offset": -4}, "a count out of range"),
        ({"offset": 4}, "numbers beyond the blob"),
        ({"offset": True}, "a count out of range"),
        ({"facts": "3"}, "a count out of range"),
        ({"storage": -1}, "a count out of range"),
        ({"kind": 5}, "a name that is not a string"),
        ({"grad": 5}, "a gradient that is not a tensor"),
    ],
)
def test_a_forged_tensor_is_refused(changes, words):
    """Its description must fit its bytes."""
    text, blob = values.encode(torch.ones(3))
    names = ("dtype", "shape", "order", "offset", "facts", "storage", "kind", "grad", "strides")
    facts = dict(zip(names, json.loads(text)["is"], strict=True)) | changes

    with pytest.raises(FrameError, match=words):
        values.decode(json.dumps({"~": "tensor", "is": list(facts.values())}).encode(), blob)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([0] * 100_001, "it holds more than 100000 values"),
        ([[[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]]], "it is nested too deeply"),
        ("x" * (1 << 19), "it holds a string of 524288 characters"),
        ([0.0] * 100_001, "it holds more than 100000 values"),
        (torch.zeros(1).expand(1 << 23), r"it holds a tensor of shape \(8388608,\)"),
        (torch.zeros([1] * 9), r"it holds a tensor of shape \(1, 1, 1, 1, 1, 1, 1, 1, 1\)"),
    ],
)
def test_a_value_too_large_for_a_frame_is_not_sent(value, words):
    """The message says what is too large about it."""
    with pytest.raises(values.UnsendableError, match=words):
        values.encode(value)


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
    with pytest.raises(FrameError, match="got frame 2, expected frame 1"):
        parse_head(HEAD.pack(b"kit1", 2, 0, 0, 0), 1)
    with pytest.raises(FrameError, match="not a frame"):
        parse_head(HEAD.pack(b"kit2", 1, 0, 0, 0), 1)
    with pytest.raises(FrameError, match="do not fit into a frame"):
        pack(1, b"", bytes(MAX_BLOB + 1))


def test_numbers_that_lie_over_each_other_are_refused():
    """A few bytes described as a thousand tensors would fill the reader's memory."""
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


def test_a_forged_number_of_values_is_refused_before_any_is_made():
    """A line costs a byte, and a value some hundreds."""
    with pytest.raises(FrameError, match="too many values"):
        values.split(b"[]" + b"\n" * (values.MAX_PARTS + 1), b"")


def test_equal_sets_are_equal_bytes():
    """In whatever order they were filled."""
    words = [f"word {number}" for number in range(50)]
    filled: set[str] = set()
    for word in reversed(words):
        filled.add(word)

    assert values.encode(set(words)) == values.encode(filled)


@pytest.mark.parametrize(
    "value",
    [2**20_000, {2**20_000}, {range(3)}, {b"x" * (1 << 19)}],
    ids=["int", "set of it", "set of ranges", "set of bytes"],
)
def test_what_cannot_be_sent_exactly_is_an_object(value):
    """Only the name of its type is sent; nothing equals that."""
    assert values.decode(*values.encode(value)) == values.SentObject(type(value).__name__)


@pytest.mark.parametrize(
    "keys", [((0, 1), (1, 0)), (1, 2.5), (None, True), ("a", ("b", (1, None)))], ids=str
)
def test_keys_of_plain_values_come_back_as_they_were(keys):
    """Tuples of plain values too: two of them are equal only if they are."""
    sent = {key: number for number, key in enumerate(keys)}

    assert values.decode(*values.encode(sent)) == sent


@pytest.mark.parametrize("key", [2**20_000, range(3), (1, range(3))], ids=["int", "range", "pair"])
def test_a_dict_with_other_keys_is_an_object_that_nothing_equals(key):
    """Of such keys only the type would come, and two of one type are not the same key."""
    found = values.decode(*values.encode({key: 1}))

    assert found == values.SentObject("dict with keys of other types")
