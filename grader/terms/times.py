"""
Times as people, learning platforms and nbgrader write them.

A text is read as a whole or refused with the reason: nothing in it is passed over, and nothing
that it does not say is made up. A date that could be two days is refused, and so is a time of
day that the clock of its zone does not show.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from grader.errors import TermsError
from grader.text import clean

#: The file beside a submission that says when it was handed in, as nbgrader names it.
TIMESTAMP = "timestamp.txt"
_LONGEST = 120
_YEARS = range(1900, 3000)
# English, German, French, Spanish, Italian, Portuguese, Dutch, without accents.
_MONTHS = (
    "january jan januar janvier janv enero ene gennaio gen janeiro januari",
    "february feb februar fevrier fevr fev febrero febbraio fevereiro februari",
    "march mar marz mars marzo marco maart mrt mrz",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug aout agosto ago augustus",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dic dicembre dezembro",
)
# The same languages, then Chinese, Japanese and Korean.
_WEEKDAYS = (
    "monday mon montag mo lundi lun lunes lunedi segunda-feira segunda seg maandag ma 星期一 周一"
    " 月曜日 월요일",
    "tuesday tue tues dienstag di mardi mar martes martedi terca-feira terca ter dinsdag 星期二"
    " 周二 火曜日 화요일",
    "wednesday wed mittwoch mi mercredi mer miercoles mie mercoledi quarta-feira quarta qua"
    " woensdag wo 星期三 周三 水曜日 수요일",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedi gio quinta-feira quinta"
    " qui donderdag 星期四 周四 木曜日 목요일",
    "friday fri freitag fr vendredi ven viernes vie venerdi sexta-feira sexta sex vrijdag vr"
    " 星期五 周五 金曜日 금요일",
    "saturday sat samstag sa samedi sam sabado sab sabato zaterdag za 星期六 周六 土曜日 토요일",
    "sunday sun sonntag so dimanche dim domingo dom domenica zondag zo 星期日 星期天 周日"
    " 日曜日 일요일",
)


def _numbers(lines: tuple[str, ...], first: int) -> dict[str, int]:
    names = (line.split() for line in lines)
    return {name: number for number, own in enumerate(names, first) for name in own}


_MONTH_OF = _numbers(_MONTHS, 1)
_WEEKDAY_OF = _numbers(_WEEKDAYS, 0)
_WORD = r"[^\W\d_]+(?:-[^\W\d_]+)?"
_DAY = rf"(?:(?P<weekday>{_WORD})\.?,? )?"
#: The forms of a date at the start of a text. A name of a month or a weekday must be one.
_DATES = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)",
        r"(?P<year>\d{4}) ?[年년] ?(?P<month>\d{1,2}) ?[月월] ?(?P<day>\d{1,2}) ?[日일]"
        r"(?: ?\(?(?P<weekday>(?:星期|周)[一二三四五六日天]|[月火水木金土日]曜日"
        r"|[월화수목금토일]요일)\)?)?",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?!\d{1,5}(?!\d)|\d{7})",
        rf"{_DAY}(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|º|er)? (?:(?:de|of) )?(?P<name>{_WORD})\.?,?"
        r" (?:(?:de|del) )?(?P<year>\d{4})(?!\d)",
        rf"{_DAY}(?P<name>{_WORD})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})(?!\d)",
        rf"{_DAY}(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}})(?!\d)",
        rf"{_DAY}(?P<one>\d{{1,2}})([/-])(?P<two>\d{{1,2}})\3(?P<year>\d{{4}})(?!\d)",
    )
)
# Unix, git: the year stands behind the time.
_CTIME = re.compile(
    rf"(?P<date>{_WORD} {_WORD} \d{{1,2}}) (?P<time>\d\d:\d\d:\d\d) (?P<year>\d{{4}})(?P<rest>.*)"
)
_ZONE = (
    r"(?: ?(?P<offset>(?:(?:UTC|GMT) ?)?[+-]\d{1,2}(?::?\d\d)?)"
    r"|(?: |(?<=\d))(?P<zulu>[Zz])|(?: ?\(| )(?P<zone>[A-Za-z][\w+/-]*)\)?)?"
)
_NOON = r"(?P<noon>[AaPp]\. ?[Mm]\.?|[AaPp][Mm]\.?)"
#: The forms of what follows a date: a time of day and perhaps a zone.
_TIMES = tuple(
    re.compile(rf"(?:[T_-]|,? (?:(?:at|um|à|a las|alle|ore|às|om|kl\.?) )?)?{form}{_ZONE}")
    for form in (
        r"(?P<before>上午|下午|午前|午後|오전|오후) ?(?P<hour>\d{1,2})[:时時](?P<minute>\d\d)"
        r"(?::(?P<second>\d\d))?分?",
        rf"(?P<hour>\d{{1,2}})([:.-])(?P<minute>\d\d)(?:\2(?P<second>\d\d))? ?{_NOON}",
        r"(?P<hour>\d{1,2})([:.-])(?P<minute>\d\d)"
        r"(?:\2(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?(?: ?(?:Uhr|uur|h|Hrs|hrs))?",
        r"(?P<hour>\d{1,2}) ?[h时時시] ?(?P<minute>\d\d) ?[分분]?",
        rf"(?P<hour>\d{{1,2}})(?P<minute>\d\d)? ?{_NOON}",
        r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?:[.,](?P<fraction>\d{1,9}))?",
    )
)
_AFTERNOON = ("p", "下午", "午後", "오후")


class UnreadTime(TermsError):  # noqa: N818 - reads as what happened
    """A text that is not a time, or not one alone; its message says why."""


def read_time(text: str, zone: tzinfo = UTC) -> datetime:
    """
    Return the time that *text* names, with its zone.

    Args:
        text: A date and a time of day, as platforms or people write them.
        zone: The zone of a text that names none. A text may also name it by the abbreviations
            that its clock has, such as EDT in America/New_York.

    Returns:
        The time; the earlier one of two where the clock was put back.

    Raises:
        UnreadTime: If any part of the text is not understood, or means two things.

    >>> read_time("2026-01-02 03:04:05.123456789 +01:00").isoformat()
    '2026-01-02T03:04:05.123456+01:00'
    >>> read_time("Friday, 2 January 2026, 3:04 PM").isoformat()
    '2026-01-02T15:04:00+00:00'
    """
    plain = _normalised(text) if len(text) <= _LONGEST else ""
    match = _CTIME.fullmatch(plain)
    if match:
        plain = f"{match['date']} {match['year']} {match['time']}{match['rest']}"
    for date, time in _readings(plain):
        return _moment(text, date, time, zone)
    has_date = any(form.fullmatch(plain) for form in _DATES)
    raise _unread(text, "it has no time of day" if has_date else 'expected "2026-01-31 23:59"')


def known_time(text: str, zone: tzinfo = UTC) -> datetime | None:
    """Return the time that *text* names, None if it is not known to name one."""
    try:
        return read_time(text, zone)
    except UnreadTime:
        return None


def read_due(text: str, zone: tzinfo, where: str = "--due") -> datetime:
    """
    Return a due date on the clock of *zone*.

    Args:
        text: The date as a person wrote it.
        zone: The zone of the course, in which a day is a calendar day.
        where: Where it was written, for messages.

    Raises:
        TermsError: If it is not a time, or one that the clock shows twice.
    """
    try:
        moment = read_time(text, zone)
    except UnreadTime as error:
        raise TermsError(f'{where} {error} Write it as "2026-01-31 23:59".') from None
    again = moment.replace(fold=1)
    if again.utcoffset() != moment.utcoffset() and exists(moment):
        raise TermsError(
            f'{where} "{clean(text, limit=60)}" occurs twice, because the clock is put back then. '
            f'Add which one is meant: "{moment:%Y-%m-%d %H:%M%z}" or "{again:%Y-%m-%d %H:%M%z}".'
        )
    return moment.astimezone(zone)


def read_zone(name: str) -> tzinfo:
    """
    Return the time zone of this name.

    Raises:
        TermsError: If there is none.
    """
    zone = _named_zone(name)
    if zone is None:
        raise TermsError(
            f'"{clean(name, limit=60)}" is not a time zone. '
            "Use a name such as Europe/Berlin or UTC."
        )
    return zone


def timestamp_text(moment: datetime) -> str:
    """
    Return a time as nbgrader writes it into ``timestamp.txt``.

    >>> timestamp_text(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02 03:04:05 UTC'
    """
    plain = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{plain.isoformat(sep=' ')} UTC"


def exists(moment: datetime) -> bool:
    """Tell whether the clock of its zone shows *moment*: it leaps over an hour in spring."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(fold=0) == moment.replace(
        fold=0
    )


def _normalised(text: str) -> str:
    """Return *text* with plain digits and marks, and single blanks."""
    wide = unicodedata.normalize("NFKC", text)
    return " ".join(wide.replace("\u200e", "").replace("\u200f", "").split())


def _plain_word(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)


def _readings(plain: str) -> Iterator[tuple[Mapping[str, str | None], Mapping[str, str | None]]]:
    """Yield every pair of a date and a time that make up the whole text."""
    for form in _DATES:
        date = form.match(plain)
        if date is None:
            continue
        found = date.groupdict()
        if "name" in found and _plain_word(found["name"]) not in _MONTH_OF:
            continue
        for time_form in _TIMES:
            time = time_form.fullmatch(plain, date.end())
            if time is not None:
                yield found, time.groupdict()


def _moment(
    text: str, date: Mapping[str, str | None], time: Mapping[str, str | None], zone: tzinfo
) -> datetime:
    year, month, day = _date(text, date)
    hour = _hour(text, time)
    try:
        midnight = datetime(year, month, day)
        if year not in _YEARS:
            raise ValueError
        minute, second = int(time.get("minute") or 0), int(time.get("second") or 0)
        if hour > 24 or (hour == 24 and (minute or second)):
            raise ValueError
        wall = midnight.replace(hour=hour % 24, minute=minute, second=second)
    except ValueError:
        raise _unread(text, "there is no such day or hour") from None
    _check_weekday(text, date.get("weekday"), wall)
    wall += timedelta(
        days=hour // 24, microseconds=int((time.get("fraction") or "0").ljust(6, "0")[:6])
    )
    moment = _in_zone(text, wall, time, zone)
    if not exists(moment):
        raise _unread(text, "that hour is skipped when the clock is put forward")
    return moment


def _date(text: str, date: Mapping[str, str | None]) -> tuple[int, int, int]:
    year = int(date["year"] or 0)
    name = date.get("name")
    if name:
        return year, _MONTH_OF[_plain_word(name)], int(date["day"] or 0)
    if "one" not in date:
        return year, int(date["month"] or 0), int(date["day"] or 0)
    one, two = int(date["one"] or 0), int(date["two"] or 0)
    if one != two and max(one, two) <= 12:
        raise _unread(text, f"day and month could be {one} and {two} or the other way round")
    return (year, two, one) if one > 12 else (year, one, two)


def _hour(text: str, time: Mapping[str, str | None]) -> int:
    hour = int(time["hour"] or 0)
    noon = time.get("noon") or time.get("before")
    if not noon:
        return hour
    is_asian = time.get("before") is not None
    if not (0 if is_asian else 1) <= hour <= 12:
        raise _unread(text, "with AM or PM an hour is from 1 to 12")
    return hour % 12 + 12 * noon.casefold().startswith(_AFTERNOON)


def _check_weekday(text: str, name: str | None, wall: datetime) -> None:
    if name is None:
        return
    number = _WEEKDAY_OF.get(_plain_word(name))
    if number is None:
        raise _unread(text, f'"{clean(name, limit=20)}" is not a day of the week')
    if number != wall.weekday():
        raise _unread(text, f"{wall:%Y-%m-%d} is a {wall:%A}")


def _in_zone(text: str, wall: datetime, time: Mapping[str, str | None], zone: tzinfo) -> datetime:
    if time.get("offset"):
        digits = re.sub(r"[^\d]", "", time["offset"] or "")
        hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
        if int(hours) > 14 or int(minutes) > 59:
            raise _unread(text, "no zone is that far from UTC")
        shift = timedelta(hours=int(hours), minutes=int(minutes))
        return wall.replace(tzinfo=timezone(-shift if "-" in (time["offset"] or "") else shift))
    name = time.get("zone")
    if time.get("zulu") or (name or "").upper() in ("UTC", "GMT", "Z"):
        return wall.replace(tzinfo=UTC)
    if name is None:
        return wall.replace(tzinfo=zone)
    for fold in (0, 1):
        moment = wall.replace(tzinfo=zone, fold=fold)
        if moment.tzname() == name:
            return moment
    named = _named_zone(name)
    if named is None:
        raise _unread(
            text, f'"{clean(name, limit=40)}" is not a time zone; write, for example, +01:00'
        )
    return wall.replace(tzinfo=named)


def _named_zone(name: str) -> tzinfo | None:
    if name == "UTC":  # known even where no time zones are installed
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _unread(text: str, why: str) -> UnreadTime:
    return UnreadTime(f'"{clean(text, limit=60)}" is not a valid time: {why}.')
