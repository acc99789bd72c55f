"""
The messages of the kit, and their translation by gettext.

A message is a template, ``"No answer within {seconds} s."``, and the values for its gaps. It is
translated where it is shown. The catalogue is ``locale/<language>/LC_MESSAGES/kit.mo``; a course
puts its own texts beside it, ``course.mo``.
"""

import gettext
import locale
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TextIO

from _kit.terminal import can_write

DOMAIN = "kit"
LOCALE = Path(__file__).resolve().parent / "locale"
LANGUAGES = ("en", "zh")
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True)
class Message:
    """An English template, and the values for its ``{gaps}``, messages among them."""

    template: str
    values: Mapping[str, object]


def message(template: str, /, **values: object) -> Message:
    """Return the message of a template that is in the catalogue, or of a text without gaps."""
    return Message(template, values)


def mark(text: str) -> str:
    """Return *text*; marks it for the catalogue where it is translated later."""
    return text


class Translator:
    """Translates English texts; a text that is not in the catalogue stays English."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, text: str | Message, /, **values: object) -> str:
        """Return a message in this language, or a template with *values* in its ``{gaps}``."""
        if isinstance(text, Message):
            return self(text.template, **text.values)
        found = self._catalogue.gettext(text) if text else ""
        if not values:
            return found
        return found.format(
            **{
                name: self(value) if isinstance(value, Message) else value
                for name, value in values.items()
            }
        )


class TranslatableError(Exception):
    """An error for the student: a template of the catalogue, and the values for its gaps."""

    def __init__(self, template: str, /, **values: object) -> None:
        self.message = Message(template, values)
        super().__init__(translator("en")(self.message))


@cache
def translator(language: str | None = None) -> Translator:
    """Return the translator into *language*, "en" or "zh"; by default that of the environment."""
    language = language or language_of_environment()
    languages = [language]
    catalogue = gettext.translation(DOMAIN, LOCALE, languages, fallback=True)
    found = gettext.find(DOMAIN, LOCALE, languages)
    for path in sorted(Path(found).parent.glob("*.mo")) if found else ():
        if path.stem != DOMAIN:
            with path.open("rb") as file:
                catalogue.add_fallback(gettext.GNUTranslations(file))
    return Translator(language, catalogue)


def translator_for(stream: TextIO | None, language: str | None = None) -> Translator:
    """Return the translator into *language*, or into English if *stream* cannot write that."""
    translate = translator(language)
    return translate if can_write(translate("done"), stream) else translator("en")


def language_of_environment() -> str:
    """
    Return the first known language of LANGUAGE, LC_ALL, LC_MESSAGES or LANG, else "en".

    In a bundle that was released in one language it is that one.

    On Windows, where these are rarely set, the language of Windows itself counts.
    """
    released = LOCALE / "default"
    if released.is_file():
        return released.read_text(encoding="utf-8").strip()
    said = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    if not said and sys.platform == "win32":
        import ctypes

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        said = locale.windows_locale.get(number, "")
    wanted = (re.split("[_.]", part)[0] for part in said.split(":"))
    return next((name for name in wanted if name in LANGUAGES), "en")
