"""Times as people, platforms and nbgrader write them: each text is read rightly or refused."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.utils import parse_utc

from grader.errors import TermsError
from grader.terms.times import (
    UnreadTime,
    known_time,
    read_due,
    read_time,
    read_zone,
    timestamp_text,
)

BERLIN, NEW_YORK, SHANGHAI = map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Asia/Shanghai"))

#: The moment in UTC, the zone of texts that name none, and texts that all mean this moment.
READ = [
    (
        "2026-01-31 22:59:00",  # what people write as a due date
        BERLIN,
        """
        2026-01-31 23:59
        2026-01-31  23:59
        2026-01-31T23:59
        2026-01-31 23:59:00
        2026-1-31 23:59
        2026/01/31 23:59
        2026.01.31 23:59
        2026-01-31, 23:59
        2026-01-31 at 23:59
        2026-01-31 11:59 PM
        2026-01-31 11:59PM
        2026-01-31 11:59 pm
        2026-01-31 11:59 p.m.
        2026-01-31 11:59 p. m.
        2026-01-31 11.59 pm
        2026-01-31 11:59:00 PM
        2026-01-31 1159 PM
        2026-01-31 23.59
        2026-01-31 2359
        2026-01-31_23-59
        2026-01-31-23-59-00
        2026-01-31 23h59
        2026-01-31 23 h 59
        2026-01-31 23:59h
        2026-01-31 23:59 CET
        2026-01-31 23:59 (CET)
        2026-01-31 23:59 Europe/Berlin
        2026-01-31 23:59 Europe/Rome
        2026-01-31 23:59 MET
        2026-01-31 23:59+01:00
        2026-01-31 23:59 +01:00
        2026-01-31 23:59 +0100
        2026-01-31 23:59 +01
        2026-01-31 23:59 +1
        2026-01-31 23:59 UTC+1
        2026-01-31 23:59 UTC+01:00
        2026-01-31 23:59 GMT+1
        2026-01-31 23:59 GMT+0100
        2026-01-31 22:59 UTC
        2026-01-31 22:59 GMT
        2026-01-31 22:59 utc
        2026-01-31 22:59Z
        2026-01-31 22:59 Z
        2026-01-31T22:59Z
        2026-01-31T22:59:00Z
        2026-01-31T22:59:00.000Z
        20260131T225900Z
        20260131 225900 UTC
        2026-01-31 17:59 EST
        2026-01-31 17:59:00 EST
        2026-01-31 5:59 PM EST
        2026-01-31 17:59 America/New_York
        2026-01-31 5:59 PM America/New_York
        2026-01-31 17:59-05:00
        2026-01-31 17:59 -0500
        2026-01-31 17:59 EST5EDT
        2026-01-31 15:59 MST
        2026-01-31 12:59 HST
        2026-02-01 00:59 EET
        2026-01-31 22:59 WET
        2026-02-01 06:59 PRC
        2026-02-01 06:59 Asia/Shanghai
        2026-02-01 07:59 Asia/Tokyo
        2026-02-01 07:59 Japan
        2026-02-01 04:29 Asia/Kolkata
        2026-02-01 04:29 +05:30
        2026-02-01 04:44 Asia/Kathmandu
        2026-01-31 19:29 America/St_Johns
        2026-01-31 19:29 -03:30
        2026-01-31 19:59 America/Argentina/Buenos_Aires
        2026-02-01 09:59 Etc/GMT-11
        31.01.2026 23:59
        31.1.2026, 23:59
        31.01.2026 23:59 Uhr
        31.01.2026 um 23:59 Uhr
        31.01.2026, 23.59 Uhr
        Sa, 31.01.2026 23:59
        Samstag, 31.01.2026, 23:59
        31/01/2026 23:59
        31-01-2026 23:59
        01/31/2026 11:59 PM
        1/31/2026 11:59 PM
        1/31/2026, 11:59 PM
        Sat 1/31/2026 11:59 PM
        31 January 2026 23:59
        31 January 2026, 23:59
        31 Jan 2026 23:59
        31st January 2026 at 11:59 PM
        31st of January 2026 at 11:59 PM
        January 31, 2026 11:59 PM
        January 31, 2026 at 11:59 PM
        January 31st, 2026, 11:59 pm
        Jan 31, 2026 11:59 PM
        Jan. 31, 2026 11:59 PM
        Jan 31 2026 11:59 PM
        Sat, Jan 31, 2026 11:59 PM
        Sat Jan 31 23:59:00 2026
        Sat Jan 31 22:59:00 2026 +0000
        Sat, 31 Jan 2026 22:59:00 GMT
        Sat, 31 Jan 2026 22:59:00 +0000
        Saturday, 31 January 2026, 11:59 PM CET
        """,
    ),
    (
        "2026-10-02 21:05:00",  # Moodle's worksheet in the languages of sites, summer time
        BERLIN,
        """
        Friday, 2 October 2026, 11:05 PM
        Friday, 2 October 2026, 23:05
        2 October 2026, 11:05 PM
        Friday, October 2, 2026, 11:05 PM
        Freitag, 2. Oktober 2026, 23:05
        Fr, 2. Okt 2026, 23:05
        Fr, 2. Okt. 2026, 23:05
        vendredi 2 octobre 2026, 23:05
        ven. 2 octobre 2026, 23:05
        viernes, 2 de octubre de 2026, 23:05
        vie, 2 oct 2026, 23:05
        venerdì, 2 ottobre 2026, 23:05
        ven, 2 ott 2026, 23:05
        sexta-feira, 2 de outubro de 2026, 23:05
        sexta, 2 out 2026, 23:05
        vrijdag, 2 oktober 2026, 23:05
        vr, 2 okt 2026, 23:05
        2026年10月2日 星期五 23:05
        2026年10月02日 星期五 23:05
        2026年10月2日星期五 23:05
        2026年10月2日 下午11:05
        2026年10月2日 周五 下午 11:05
        2026年 10月 2日 23:05
        2026年10月2日(金曜日) 23:05
        2026年10月2日 23時05分
        2026년 10월 2일 금요일 23:05
        2026년 10월 2일 오후 11:05
        ２０２６年１０月２日 ２３：０５
        2026-10-02 23:05 CEST
        2 October 2026, 11:05\u202fPM
        Friday,\u00a02 October 2026, 11:05 PM
        """,
    ),
    (
        "2026-10-02 16:05:00",  # Brightspace, in the zone of the site
        NEW_YORK,
        """
        Oct 2, 2026 1205 PM
        Oct 2, 2026 12:05 PM
        October 2, 2026 12:05 PM
        2 October, 2026 12:05 PM
        02 October 2026 12:05 PM
        Friday, October 2, 2026 12:05 PM EDT
        2026-10-02 12:05 EDT
        2026-10-02 12:05
        """,
    ),
    (
        "2026-10-03 03:05:40",  # Blackboard, ILIAS, git, Canvas and GitHub
        NEW_YORK,
        """
        2026-10-02-23-05-40
        20261002230540
        20261002T230540
        20261002_230540
        20261002-230540
        2026-10-02T23:05:40
        2026-10-02T23:05:40-04:00
        2026-10-03T03:05:40Z
        Friday, October 2, 2026 11:05:40 PM EDT
        Fri Oct 2 23:05:40 2026 -0400
        Fri Oct 2 23:05:40 2026
        Fri, 2 Oct 2026 23:05:40 -0400
        2026-10-02 23:05:40 -0400
        """,
    ),
    (
        "2026-02-01 08:00:00.123456",  # nbgrader, Gradescope, Python
        UTC,
        """
        2026-02-01 08:00:00.123456 UTC
        2026-02-01 08:00:00.123456
        2026-02-01 03:00:00.123456 EST
        2026-02-01 03:00:00.123456 America/New_York
        2026-02-01 03:00:00.123456 -0500
        2026-02-01 09:00:00.123456 CET
        2026-02-01 08:00:00.123456789 Z
        2026-02-01T00:00:00.123456-08:00
        2026-02-01 00:00:00.123456789 -08:00
        2026-02-01 08:00:00,123456 UTC
        """,
    ),
    (
        "2026-01-30 16:00:00",
        SHANGHAI,
        """
        2026-01-31 00:00
        2026-01-30 24:00
        2026-01-30 24:00:00
        2026-01-31 12:00 AM
        2026-01-31 12 AM
        2026年1月31日 上午12:00
        2026-01-31 00:00 CST
        2026-01-30 16:00Z
        """,
    ),
    (
        "2026-01-31 04:00:00",
        SHANGHAI,
        """
        2026-01-31 12:00 PM
        2026-01-31 12 PM
        2026年1月31日 下午12:00
        2026年1月31日 12:00
        2026-01-31 12:00 CST
        """,
    ),
]
#: Texts that are refused in Berlin, and words of the reason.
REFUSED = {
    "is not a valid time": """
        x
        soon
        tomorrow 23:59
        23:59
        11:59 PM
        now
        2026
        2026-01
        ben=2026-02-07 23:59
        due 2026-02-07 23:59
        2026-02-07 23:59 or so
        2026-02-07 23:59 2026-02-08 23:59
        2026-02-07 23:59, please
        handed in 2026-1-2 3:04:05.5 UTC
        26-02-07 23:59
        07.02.26 23:59
        2/01/26, 15:04
        2026-02-07 noon
        2026-02-07 midnight
        2026-02-07 23:5
        2026-02-07 3:4
        2026-02-07 23
        2026-02-07 23:59:
        2026-02-07 23:59:00:00
        2026-2026-01 10:00
        2026-02/07 23:59
        2026-02-07T
        2026-02-07 T23:59
        1770505140
        99999999999999999999
        -2026-02-07 23:59
        2026-W06-6 23:59
        2026-038 23:59
        2026-02-07 half past ten
        7 Foo 2026 23:59
        LATE
        -
        """,
    "it has no time of day": """
        2026-01-31
        31.01.2026
        January 31, 2026
        2026年1月31日
        """,
    "there is no such day or hour": """
        2026-13-01 00:00
        2026-00-01 00:00
        2026-02-30 10:00
        2026-02-29 10:00
        2026-04-31 10:00
        2026-01-00 10:00
        30 February 2026 10:00
        2026-01-31 25:00
        2026-01-31 24:01
        2026-01-31 23:60
        2026-01-31 23:59:60
        31.13.2026 10:00
        0026-01-31 10:00
        9999-12-31 23:59
        """,
    "an hour is from 1 to 12": """
        2026-01-31 23:59 PM
        2026-01-31 13:00 AM
        2026-01-31 0:30 PM
        2026-01-31 00:30 AM
        2026年1月31日 下午23:59
        """,
    "could be": """
        01/02/2026 10:00
        1/2/2026 10:00 AM
        02-01-2026 10:00
        12/11/2026 10:00
        """,
    "is a ": """
        Monday, 2 January 2026, 3:04 PM
        Montag, 31.01.2026 23:59
        2026年1月31日 星期五 23:59
        """,
    "is not a time zone": """
        2026-01-31 23:59 EDT
        2026-01-31 23:59 JST
        2026-01-31 23:59 IST
        2026-01-31 23:59 CEST
        2026-01-31 23:59 Mars/Olympus
        2026-01-31 23:59 Europe
        2026-01-31 23:59 hours
        2026-01-31 23:59 AoE
        """,
    "no zone is that far": """
        2026-01-31 23:59 +2500
        2026-01-31 23:59 +99:00
        2026-01-31 23:59 +01:75
        """,
    "that hour is skipped when the clock is put forward": """
        2026-03-29 02:00
        2026-03-29 02:30
        Sunday, 29 March 2026, 2:59 AM
        2026-03-08 02:30 America/New_York
        """,
    "is not a day of the week": """
        Someday, 31 January 2026, 23:59
        """,
}  # fmt: skip


def lines(block: str) -> list[str]:
    return [line.strip(" ") for line in block.split("\n") if line.strip(" ")]


def test_there_are_enough_texts():
    """Two hundred, all different."""
    texts = [(str(zone), text) for _, zone, block in READ for text in lines(block)]
    texts += [("", text) for block in REFUSED.values() for text in lines(block)]

    assert len(texts) == len(set(texts)) >= 200


@pytest.mark.parametrize(("truth", "zone", "block"), READ, ids=[row[0] for row in READ])
def test_time_is_read_however_it_is_written(truth, zone, block):
    """Every way of writing one moment is that moment."""
    moment = datetime.fromisoformat(truth).replace(tzinfo=UTC)

    wrong = {text: known_time(text, zone) for text in lines(block)}
    wrong = {text: found for text, found in wrong.items() if found != moment}

    assert wrong == {}


@pytest.mark.parametrize(("words", "block"), REFUSED.items(), ids=list(REFUSED))
def test_what_is_not_one_time_is_refused_with_the_reason(words, block):
    """No part of a text is passed over, and nothing is made up."""
    for text in lines(block):
        with pytest.raises(UnreadTime) as caught:
            print(text, read_time(text, BERLIN))
        assert words in str(caught.value), text


@pytest.mark.parametrize(
    "text", ["", " ", "2026-01-31 23:59" + " " * 200, "9" * 5000, "\0", "\ud800"]
)
def test_odd_texts_are_refused(text):
    """Whatever a file holds, reading it as a time ends with an answer."""
    assert known_time(text) is None


@given(st.text(max_size=150))
def test_any_text_is_read_or_refused(text):
    """Never another exception, and what is read has a zone."""
    found = known_time(text, BERLIN)

    assert found is None or found.tzinfo is not None


ZONES = st.sampled_from(
    [
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "UTC",
        "Pacific/Apia",
    ]
)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))
FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y%m%d%H%M%S",
    "%d.%m.%Y %H:%M:%S",
    "%A, %d %B %Y, %I:%M:%S %p",
    "%b %d, %Y %I:%M:%S %p",
    "%a %b %d %H:%M:%S %Y",
    "%Y年%m月%d日 %H:%M:%S",
)


@given(MOMENTS, ZONES, st.sampled_from(FORMS))
def test_what_a_clock_shows_is_read_back_in_its_zone(moment, zone, form):
    """All but the hour that a clock shows twice; of that the first is taken."""
    moment = moment.replace(microsecond=0)
    local = moment.astimezone(ZoneInfo(zone))

    found = read_time(local.strftime(form), ZoneInfo(zone))

    assert found == moment or (local.fold and found == local.replace(fold=0))


@given(MOMENTS, ZONES)
def test_with_an_offset_every_moment_is_read_back(moment, zone):
    """Also in the hour that comes twice."""
    local = moment.astimezone(ZoneInfo(zone))

    assert read_time(local.strftime("%Y-%m-%d %H:%M:%S.%f %z"), BERLIN) == moment


@given(MOMENTS, st.sampled_from(["UTC", "EST", "CET", "EET", "America/New_York", "Asia/Tokyo"]))
def test_nbgraders_timestamps_are_read_as_nbgrader_reads_them(moment, name):
    """Its ``Exchange.timezone`` may be a zone or an abbreviation."""
    local = moment.astimezone(ZoneInfo(name))
    text = f"{local:%Y-%m-%d %H:%M:%S.%f} {name}"

    if not local.fold:
        assert read_time(text).astimezone(UTC).replace(tzinfo=None) == parse_utc(text)


def test_abbreviation_is_known_where_the_clock_of_the_course_has_it():
    """CST is China's in Shanghai and America's in Chicago; elsewhere it is refused."""
    text = "2026-01-31 12:00 CST"

    assert read_time(text, SHANGHAI).astimezone(UTC).hour == 4
    assert read_time(text, ZoneInfo("America/Chicago")).astimezone(UTC).hour == 18
    assert known_time(text, BERLIN) is None


def test_abbreviation_tells_the_hours_of_one_name_apart():
    """When the clock is put back, 02:30 comes twice."""
    first = read_time("2026-10-25 02:30 CEST", BERLIN)
    second = read_time("2026-10-25 02:30 CET", BERLIN)

    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)


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
    """One that names its zone is that moment, on the clock of the course."""
    due = read_due(text, BERLIN)

    assert due.astimezone(UTC).hour == hour
    assert due.tzinfo is BERLIN


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("soon", '--due "soon" is not a valid time: expected "2026-01-31 23:59". Write it as'),
        ("ben=2026-02-07 23:59", "is not a valid time"),
        (
            "2026-10-25 02:30",
            "occurs twice, because the clock is put back then. "
            'Add which one is meant: "2026-10-25 02:30+0200"',
        ),
    ],
)
def test_due_date_that_is_not_one_is_refused_with_an_example(due, words):
    """What was given and how to write it."""
    with pytest.raises(TermsError) as caught:
        read_due(due, BERLIN)
    assert words in str(caught.value)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../x", "", "/etc/passwd", "a\0b"])
def test_zone_that_is_not_one_is_refused_with_an_example(name):
    """Whatever is given, it is no path."""
    with pytest.raises(TermsError, match=r"is not a time zone\. Use a name such as Europe/Berlin"):
        read_zone(name)
