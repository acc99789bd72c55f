"""The limits of an answer hold where it arrives, whatever the child was made to send."""

import pytest
import torch

from grader.box.child import Reply
from grader.box.inside import policy, values
from grader.box.inside.frames import FrameError
from grader.judging.submission.replies import decode_reply
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
