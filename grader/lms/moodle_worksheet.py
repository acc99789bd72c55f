"""
The columns of Moodle's grading worksheet, whose headings are in the language of the site.

The order of the columns is the same in every language, and so is what stands in them.
"""

from collections.abc import Sequence

from grader.terms.times import known_time

from .numbers import read_number

IDENTIFIER, NAME, ID_NUMBER, EMAIL = "Identifier", "Full name", "ID number", "Email address"
GRADE, MOST, EDITABLE = "Grade", "Maximum Grade", "Grade can be changed"
HANDED_IN = "Last modified (submission)"
COMMENTS = "Feedback comments"
_NO = frozenset(
    [
        *("no", "nein", "non", "não", "nee", "nie", "ne", "nej", "nei", "ei", "否", "不", "нет"),
        *("いいえ", "아니오", "아니요"),
    ]
)
_YES = frozenset(
    ("yes", "ja", "oui", "sí", "si", "sì", "sim", "tak", "ano", "kyllä", "是", "да", "はい", "예")
)


def is_no(text: str) -> bool:
    """Tell whether a cell says no."""
    return text.strip().casefold() in _NO


def worksheet_columns(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """
    Return where each column of a worksheet is, by its English heading; empty if it is not one.

    Args:
        rows: The table, headings first.
    """
    headings = [text.strip().casefold() for text in rows[0]] if rows else []
    english = (IDENTIFIER, NAME, ID_NUMBER, EMAIL, GRADE, MOST, EDITABLE, HANDED_IN, COMMENTS)
    found = {
        name: headings.index(name.casefold()) for name in english if name.casefold() in headings
    }
    if IDENTIFIER in found:
        return found
    width = len(headings)
    body = [[text.strip() for text in row] for row in rows[1:] if len(row) == width]
    columns = [[row[at] for row in body] for at in range(width)]
    if not body or width < 6 or not _are_numbered(columns[0]):
        return {}
    most = next((at for at in range(3, width) if _is_most(columns[at - 1], columns[at])), None)
    emails = [at for at in range(1, width) if all("@" in text for text in columns[at])]
    if most is None:
        return {}
    found = {IDENTIFIER: 0, NAME: 1, GRADE: most - 1, MOST: most}
    if emails:
        found[EMAIL] = emails[0]
        found |= {ID_NUMBER: 2} if emails[0] > 2 else {}
    answers = (at for at in range(most + 1, width) if _are_answers(columns[at]))
    editable = next(answers, None)
    if editable is not None:
        found[EDITABLE] = editable
        times = [at for at in range(editable + 1, width) if _are_times(columns[at])]
        found |= {HANDED_IN: times[0]} if times else {}
        # The last column, after the time of the grade.
        found |= {COMMENTS: width - 1} if len(times) > 1 and times[1] < width - 1 else {}
    return found


def _are_numbered(texts: Sequence[str]) -> bool:
    """Tell whether all texts are one word with different numbers: Participant 11, 参与者12."""
    words = {text.rstrip("0123456789").strip() for text in texts}
    numbers = {text[len(text.rstrip("0123456789")) :] for text in texts}
    return len(words) == 1 and "" not in words | numbers and len(numbers) == len(texts)


def _is_most(grades: Sequence[str], most: Sequence[str]) -> bool:
    numbers = {read_number(text) for text in most}
    number = next(iter(numbers))
    if len(numbers) > 1 or number is None or number <= 0:
        return False
    shown = [read_number(text) for text in grades if text not in ("", "-")]
    return all(each is not None and each <= number for each in shown)


def _are_answers(texts: Sequence[str]) -> bool:
    return all(text.casefold() in _NO | _YES for text in texts)


def _are_times(texts: Sequence[str]) -> bool:
    return all(text in ("", "-") or known_time(text) is not None for text in texts)
