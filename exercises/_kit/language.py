"""
Translation of what students read, by gettext: ``locale/<language>/LC_MESSAGES/unit.mo``.

A course with texts of its own puts a second catalogue beside it, ``course.mo``.

Texts are looked up whole. A text with values filled in is found by its template:
``"Your answer is {ratio} times the expected one."`` is in the catalogue once and
serves every number.
"""

import gettext
import locale
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TextIO

from _kit.terminal import can_write

DOMAIN = "unit"
LOCALE = Path(__file__).resolve().parent / "locale"
LANGUAGES = ("en", "zh")
SHORT_CHARS = 8
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_GAP = re.compile(r"\{(\w+)\}")


class Translator:
    """Translates English texts; a text that is not in the catalogue stays English."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue
        self._templates: list[tuple[re.Pattern[str], str]] | None = None

    def __call__(self, text: str, **filled: object) -> str:
        """
        Return *text* in this language.

        Args:
            text: An English text: a msgid, whose ``{gaps}`` are filled from *filled*, or a
                sentence in which the gaps are filled already.
            filled: The values for the gaps.
        """
        if filled:
            return self._catalogue.gettext(text).format(**filled)
        found = self._catalogue.gettext(text) if text else ""
        return found if found != text else self._by_template(text)

    def _by_template(self, text: str) -> str:
        if self._templates is None:
            known = [*_texts(self._catalogue)]
            gapped = [text for text in known if _GAP.search(text)]
            # The template with the most text first: it leaves the least to its gaps.
            gapped.sort(key=lambda text: len(_GAP.sub("", text)), reverse=True)
            self._templates = [(_pattern(template), template) for template in gapped]
        for pattern, template in self._templates:
            match = pattern.fullmatch(text)
            if match:
                filled = {name: self(value) for name, value in match.groupdict().items()}
                return self._catalogue.gettext(template).format(**filled)
        return text


class TranslatableError(Exception):
    """An error for the student: a template of the catalogue, and the values for its gaps."""

    def __init__(self, template: str, **values: object) -> None:
        self._template, self._values = template, values
        super().__init__(template.format(**values))

    def text(self, translate: Translator) -> str:
        """Return the sentence, translated; so is a value that is an error itself."""
        values = {
            name: value.text(translate) if isinstance(value, TranslatableError) else value
            for name, value in self._values.items()
        }
        return translate(self._template, **values)


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


def _texts(catalogue: gettext.NullTranslations | None) -> Iterator[str]:
    """Yield every text of a catalogue and of those beside it."""
    while catalogue is not None:
        yield from getattr(catalogue, "_catalog", {})
        catalogue = getattr(catalogue, "_fallback", None)


def _pattern(template: str) -> re.Pattern[str]:
    """Return a pattern for texts made from a template; a gap that occurs twice is equal twice."""
    parts = _GAP.split(template)
    pattern = re.escape(parts[0])
    # "{name} of {gap}" must not take any sentence with an "of" apart.
    short = len("".join(parts[::2])) < SHORT_CHARS
    for place in range(1, len(parts), 2):
        name, text = parts[place], parts[place + 1]
        filling = r"[\w.]+" if short and not pattern else ".+?"
        seen = name in parts[1:place:2]
        pattern += (f"(?P={name})" if seen else f"(?P<{name}>{filling})") + re.escape(text)
    return re.compile(pattern, re.DOTALL)
