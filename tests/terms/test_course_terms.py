"""The terms of a course: one file, options that may differ, extensions."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from helpers.courses import TOY

from grader.course.manifest import Course, find_course
from grader.errors import TermsError
from grader.terms.course_terms import Terms, read_terms
from grader.terms.hand_ins import HandIn

FULL = """
due = "2026-01-31 11:59 PM"
timezone = "Europe/Berlin"
late = "10%/day, at most 50%, after 15 minutes"
free_days = 2
attempt = "last on time"
"""
DUE = datetime(2026, 1, 31, 22, 59, tzinfo=UTC)


@pytest.fixture
def course(tmp_path) -> Course:
    """A copy of the toy course, without terms."""
    return find_course(Path(shutil.copytree(TOY, tmp_path / "toy")))


def put(course: Course, terms: str = FULL, extensions: str = "") -> Terms:
    """Write the files of the terms and read them."""
    (course.exercises / "terms.toml").write_text(terms)
    if extensions:
        (course.root / "extensions.csv").write_text(f"student,due,reason,who\n{extensions}")
    return read_terms(course)


def test_without_the_files_nothing_is_due(course):
    """A course need not have any."""
    terms = read_terms(course)

    assert terms == Terms()
    assert terms.lost(terms.apply("ada", HandIn(DUE)), 10.0, 10.0) == 0.0


def test_every_term_is_read(course):
    """Due on the clock of the zone, the rule with its grace, free days, the attempt."""
    terms = put(course)

    assert (terms.due, str(terms.zone)) == (DUE, "Europe/Berlin")
    assert terms.due.isoformat() == "2026-01-31T23:59:00+01:00"
    assert (terms.late.grace_s, terms.late.period, terms.free_days) == (900, "day", 2)
    assert terms.attempt == "last on time"


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ('due = "soon"', 'terms.toml: due "soon" is not a valid time'),
        ('due = "2026-01-31"', "it has no time of day"),
        ("due = 2026-01-31", 'key "due" is datetime.date(2026, 1, 31), expected a date and a time'),
        ('due = "2026-01-31 23:59"\nlate = "much"', 'late "much" is not a rule for late work'),
        ('late = "10%/day"', "late needs a due date"),
        ('timezone = "Berlin"', '"Berlin" is not a time zone'),
        ("free_days = 1.5", 'key "free_days" is 1.5, expected whole days'),
        ("free_days = true", 'key "free_days" is True'),
        ('attempt = "first"', '"last" or "last on time" or "best"'),
        ('deadline = "2026-01-31 23:59"', 'key "deadline" is unknown, expected one of due'),
        ("due = ", "is not TOML"),
    ],
)
def test_faulty_terms_are_refused(course, terms, words):
    """The file, the key, what was found, what was expected."""
    with pytest.raises(TermsError) as caught:
        put(course, terms)

    assert words in str(caught.value)
    assert "terms.toml" in str(caught.value) or "time zone" in str(caught.value)


def test_option_that_differs_is_said_and_counts(course):
    """One that says the same is not."""
    terms = put(course)

    same = terms.with_options("2026-01-31 23:59", "Europe/Berlin", FULL.split('"')[5])
    other = terms.with_options("2026-02-01 23:59", "UTC", "1 point/day")

    assert (same.differs, same.due) == ((), DUE)
    assert [line.text.split()[0] for line in other.differs] == ["--timezone", "--due", "--late"]
    assert other.differs[1].text == (
        "--due is 2026-02-01 23:59:00+00:00 here; terms.toml of the course says "
        "2026-01-31 23:59:00+01:00."
    )
    assert other.due == datetime(2026, 2, 1, 23, 59, tzinfo=UTC)


def test_option_without_a_file_differs_from_nothing():
    """Nothing is compared that was not said."""
    terms = Terms().with_options("2026-01-31 23:59", "Europe/Berlin", "1 point/day")

    assert (terms.differs, terms.due) == ((), DUE)


@pytest.mark.parametrize(
    ("late", "lost"),
    [
        (timedelta(minutes=15), 0),
        (timedelta(minutes=16), 0),
        (timedelta(days=2), 0),
        (timedelta(days=2, minutes=15), 0),
        (timedelta(days=2, minutes=16), 1),
        (timedelta(days=3, minutes=1), 2),
        (timedelta(days=300), 5),
    ],
)
def test_free_days_come_before_the_rule(course, late, lost):
    """After them the rule counts as from the due date, its grace and its cap included."""
    terms = put(course)
    hand_in = terms.apply("ada", HandIn(DUE + late))

    assert terms.lost(hand_in, 10.0, 10.0) == lost
    assert hand_in.is_late


def test_extension_is_the_students_own_due_date(course):
    """A plain time is in the zone of the course; excused students lose nothing."""
    terms = put(
        course, FULL.replace("free_days = 2", ""),
        "ben,2026-02-07 23:59,ill,prof\ncleo,Excused,moved,prof\n",
    )  # fmt: skip
    late = HandIn(DUE + timedelta(days=1))

    ben, cleo, ada = (terms.apply(name, late) for name in ("ben", "cleo", "ada"))

    assert terms.faults == ()
    assert (ben.due.isoformat(), ben.reason) == ("2026-02-07T23:59:00+01:00", "ill")
    assert [terms.lost(each, 10.0, 10.0) for each in (ben, cleo, ada)] == [0.0, 0.0, 1.0]
    assert (cleo.is_excused, ben.is_excused, ada.is_excused) == (True, False, False)


EARLY, LATE = HandIn(DUE - timedelta(days=1)), HandIn(DUE + timedelta(days=1))
UNKNOWN, BY_WORD = HandIn(), HandIn(marked_late_by="Canvas")


@pytest.mark.parametrize(
    ("hand_in", "is_on_time"),
    [(EARLY, True), (LATE, False), (HandIn(DUE + timedelta(minutes=15)), True),
     (UNKNOWN, None), (BY_WORD, False)],
)  # fmt: skip
def test_what_is_not_known_is_neither_in_time_nor_late(course, hand_in, is_on_time):
    """No time and no word of a platform: nobody knows. Where nothing is due, all is in time."""
    terms = put(course)

    assert terms.is_on_time(terms.apply("ada", hand_in)) is is_on_time
    assert Terms().is_on_time(hand_in) is not bool(hand_in.marked_late_by)


@pytest.mark.parametrize(
    ("attempts", "counts"),
    [
        ([EARLY, LATE], 0),
        ([EARLY, EARLY], 1),
        ([EARLY, UNKNOWN], 0),
        ([EARLY, UNKNOWN, LATE], 0),
        ([UNKNOWN, LATE], 0),
        ([UNKNOWN, BY_WORD], 0),
        ([UNKNOWN, UNKNOWN], 1),
        ([LATE, BY_WORD], 1),
        ([LATE, UNKNOWN, BY_WORD], 1),
    ],
)
def test_last_on_time_is_one_that_is_known_to_be(course, attempts, counts):
    """Then one that may be in time, then one that is late; of two alike the later one."""
    numbered = [replace(each, attempt=n) for n, each in enumerate(attempts)]

    assert put(course).counted("ada", numbered).attempt == counts


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("ben,soon,ill,prof", 'line 2: due "soon" is not a valid time'),
        ("ben,,ill,prof", 'line 2: due "" is not a valid time'),
        ("ben,2026-02-07 23:59,,prof", "line 2: no reason"),
        ("ben,2026-02-07 23:59,ill,", "line 2: no who"),
        (",2026-02-07 23:59,ill,prof", "line 2: no student"),
        ("ben,2026-02-07 23:59", "line 2: 2 cells, expected 4"),
        (
            "zoe,2026-02-07 23:59,ill,prof\nzoe,excused,ill,prof",
            "line 3: zoe already has a row above",
        ),
    ],
)
def test_faulty_extension_is_named_and_stops_nothing(course, row, words):
    """The others count."""
    terms = put(course, FULL, f"{row}\nada,2026-02-08 12:00,ill,prof\n")

    assert "ada" in terms.extensions
    assert len(terms.faults) == 1
    assert words in terms.faults[0].text
    assert terms.faults[0].text.endswith("This row does not count.")


def test_extensions_that_are_no_table_are_refused(course):
    """Nobody's extension is dropped without a word."""
    (course.root / "extensions.csv").write_text("name,until\n")

    with pytest.raises(TermsError, match="line 1: expected student,due,reason,who"):
        read_terms(course)


def test_terms_are_public_and_extensions_are_not(course):
    """The student bundle holds the due date, and no student's reason."""
    from grader.release.bundle import student_files

    put(course, FULL, "ben,excused,ill,prof\n")

    names = set(student_files(course))
    assert "exercises/terms.toml" in names
    assert not [name for name in names if "extensions" in name]
