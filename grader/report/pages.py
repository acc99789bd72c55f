"""The templates of the pages: everything escaped, one file each, nothing loaded from elsewhere."""

import gettext
from collections.abc import Collection
from pathlib import Path

import jinja2
from markupsafe import Markup

from grader.errors import GraderError

LANGUAGES = ("en", "zh")
HERE = Path(__file__).parent
DOMAIN = "report"
DASH = "\N{EN DASH}"


def environment(lang: str = "en", catalogues: Collection[Path] = ()) -> jinja2.Environment:
    """
    Return the templates in the language *lang*.

    Args:
        lang: ``en`` or ``zh``.
        catalogues: Compiled catalogues of the course (``.mo``) with its titles, hints and
            sentences; those that do not exist are left out.

    Raises:
        GraderError: If there is no such language.
    """
    if lang not in LANGUAGES:
        raise GraderError(f"There is no page in {lang!r}. Use one of {', '.join(LANGUAGES)}.")
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    found = translations(lang, catalogues)
    env.install_gettext_translations(found, newstyle=True)  # type: ignore[attr-defined]
    # Text of the course may hold percent signs, which the pages' own gettext would fill in.
    env.globals.update(
        lang=lang,
        asset=_asset,
        told=lambda text: found.gettext(text) if text else "",
        message=lambda text: translated(found, text),
    )
    env.filters["number"] = number
    # The tojson filter writes no character that could end the script element it stands in.
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return env


def translations(lang: str, catalogues: Collection[Path] = ()) -> gettext.NullTranslations:
    """Return the pages' own catalogue, then those of the course; English needs none."""
    if lang == "en":
        return gettext.NullTranslations()
    found = gettext.translation(DOMAIN, HERE / "locale", [lang])
    for path in catalogues:
        if path.is_file():
            with path.open("rb") as file:
                found.add_fallback(gettext.GNUTranslations(file))
    return found


def translated(catalogue: gettext.NullTranslations, message: str) -> str:
    """
    Return a message of the grader as far as the catalogue has it.

    It says first what came back, then why, and last perhaps an example; no catalogue can
    foresee the first and the last, so the longest known end of the rest is translated.
    """
    told, mark, example = message.partition(" For example, ")
    start = 0
    while told[start:]:
        known = catalogue.gettext(told[start:])
        if known != told[start:]:
            return f"{told[:start]}{known}{mark}{example}"
        start = told.find(". ", start) + 2
        if start < 2:
            break
    return message


def number(value: float | None) -> str:
    """Return points without zeros that say nothing, and a dash for none."""
    return DASH if value is None else f"{round(value, 2):g}"


def _asset(name: str) -> Markup:
    """Return a file of ours as it is, to stand inside of <style> or <script>."""
    return Markup((HERE / "templates" / name).read_text(encoding="utf-8"))
