"""Late work: who handed in when, how late that was, and what it costs."""

from pathlib import Path

import pytest

from grader.errors import TermsError
from grader.terms.late import HandInTimes, read_rule
from grader.terms.times import read_due, read_time

DUE = read_time("2026-01-31 23:59 UTC")


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    ("rule", "hours", "lost"),
    [
        ("10%/day", -1, 0),
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
    assert read_rule(rule, DUE).penalty(hours * 3600, 8.5, 10.0) == pytest.approx(lost)


@pytest.mark.parametrize("rule", ["10", "-10%/day", "10%/day at most", "ten percent a day", ""])
def test_what_is_no_rule_is_refused_with_an_example(rule):
    """A rule that is not understood takes nothing off; it stops."""
    with pytest.raises(
        TermsError, match=r'is not a rule for late work\. Write, for example: "10%/day'
    ):
        read_rule(rule, DUE)


def test_a_rule_that_mixes_points_and_percent_is_refused():
    """Nobody can say what the cap of such a rule is."""
    with pytest.raises(TermsError, match="mixes points and %"):
        read_rule("10%/day, at most 5 points", DUE)


def test_times_are_those_that_collecting_wrote(tmp_path):
    """``submitted/<student>/<unit>/timestamp.txt``, in any zone; what is not a time is none."""
    put(tmp_path / "ada" / "toy" / "timestamp.txt", "2026-02-01 00:30:00 UTC")
    put(tmp_path / "ben" / "toy" / "timestamp.txt", "2026-01-31 13:00:00 +0100")
    put(tmp_path / "cleo" / "toy" / "timestamp.txt", "yesterday")
    times = HandInTimes(tmp_path, "toy", DUE)

    ada, ben = times.of("ada"), times.of("ben")

    assert (ada.moment, ada.late_s) == (read_time("2026-02-01 00:30:00 UTC"), 31 * 60)
    assert (ben.moment, ben.late_min) == (read_time("2026-01-31 12:00:00 UTC"), 0)
    assert times.of("cleo") is times.of("nobody") is None


def test_timestamp_in_what_a_student_sent_does_not_count(tmp_path):
    """It is the student's word: on pages as in exports, and nothing is said of the time then."""
    put(tmp_path / "dora" / "timestamp.txt", "2026-01-01 00:00:00 UTC")

    assert HandInTimes(tmp_path, "toy", DUE).of("dora") is None


def test_timestamp_is_read_from_a_plain_file_only(tmp_path):
    """A link leads nowhere, and neither does a name with a slash."""
    put(tmp_path / "time", "2026-01-01 12:00 UTC")
    (tmp_path / "alice" / "toy").mkdir(parents=True)
    (tmp_path / "alice" / "toy" / "timestamp.txt").symlink_to(tmp_path / "time")
    put(tmp_path.parent / "outside" / "toy" / "timestamp.txt", "2026-01-01 12:00 UTC")
    times = HandInTimes(tmp_path, "toy")

    names = ("alice", "../alice", "../outside", "..", "nobody", "a\0b", "")
    assert [times.of(name) for name in names] == [None] * len(names)


@pytest.mark.parametrize(
    ("time", "late_min"),
    [("12:00", 0), ("12:00:01", 1), ("12:01", 1), ("12:01:30", 2), ("9:00", 0)],
)
def test_lateness_is_in_started_minutes(tmp_path, time, late_min):
    """A second late is late."""
    put(tmp_path / "ada" / "toy" / "timestamp.txt", f"2026-01-01 {time} UTC")
    due = read_due("2026-01-01 13:00", "Europe/Berlin")

    assert HandInTimes(tmp_path, "toy", due).of("ada").late_min == late_min


def test_time_is_shown_on_the_clock_of_the_due_date(tmp_path):
    """Beside a due date a student reads the clock of its place."""
    put(tmp_path / "ada" / "toy" / "timestamp.txt", "2026-01-01 11:00 UTC")
    due = read_due("2026-01-01 13:00", "Europe/Berlin")

    assert HandInTimes(tmp_path, "toy", due).of("ada").at == "2026-01-01 12:00+01:00"
    assert HandInTimes(tmp_path, "toy").of("ada").at == "2026-01-01 11:00+00:00"
    assert HandInTimes(tmp_path, "toy").of("ada").late_min is None


def test_folder_that_is_not_there_is_refused(tmp_path):
    """Without it everybody would seem to be in time."""
    with pytest.raises(
        TermsError, match=r'none is not a folder\. Name the one that "grader collect --to"'
    ):
        HandInTimes(tmp_path / "none", "toy", DUE)
