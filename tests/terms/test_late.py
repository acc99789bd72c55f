"""Late work: how late it was, and what it costs."""

import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import TermsError
from grader.terms.hand_ins import HandIn
from grader.terms.late import days_after, elapsed_s, read_rule
from grader.terms.times import read_due

DUE = datetime(2026, 1, 31, 23, 59, tzinfo=UTC)
ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kolkata",
            "America/Santiago",
            "UTC",
        )
    ]
)
WALLS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1))


@pytest.mark.parametrize(
    ("rule", "hours", "lost"),
    [
        ("10%/day", -1, 0),
        ("10%/day", 0, 0),
        ("10%/day", 0.1, 1),
        ("10%/day", 24, 1),
        ("10%/day", 24.1, 2),
        ("10%/day, at most 50%", 24 * 9, 5),
        ("10 % per day, after 30 minutes", 0.5, 0),
        ("10%/day, after 30 minutes", 0.6, 1),
        ("0.5 points/hour", 3.5, 2),
        ("2 points a week, at most 3 points", 24 * 30, 3),
        ("100%/minute", 1, 8.5),
    ],
)
def test_a_rule_takes_what_it_says_and_never_more_than_there_is(rule, hours, lost):
    """Of the 10 points possible, for each started period, within the cap and the score."""
    moment = DUE + timedelta(hours=hours)

    assert read_rule(rule).lost(DUE, moment, 8.5, 10.0) == pytest.approx(lost)


@pytest.mark.parametrize(
    ("due", "moment", "days"),
    [
        ("2026-10-24 23:59", "2026-10-25 23:59 +0100", 1),  # a day of 25 hours
        ("2026-10-24 23:59", "2026-10-25 23:59:01 +0100", 2),
        ("2026-10-24 12:00", "2026-10-25 12:00 +0100", 1),
        ("2026-03-28 23:59", "2026-03-29 23:59 +0200", 1),  # a day of 23 hours
        ("2026-03-28 23:59", "2026-03-29 23:59:01 +0200", 2),
        ("2026-03-28 02:30", "2026-03-29 03:30 +0200", 1),  # 02:30 is leapt over
        ("2026-10-24 02:30", "2026-10-25 02:30 +0100", 1),  # 02:30 comes twice
        ("2026-10-24 02:30", "2026-10-25 02:31 +0100", 2),
        ("2026-10-20 23:59", "2026-10-27 23:59 +0100", 7),
    ],
)
def test_day_is_a_day_of_the_calendar_where_the_course_is(due, moment, days):
    """Over a change of the clock it is 23 or 25 hours long."""
    berlin = ZoneInfo("Europe/Berlin")
    rule = read_rule("1 point/day")

    assert rule.lost(read_due(due, berlin), read_due(moment, berlin), 100.0, 100.0) == days


@given(
    WALLS, ZONES, st.integers(1, 400), st.integers(-7200, 7200), st.sampled_from(["day", "week"])
)
def test_days_and_weeks_begin_at_the_time_of_day_of_the_due_date(wall, zone, periods, shift, unit):
    """Whatever the clock did between: one second past that time the next one has begun."""
    due = wall.replace(tzinfo=zone)
    days = periods * {"day": 1, "week": 7}[unit]
    end = days_after(due, days).astimezone(UTC)
    moment = end + timedelta(seconds=shift)

    lost = read_rule(f"1 point/{unit}").lost(due, moment, 1e6, 1e6)

    assert lost == periods + (shift > 0)
    shown = end.astimezone(zone).replace(tzinfo=None)
    assert shown == wall + timedelta(days=days) or abs(shown - wall - timedelta(days=days)) <= (
        timedelta(hours=1)
    )


@given(WALLS, ZONES, st.integers(1, 10**7), st.sampled_from(["minute", "hour"]))
def test_hours_and_minutes_are_those_that_passed(wall, zone, late_s, unit):
    """They do not depend on the clock on the wall."""
    due = wall.replace(tzinfo=zone)
    moment = due.astimezone(UTC) + timedelta(seconds=late_s)

    lost = read_rule(f"1 point/{unit}").lost(due, moment.astimezone(zone), 1e9, 1e9)

    assert lost == math.ceil(late_s / {"minute": 60, "hour": 3600}[unit])


@given(WALLS, ZONES, st.integers(0, 300), st.integers(-300, 600))
def test_grace_costs_nothing_and_after_it_lateness_counts_from_the_due_date(
    wall, zone, grace_min, late_min
):
    """One rule for everybody, to the second."""
    due = wall.replace(tzinfo=zone)
    moment = due.astimezone(UTC) + timedelta(minutes=late_min)
    rule = read_rule(f"1 point/minute, after {grace_min} minutes")

    assert rule.lost(due, moment, 1e6, 1e6) == (late_min if late_min > grace_min else 0)


@given(
    st.floats(0, 100),
    st.floats(0, 50),
    st.integers(0, 40),
    st.sampled_from(["day", "hour", "week"]),
)
def test_more_lateness_never_costs_less_and_never_more_than_the_score(score, loss, periods, unit):
    """A score does not fall below nothing, and is not raised."""
    rule = read_rule(f"{loss:.2f}%/{unit}, at most 80%")
    lost = [
        rule.lost(DUE, DUE + timedelta(hours=hours), score, 100.0) for hours in (0, periods, 200)
    ]

    assert lost == sorted(lost)
    assert 0 <= lost[-1] <= score + 1e-6


def test_score_below_nothing_loses_nothing():
    """A deduction may have taken all."""
    assert read_rule("10%/day").lost(DUE, DUE + timedelta(days=1), 0.0, 10.0) == 0.0


@pytest.mark.parametrize("rule", ["10", "-10%/day", "10%/day at most", "ten percent a day", ""])
def test_what_is_no_rule_is_refused_with_an_example(rule):
    """A rule that is not understood takes nothing off; it stops."""
    with pytest.raises(
        TermsError, match=r'is not a rule for late work\. Write, for example: "10%/day'
    ):
        read_rule(rule)


def test_a_rule_that_mixes_points_and_percent_is_refused():
    """Nobody can say what the cap of such a rule is."""
    with pytest.raises(TermsError, match="mixes points and %"):
        read_rule("10%/day, at most 5 points")


@pytest.mark.parametrize(
    ("time", "late_min"),
    [("12:00", 0), ("12:00:01", 1), ("12:01", 1), ("12:01:30", 2), ("9:00", 0)],
)
def test_lateness_is_in_started_minutes(time, late_min):
    """A second late is late."""
    due = read_due("2026-01-01 13:00", ZoneInfo("Europe/Berlin"))

    assert HandIn(read_due(f"2026-01-01 {time}", UTC), due=due).late_min == late_min


def test_elapsed_time_is_counted_over_a_change_of_the_clock():
    """Two times of one zone are no plain difference of what the clock shows."""
    berlin = ZoneInfo("Europe/Berlin")
    first, second = (read_due(f"2026-10-{day} 12:00", berlin) for day in (24, 25))

    assert elapsed_s(first, second) == 25 * 3600


def test_time_is_shown_on_the_clock_of_the_due_date():
    """Beside a due date a student reads the clock of its place."""
    moment = datetime(2026, 1, 1, 11, tzinfo=UTC)
    due = read_due("2026-01-01 13:00", ZoneInfo("Europe/Berlin"))

    assert HandIn(moment, due=due).at == "2026-01-01 12:00+01:00"
    assert HandIn(moment).at == "2026-01-01 11:00+00:00"
    assert (HandIn(moment).late_min, HandIn(due=due).late_min, HandIn(due=due).at) == (
        None,
        None,
        "",
    )
