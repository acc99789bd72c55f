"""Times as people, platforms and nbgrader write them."""

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from grader.errors import TermsError
from grader.text import clean

#: The file beside a submission that says when it was handed in, as nbgrader names it.
TIMESTAMP = "timestamp.txt"
_TIME = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)[T -]+(\d\d?)[:-](\d\d)(?:[:-](\d\d))?(?:\.(\d{1,9}))?"
    r"[ ]*(Z|UTC|[+-]\d\d:?\d\d)?"
)
_MOODLE = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%d %B %Y, %I:%M %p")


def read_time(text: str) -> datetime | None:
    """
    Return the time that *text* names, in UTC unless it says otherwise; None if it names none.

    >>> read_time("2026-01-02 03:04:05.123456789 +01:00").isoformat()
    '2026-01-02T03:04:05.123456+01:00'
    """
    match = _TIME.search(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    offset = "+00:00" if zone in (None, "Z", "UTC") else zone
    try:
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
        moment = moment.replace(microsecond=int((fraction or "0").ljust(6, "0")[:6]))
        return moment.replace(tzinfo=datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo)
    except ValueError:
        return None


def read_local_time(text: str) -> datetime | None:
    """
    Return the time in a table of Moodle's, which names no zone; None if it is not one.

    >>> read_local_time("Friday, 2 January 2026, 3:04 PM").isoformat()
    '2026-01-02T15:04:00'
    """
    for form in _MOODLE:
        try:
            return datetime.strptime(text.strip(), form)
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def read_due(text: str, timezone: str) -> datetime | None:
    """
    Return a due date, None for an empty text.

    Args:
        text: The date as given on the command line.
        timezone: Its zone, where *text* names none.

    Raises:
        TermsError: If it is not a time, or not a zone.
    """
    if not text:
        return None
    moment = read_time(text)
    if moment is None:
        raise TermsError(
            f'--due "{clean(text, limit=60)}" is not a valid time. Write it as "2026-01-31 23:59".'
        )
    names_zone = text.rstrip().endswith(("Z", "UTC")) or text.rstrip()[-6:-5] in ("+", "-")
    return moment if names_zone else moment.replace(tzinfo=read_zone(timezone))


def read_zone(name: str) -> tzinfo:
    """
    Return the time zone of this name.

    Raises:
        TermsError: If there is none.
    """
    if name == "UTC":  # known even where no time zones are installed
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise TermsError(
            f'"{clean(name, limit=60)}" is not a time zone. '
            "Use a name such as Europe/Berlin or UTC."
        ) from None


def timestamp_text(moment: datetime) -> str:
    """
    Return a time as nbgrader writes it into ``timestamp.txt``.

    >>> timestamp_text(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02 03:04:05 UTC'
    """
    plain = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{plain.isoformat(sep=' ')} UTC"
