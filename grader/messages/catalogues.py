"""What students read, in their language: the catalogues of the grader and of a course."""

import gettext
import os
import struct
from functools import cache
from pathlib import Path

from grader.course.manifest import Course
from grader.errors import GraderError

from .message import Language, is_template

LANGUAGES = ("en", "zh")
#: The grader's own words, in messages and around them; a course brings its own in folders of
#: the same shape.
LOCALE = Path(__file__).parent / "locale"
#: In a course that was packed for a platform: the language that was chosen then.
CHOSEN = "language"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def the_language(
    name: str | None, hidden: Path | None = None, public: Path | None = None
) -> Language:
    """
    Return a language with the catalogues of the grader and of a course.

    Args:
        name: ``en`` or ``zh``; None for what the environment says, as gettext reads it.
        hidden: Where a course keeps texts of its checks: a folder with ``zh/LC_MESSAGES/*.mo``.
        public: Where those are that its students get. Of them whole texts are read alone: their
            templates are for the sentences of the students' kit.

    Raises:
        GraderError: If there is no such language, or a catalogue cannot be read.
    """
    return _language(chosen_language(name), hidden, public)


@cache
def _language(name: str, hidden: Path | None, public: Path | None) -> Language:
    texts = {text: said for text, said in _read(public, name).items() if not is_template(text)}
    texts |= _read(LOCALE, name, "grader") | _read(hidden, name)
    return Language(name, texts, _read(LOCALE, name, "labels"))


def language_of(course: Course, name: str | None = None) -> Language:
    """Return a language with what *course* brings: texts for students, and of its checks."""
    return the_language(name, course.hidden / "locale", course.exercises / "_kit" / "locale")


def chosen_language(name: str | None) -> str:
    """
    Return *name*, or the language of the environment where it is None.

    Raises:
        GraderError: If there is no such language.
    """
    name = name or language_of_environment()
    if name not in LANGUAGES:
        raise GraderError(f"Nothing is said in {name!r} here. Use one of {', '.join(LANGUAGES)}.")
    return name


def language_of_environment() -> str:
    """Return the first known language of LANGUAGE, LC_ALL, LC_MESSAGES or LANG, else ``en``."""
    said = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    wanted = (part.partition("_")[0].partition(".")[0] for part in said.split(":"))
    return next((name for name in wanted if name in LANGUAGES), "en")


def _read(folder: Path | None, name: str, domain: str = "*") -> dict[str, str]:
    """Return what the compiled catalogues of a language say; nothing where there are none."""
    known: dict[str, str] = {}
    for path in sorted((folder / name / "LC_MESSAGES").glob(f"{domain}.mo")) if folder else ():
        try:
            with path.open("rb") as file:
                known |= vars(gettext.GNUTranslations(file))["_catalog"]
        except (OSError, UnicodeError, ValueError, struct.error) as error:
            raise GraderError(
                f"{path} is no compiled catalogue ({error}). Compile it again from its .po."
            ) from None
    return {text: said for text, said in known.items() if text and isinstance(text, str)}
