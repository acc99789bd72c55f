"""Moments as platforms and nbgrader write them."""

import re
from datetime import UTC, datetime

#: The file beside a submission that says when it was handed in, as nbgrader names it.
TIMESTAMP = "timestamp.txt"
_TIME = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)[T -]+(\d\d?)[:-](\d\d)(?:[:-](\d\d))?(?:\.(\d{1,9}))?"
    r"[ ]*(Z|UTC|[+-]\d\d:?\d\d)?"
)


def read_time(text: str) -> datetime | None:
    """
    Return the moment that *text* names, in UTC unless it says otherwise; None for none.

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


def stamp(moment: datetime) -> str:
    """
    Return a moment as nbgrader writes it into ``timestamp.txt``.

    >>> stamp(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02 03:04:05 UTC'
    """
    plain = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{plain.isoformat(sep=' ')} UTC"
