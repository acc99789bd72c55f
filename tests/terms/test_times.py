"""Times as people, platforms and nbgrader write them."""

from datetime import UTC, datetime

import pytest

from grader.errors import TermsError
from grader.terms.times import read_due, read_local_time, read_time, timestamp_text


@pytest.mark.parametrize("text", ["", "x", "2026-13-01 00:00", "2026-02-30 10:00"])
def test_no_time_is_none(text):
    """What is no moment is not read as one."""
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-01-02 03:04", 3),
        ("2026-01-02T03:04:05Z", 3),
        ("handed in 2026-1-2 3:04:05.5 UTC", 3),
        ("2026-01-02-03-04-05", 3),
        ("2026-01-02 03:04:05 +0100", 2),
        ("2026-01-02 03:04:05 -05:00", 8),
    ],
)
def test_time_is_read_however_it_is_written(text, hour):
    """Platforms differ in marks, zones and fractions; without a zone it is UTC."""
    assert read_time(text).astimezone(UTC).replace(minute=0, second=0, microsecond=0) == datetime(
        2026, 1, 2, hour, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Friday, 2 January 2026, 3:04 PM", datetime(2026, 1, 2, 15, 4)),
        ("Friday, 2 January 2026, 15:04", datetime(2026, 1, 2, 15, 4)),
        ("2 January 2026, 3:04 PM", datetime(2026, 1, 2, 15, 4)),
        ("2026-01-02 15:04", datetime(2026, 1, 2, 15, 4)),
        ("-", None),
    ],
)
def test_times_of_moodles_worksheet_are_local(text, moment):
    """Their zone is the teacher's, and said by an option."""
    assert read_local_time(text) == moment


def test_written_time_is_read_back():
    """nbgrader's form, to the microsecond."""
    moment = datetime(2026, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)

    assert timestamp_text(moment) == "2026-01-02 03:04:05.123456 UTC"
    assert read_time(timestamp_text(moment)) == moment


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-01-31 23:59", 22), ("2026-01-31 23:59 UTC", 23), ("2026-01-31 23:59+02:00", 21)],
)
def test_due_date_without_a_zone_is_in_the_zone_given(text, hour):
    """One that names its zone keeps it."""
    assert read_due(text, "Europe/Berlin").astimezone(UTC).hour == hour


def test_due_date_may_be_left_out():
    """Then nothing is late."""
    assert read_due("", "UTC") is None


@pytest.mark.parametrize(
    ("due", "zone", "words"),
    [
        ("soon", "UTC", '--due "soon" is not a valid time. Write it as "2026-01-31 23:59".'),
        ("2026-01-31 23:59", "Mars/Olympus", '"Mars/Olympus" is not a time zone. Use a name such'),
        ("2026-01-31 23:59", "../x", '"../x" is not a time zone. Use a name such as Europe/Berlin'),
    ],
)
def test_due_date_that_is_not_one_is_refused_with_an_example(due, zone, words):
    """What was given and how to write it."""
    with pytest.raises(TermsError) as caught:
        read_due(due, zone)
    assert words in str(caught.value)
