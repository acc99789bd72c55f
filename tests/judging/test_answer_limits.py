"""The limits of an answer hold where it arrives, whatever the child was made to send."""

import time

import pytest
import torch

from grader.box.child import Reply
from grader.box.inside import policy, values
from grader.box.inside.frames import FrameError
from grader.box.inside.objects.shared import write_json
from grader.box.inside.objects.writer import ValueWriter
from grader.judging.submission.replies import decode_reply
from grader.testing.objects.remote import Remote
from grader.testing.replies import check_figure


@pytest.fixture
def lifted(monkeypatch):
    """A child whose own limits are lifted."""
    monkeypatch.setattr(values, "MAX_STRING", 10**9)
    yield lambda value: Reply(*values.encode(value))
    monkeypatch.undo()


def error(**about):
    """Return what a driver says of an exception, with something else in it."""
    return {"type": "ValueError", "bases": ["ValueError"], "text": "", "place": [], **about}


def figure(*, points=(), title="", texts=()):
    """Return the facts about a figure with lines of so many points."""
    lines = [torch.zeros(n, 2, dtype=torch.float64) for n in points]
    axes = {"title": title, "texts": list(texts), "polylines": lines, "points": [], "lines": []}
    return {"value": [axes], "texts": [], "legend": [], "png": 0, "shown": 0}


LONG = "x" * (policy.ERROR_TEXT + 1)
NAME = "x" * (policy.ERROR_NAME + 1)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ({"value": "x" * ((256 << 10) + 1)}, "a string of 262145 characters"),
        ({"missing": LONG}, "missing is not a short text"),
        ({"unsendable": LONG}, "unsendable is not a short text"),
        ({"raised": error(text=LONG)}, "an exception without a short type and text"),
        ({"raised": error(type=NAME)}, "an exception without a short type and text"),
        ({"raised": error(bases=[NAME])}, "an exception without bases"),
        ({"raised": error(bases=["A"] * 41)}, "an exception with too much about it"),
        ({"raised": error(place=[NAME, 1, "f"])}, "an exception with too much about it"),
        ({"import_failed": error(place=["m.py", 1, NAME])}, "an exception with too much about it"),
    ],
)
def test_an_answer_beyond_a_limit_is_refused_where_it_arrives(lifted, reply, why):
    """The limit inside is only a courtesy: a submission can lift it."""
    sent = lifted(reply)
    values.MAX_STRING = 256 << 10

    with pytest.raises(FrameError, match=why):
        decode_reply(sent)


def test_an_answer_at_its_limits_is_read(lifted):
    """What the box may send is not refused."""
    most = error(text=LONG[1:], type=NAME[1:], bases=[NAME[1:]] * 40, place=[NAME[1:], 1, "f"])

    assert decode_reply(lifted({"raised": most})) == {"raised": most}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (figure(points=[4001]), "too many points"),
        (figure(points=[4000] * 16), "too many points"),
        (figure(points=[1] * 6001), "too many points"),
        (figure(title="9" * 1001), "too much text"),
        (figure(texts=["9"] * 7000), "too much text"),
    ],
)
def test_a_figure_beyond_a_limit_is_refused_where_it_arrives(lifted, facts, why):
    """Comparing a million points, or searching a long title for numbers, would take minutes."""
    with pytest.raises(FrameError, match=why):
        check_figure(decode_reply(lifted(facts)))


def test_a_figure_at_its_limits_is_read(lifted):
    """Five lines of four thousand points and a long title."""
    facts = decode_reply(lifted(figure(points=[4000] * 5, title="9" * 1000)))

    check_figure(facts)

    assert len(facts["value"][0]["polylines"]) == 5


#: Multiples of the modulus of Python's hash of numbers.
ALIKE = [["i", hex(k * (2**61 - 1))] for k in range(8, 8000)]


def number(n):
    """Return the n-th number that a submission gives in its first frame."""
    return ((1 << 18) + n) * 2


def of_one(kind, parts):
    """Return an answer that is one new object."""
    return ["r", number(1)], [[number(1), kind, parts]]


def chain(length):
    """Return an answer of classes each of which derives from the one before."""
    classes = [
        [number(n), "class", ["m", f"c{n}", [["r", number(n - 1)]][: n - 1], [], [False, False]]]
        for n in range(1, length + 1)
    ]
    return ["r", number(1)], classes


def lists(*parts):
    """Return an answer of lists, each with the parts that follow from its number."""
    defined = [[number(n), "list", each] for n, each in enumerate(parts, 1)]
    return ["r", number(1)], defined


def shared(n):
    """Return a reference to the n-th list."""
    return ["r", number(n)]


TUPLES = [["nt", f"A{n}", ["a"], [0]] for n in range(policy.CLASSES + 2)]
NOTHING_ABOUT = ["m", "c", [], [], [False, False]]
CLASSES = [[number(n), "class", NOTHING_ABOUT] for n in range(1, policy.CLASSES + 2)]
BEYOND = {
    "string": (("x" * (values.MAX_STRING + 1), []), "a string of 262145 characters"),
    "set of one hash": (of_one("set", ["l", ALIKE]), "too many keys of one hash"),
    "dict of one hash": (
        of_one("dict", ["l", [part for key in ALIKE for part in (key, 0)]]),
        "too many keys of one hash",
    ),
    "frozenset of one hash": ((["fs", ALIKE], []), "too many keys of one hash"),
    "named tuples": ((["t", TUPLES], []), "a named tuple with too many fields, or too many"),
    "fields": (
        (["nt", "A", [f"a{n}" for n in range(256)], [0] * 256], []),
        "a named tuple with too many fields, or too many",
    ),
    "classes": ((None, CLASSES), "too many classes"),
    "list that holds itself": (lists(["l", [shared(1)]]), "a value that holds itself"),
    "two lists in each other": (
        lists(["l", [shared(2)]], ["l", [0, shared(1)]]),
        "a value that holds itself",
    ),
    "list that holds the next one twice": (
        lists(*(["l", [shared(n + 1)] * 2] for n in range(1, 60)), ["l", []]),
        "a value of too many parts",
    ),
    "nested by references": (
        lists(*(["l", [shared(n + 1)]] for n in range(1, 300)), ["l", []]),
        "a value that is nested too deeply",
    ),
    "chain of classes": (chain(policy.CLASS_BASES), "a class that derives from too many"),
}


def read(node, defs, blob=b""):
    """Return what becomes of an answer about objects where it arrives, and its seconds."""
    reply = Reply(write_json(["value", node, defs, ["", ""]]), blob)
    remote = Remote(lambda _question, read: read(reply))
    started = time.process_time()
    try:
        return remote.operate("call", (len,), {}, "work.f"), time.process_time() - started
    except FrameError as error:
        return str(error), time.process_time() - started


@pytest.mark.parametrize(("answer", "why"), BEYOND.values(), ids=BEYOND)
def test_an_object_beyond_a_limit_is_refused_where_it_arrives(answer, why):
    """Reading, comparing or describing it could take a judge minutes."""
    found, _ = read(*answer)

    assert found.startswith(why)


def test_keys_of_one_hash_would_take_long(monkeypatch):
    """Each is compared with each: without the limit the time grows with their square."""
    few, many = (of_one("set", ["l", ALIKE[:size]]) for size in (1000, 8000))
    monkeypatch.setattr(values, "ALIKE_KEYS", 10**9)

    assert read(*many)[1] > 20 * read(*few)[1]


def test_tensors_over_one_storage_are_read_once():
    """Whether its bytes are bools is looked at once, and not for each of the tensors."""
    parts = [number(1), "bool", [1], [1], 0, 0, None, None]
    tensors = [[number(n), "tensor", parts] for n in range(2, 3000)]

    (found, large_s), (_, small_s) = (
        read(None, [[number(1), "storage", [0, size]], *tensors], bytes(size))
        for size in (8 << 20, 8)
    )

    assert found is None
    assert large_s < 40 * small_s  # Looked at for each, it would be some hundred times.


def test_too_many_keys_of_one_hash_are_no_answer():
    """A student who returns them reads why, and has not broken the connection."""
    keys = {k * (2**61 - 1) for k in range(-4, 4)} | {(k * (2**61 - 1),) for k in range(-4, 4)}
    alike = {(a, b, c) for a in keys for b in (-1, -2) for c in keys}

    for value in (alike, frozenset(alike), dict.fromkeys(alike, 1)):
        with pytest.raises(values.UnsendableError, match="too many keys of one hash"):
            ValueWriter(Remote(lambda _question, read: read(None))).node(value)
    with pytest.raises(values.UnsendableError, match="too many keys of one hash"):
        values.encode(dict.fromkeys(alike, 1))
