"""The language that students read: the catalogues of the grader and of a course."""

import gettext
import os
import struct
from functools import cache
from pathlib import Path

from grader.course.manifest import Course
from grader.errors import GraderError

from .language import Language, is_template

LANGUAGES = ("en", "zh")
#: The grader's own catalogues; a course has its own, in folders of the same form.
LOCALE = Path(__file__).parent / "locale"
#: The file in a packed course that names the language for its students.
PACKED_LANGUAGE = "language"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def load_language(
    name: str | None, hidden: Path | None = None, public: Path | None = None
) -> Language:
    """
    Return a language with the catalogues of the grader and of a course.

    Args:
        name: ``en`` or ``zh``; None for that of the environment, as gettext reads it.
        hidden: The folder of the texts of a course's checks, with ``zh/LC_MESSAGES/*.mo``.
        public: The folder of the texts that its students get. Only whole texts of it are used:
            its templates are for the sentences of the students' kit.

    Raises:
        GraderError: If there is no such language, or a catalogue cannot be read.
    """
    return _language(language_name(name), hidden, public)


@cache
def _language(name: str, hidden: Path | None, public: Path | None) -> Language:
    texts = {text: said for text, said in _read(public, name).items() if not is_template(text)}
    texts |= _read(LOCALE, name, "grader") | _read(hidden, name)
    return Language(name, texts, _read(LOCALE, name, "labels"))


def language_of(course: Course, name: str | None = None) -> Language:
    """Return a language with the texts of *course*, those of its checks included."""
    return load_language(name, course.hidden / "locale", course.exercises / "_kit" / "locale")


def language_name(name: str | None) -> str:
    """
    Return *name*, or the language of the environment where it is None.

    Raises:
        GraderError: If there is no such language.
    """
    name = name or language_of_environment()
    if name not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise GraderError(f"There is no translation into {name!r}. Use one of {known}.")
    return name


def language_of_environment() -> str:
    """Return the first known language of LANGUAGE, LC_ALL, LC_MESSAGES or LANG, else ``en``."""
    said = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    wanted = (part.partition("_")[0].partition(".")[0] for part in said.split(":"))
    return next((name for name in wanted if name in LANGUAGES), "en")


def _read(folder: Path | None, name: str, domain: str = "*") -> dict[str, str]:
    """Return the texts of the compiled catalogues of a language, if there are any."""
    known: dict[str, str] = {}
    for path in sorted((folder / name / "LC_MESSAGES").glob(f"{domain}.mo")) if folder else ():
        try:
            with path.open("rb") as file:
                known |= vars(gettext.GNUTranslations(file))["_catalog"]
        except (OSError, UnicodeError, ValueError, struct.error) as error:
            raise GraderError(
                f"{path} is not a compiled catalogue ({error}). Compile it again from its .po file."
            ) from None
    return {text: said for text, said in known.items() if text and isinstance(text, str)}
