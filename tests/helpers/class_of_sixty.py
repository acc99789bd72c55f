"""
A class of sixty with a truth table, and what platforms make of it.

Everything that is true of a student is computed here with plain arithmetic, without the grader
and without a library of time zones: the class is in Berlin, where the clock was put back on
25 October 2026 at three o'clock.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

DUE = datetime(2026, 10, 24, 23, 59)
_GRACE = timedelta(minutes=10)
MAX = 10.0
TERMS = """
due = "2026-10-24 11:59 PM"
timezone = "Europe/Berlin"
late = "10%/day, at most 50%, after 10 minutes"
attempt = "last on time"
"""
_FIRST = ("Ana", "Bo", "Chloé", "Dmitri", "Eun-ji", "Fátima", "Grace", "Håkon", "Ines", "Jun")
_LAST = ("Müller", "de Vries", "O'Neil", "Wei Chen", "Smith", "García")
#: Minutes after the due date at which work came, the last attempt last.
_LATENESS = (
    *((-600,), (-1,), (0,), (10,), (11,), (60,), (1440,), (1441,), (1500,), (2880,)),
    *((4321,), (12000,), (-900, -30), (-500, 20), (-90, 5), (30, 200), (-4000, -20, 3000)),
    *((-60, 1440), (2881,), (-5,)),
)


@dataclass(frozen=True)
class Attempt:
    """A moment on the clock in Berlin, and what was handed in then is worth."""

    wall: datetime
    score: float

    @property
    def data(self) -> bytes:
        """The module, whose first line says what it is worth."""
        return f"# worth {self.score}\ndef double(x):\n    return 2 * x\n".encode()

    @property
    def utc(self) -> datetime:
        """The moment in UTC: the clock was put back at three o'clock."""
        summer = self.wall < datetime(2026, 10, 25, 2)
        return self.wall - timedelta(hours=2 if summer else 1)


@dataclass(frozen=True)
class Student:
    """A student, what was handed in when, and what people decided."""

    number: int
    attempts: Sequence[Attempt]
    extension: datetime | None
    is_excused: bool
    bonus: float

    @property
    def id(self) -> str:
        """The login."""
        return f"st{self.number:02}"

    @property
    def first(self) -> str:
        """The first name."""
        return f"{_FIRST[self.number % 10]} {chr(65 + self.number % 26)}."

    @property
    def last(self) -> str:
        """The last name."""
        return f"{_LAST[self.number % 6]}{self.number // 6}"

    @property
    def due(self) -> datetime:
        """When it was due for this student, on the clock in Berlin."""
        return self.extension or DUE

    def counted(self, attempts: Sequence[Attempt]) -> Attempt:
        """Return the last attempt in time, or the last."""
        on_time = [each for each in attempts if each.wall <= self.due + _GRACE]
        return (on_time or attempts)[-1]

    def points(self, attempt: Attempt, *, is_timed: bool = True) -> float | None:
        """Return the points that count; None for one who is excused."""
        if self.is_excused:
            return None
        raw = max(0.0, attempt.score + self.bonus)
        days = 0
        while is_timed and attempt.wall > self.due + timedelta(days=days):
            days += 1
        if attempt.wall <= self.due + _GRACE:
            days = 0
        return round(raw - min(days * 1.0, 5.0, raw), 6)


def made_class() -> list[Student]:
    """Return the sixty."""
    students = []
    for number in range(60):
        minutes = _LATENESS[number % len(_LATENESS)]
        attempts = [
            Attempt(DUE + timedelta(minutes=each), (number * 7 + 13 * at) % 21 / 2)
            for at, each in enumerate(minutes)
        ]
        extension = DUE + timedelta(days=2) if number % 11 == 3 else None
        bonus = {5: 2.0, 25: 1.5, 26: -1.0, 47: -20.0}.get(number, 0.0)
        students.append(Student(number, attempts, extension, number in (8, 38), bonus))
    return students


def write_terms(course: Path, students: Sequence[Student]) -> None:
    """Write the terms of the course, and the extensions."""
    (course / "exercises" / "terms.toml").write_text(TERMS)
    rows = ["student,due,reason,who"]
    for each in students:
        if each.is_excused:
            rows.append(f"{each.id},excused,ill,prof")
        elif each.extension:
            rows.append(f"{each.id},{each.extension:%d.%m.%Y %H:%M},moved,prof")
    (course / "extensions.csv").write_text("\n".join([*rows, ""]))


def write_bonuses(results: Path, students: Sequence[Student]) -> None:
    """Write what people decided."""
    rows = [f"{each.id},,{each.bonus:+g},project,prof" for each in students if each.bonus]
    header = "student,exercise,points,reason,who"
    (results / "overrides.csv").write_text("\n".join([header, *rows, ""]))


def packed(path: Path, members: Sequence[tuple[str, bytes]]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def canvas_zip(path: Path, students: Sequence[Student]) -> Path:
    """Write what Canvas packs: the last attempt of each, LATE in the name."""
    members = []
    for each in students:
        plain = "".join(c for c in f"{each.last}{each.first}".lower() if c.isalnum())
        late = "_LATE" if each.attempts[-1].wall > each.due else ""
        name = f"{plain}{late}_{each.number + 500}_{each.number + 70000}_shapes.py"
        members.append((name, each.attempts[-1].data))
    return packed(path, members)


def moodle_zip(path: Path, students: Sequence[Student]) -> Path:
    """Write what Moodle packs: the last attempt of each."""
    return packed(
        path,
        [
            (
                f"{each.first} {each.last}_{each.number + 900}_assignsubmission_file_/shapes.py",
                each.attempts[-1].data,
            )
            for each in students
        ],
    )


def brightspace_zip(path: Path, students: Sequence[Student], style: str) -> Path:
    """Write what Brightspace packs: every attempt, the newest first, in a style of dates."""
    members = [("index.html", b"<html></html>")]
    for each in students:
        for attempt in reversed(each.attempts):
            when = brightspace_time(attempt.wall, style)
            name = f"{each.number + 100}-77 - {each.first} {each.last} - {when} - shapes.py"
            members.append((name, attempt.data))
    return packed(path, members)


def brightspace_time(wall: datetime, style: str) -> str:
    """Return a time as Brightspace writes it into names."""
    if style == "US":
        return f"{wall:%b} {wall.day}, {wall.year} {wall.hour % 12 or 12}{wall:%M %p}"
    month = {10: "octobre", 11: "novembre"}[wall.month] if style == "FR" else f"{wall:%B}"
    return f"{wall.day} {month}, {wall.year} {wall:%H%M}"


def canvas_csv(students: Sequence[Student], setting: str) -> str:
    """Return Canvas's gradebook: plain, or with split names, semicolons and decimal commas."""
    lines = []
    if setting == "plain":
        lines.append("Student,ID,SIS User ID,SIS Login ID,Section,Toy (4711)")
        lines.append("    Points Possible,,,,,10.0")
        for each in students:
            name = f'"{each.last}, {each.first}"'
            lines.append(f"{name},{each.number + 500},S{each.number},{each.id},Lab,")
    else:
        comma = setting == "comma"
        lines.append("LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,Toy (4711)")
        lines.append("    Points Possible,,,,,,10.0")
        for each in students:
            number = each.number
            lines.append(f"{each.last},{each.first},{number + 500},S{number},{each.id},Lab,")
        lines = [line.replace(",", ";") for line in lines]
        if comma:
            lines[1] = lines[1].replace("10.0", "10,0")
    return "\n".join([*lines, ""])


_MOODLE = {
    "en": (
        "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be "
        "changed,Last modified (submission),Last modified (grade),Feedback comments",
        "Participant ",
        "10.00,Yes",
    ),
    "de": (
        "ID,Vollständiger Name,ID-Nummer,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung "
        "kann geändert werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback",
        "Teilnehmer/in",
        '"10,00",Ja',
    ),
    "zh": (
        "编号,全名,学号,电子邮件地址,状态,成绩,最高成绩,成绩可以被更改,最后修改(提交),"
        "最后修改(成绩),反馈评论",
        "参与者",
        "10.00,是",
    ),
}
_DAYS_DE = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def moodle_time(wall: datetime, lang: str) -> str:
    """Return a time as Moodle's worksheet shows it in a language."""
    if lang == "de":
        month = {10: "Oktober", 11: "November"}[wall.month]
        return f"{_DAYS_DE[wall.weekday()]}, {wall.day}. {month} {wall:%Y, %H:%M}"
    if lang == "zh":
        day = "一二三四五六日"[wall.weekday()]
        return f"{wall.year}年{wall.month}月{wall.day}日 星期{day} {wall:%H:%M}"
    return f"{wall:%A}, {wall.day} {wall:%B %Y}, {wall.hour % 12 or 12}:{wall:%M %p}"


def moodle_csv(students: Sequence[Student], lang: str) -> str:
    """Return Moodle's grading worksheet in a language."""
    header, word, rest = _MOODLE[lang]
    lines = [header]
    for each in students:
        when = moodle_time(each.attempts[-1].wall, lang)
        about = f"{each.first} {each.last},{each.id},{each.id}@u.example,x,,{rest}"
        lines.append(f'{word}{each.number + 900},{about},"{when}",-,')
    return "\n".join([*lines, ""])


def brightspace_csv(students: Sequence[Student]) -> str:
    """Return the grades that Brightspace exports."""
    lines = [
        "OrgDefinedId,Username,Last Name,First Name,Email,Toy Points Grade <Numeric MaxPoints:10 "
        "Weight:5>,End-of-Line Indicator"
    ]
    for each in students:
        name = f"{each.last},{each.first},{each.id}@u.example"
        lines.append(f"#{each.number + 2000},#{each.id},{name},,#")
    return "\n".join([*lines, ""])


def blackboard_zip(path: Path, students: Sequence[Student]) -> Path:
    """Write what Blackboard packs: every attempt, each with a page about it."""
    members = []
    for each in students:
        for attempt in each.attempts:
            stem = f"Unit 3_{each.id}_attempt_{attempt.wall:%Y-%m-%d-%H-%M-%S}"
            members += [(f"{stem}.txt", b"Name:"), (f"{stem}_shapes.py", attempt.data)]
    return packed(path, members)


def blackboard_csv(students: Sequence[Student], setting: str) -> bytes:
    """Return Blackboard's Grade Center file, with commas, tabs, or tabs in UTF-16."""
    lines = [
        ("Last Name", "First Name", "Username", "Total [Total Pts: up to 10] |1",
         "Toy [Total Pts: 10] |664617")
    ]  # fmt: skip
    lines += [(each.last, each.first, each.id, "0", "") for each in students]
    mark = "," if setting == "commas" else "\t"
    text = "".join(mark.join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)
    return f"\ufeff{text}".encode("utf-16-le" if setting == "UTF-16" else "utf-8")


def gradescope_zip(path: Path, students: Sequence[Student]) -> Path:
    """Write what Gradescope exports: the last attempt of each, with the metadata."""
    lines, members = ["---"], []
    for each in students:
        key = f"submission_{each.number + 300}"
        when = f"{each.attempts[-1].utc - timedelta(hours=7):%Y-%m-%d %H:%M:%S}.000000 -07:00"
        lines += [f"{key}:", "  :submitters:", f"  - :name: {each.first} {each.last}"]
        lines += [f"    :sid: '{each.number + 8000}'", f"    :email: {each.id}@u.example"]
        lines += [f"  :created_at: {when}", "  :score: 0.0"]
        members.append((f"assignment_5_export/{key}/shapes.py", each.attempts[-1].data))
    text = "\n".join([*lines, ""]).encode()
    return packed(path, [("assignment_5_export/submission_metadata.yml", text), *members])


def gradescope_csv(students: Sequence[Student]) -> str:
    """Return a class list as Gradescope has it, with the logins of the university."""
    rows = [f"{each.id},{each.number + 8000},{each.id}@u.example" for each in students]
    return "\n".join(["username,SID,Email", *rows, ""])


def ilias_zip(path: Path, students: Sequence[Student]) -> Path:
    """Write what ILIAS packs: every attempt in the folder of its student."""
    return packed(
        path,
        [
            (
                f"Unit 3/Abgaben/{each.last}_{each.first}_{each.id}_{each.number + 4000}/"
                f"{attempt.wall:%Y%m%d%H%M%S}_shapes.py",
                attempt.data,
            )
            for each in students
            for attempt in each.attempts
        ],
    )
