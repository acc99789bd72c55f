"""Rendering of the page templates: everything is escaped, and a page loads no other file."""

from pathlib import Path

import jinja2
from markupsafe import Markup

from grader.messages.explanation import first_sentence
from grader.messages.language import ENGLISH, Language

HERE = Path(__file__).parent
DASH = "\N{EN DASH}"


def template_environment(translate: Language = ENGLISH) -> jinja2.Environment:
    """Return the environment of the templates, with their texts in a language."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(lang=translate.name, asset=_asset, _=translate)
    env.globals.update(message=translate.message, messages=translate.messages)
    env.filters["lead"] = first_sentence
    env.filters["rest"] = _rest
    env.filters["number"] = number
    # The tojson filter writes no character that could end the script element it stands in.
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return env


def _rest(text: str) -> str:
    """Return a text without its first sentence."""
    return text.removeprefix(first_sentence(text)).strip()


def number(value: float | None) -> str:
    """Return points without trailing zeros, and a dash for None."""
    return DASH if value is None else f"{round(value, 2):g}"


def _asset(name: str) -> Markup:
    """Return the unescaped text of one of our own files, for <style> or <script>."""
    return Markup((HERE / "templates" / name).read_text(encoding="utf-8"))
