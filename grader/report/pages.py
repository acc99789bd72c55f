"""The templates of the pages: everything escaped, one file each, nothing loaded from elsewhere."""

from pathlib import Path

import jinja2
from markupsafe import Markup

from grader.messages.message import ENGLISH, Language

HERE = Path(__file__).parent
DASH = "\N{EN DASH}"


def environment(say: Language = ENGLISH) -> jinja2.Environment:
    """Return the templates, whose texts are said in a language."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(lang=say.name, asset=_asset, say=say, message=say.message)
    env.filters["number"] = number
    # The tojson filter writes no character that could end the script element it stands in.
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return env


def number(value: float | None) -> str:
    """Return points without zeros that say nothing, and a dash for none."""
    return DASH if value is None else f"{round(value, 2):g}"


def _asset(name: str) -> Markup:
    """Return a file of ours as it is, to stand inside of <style> or <script>."""
    return Markup((HERE / "templates" / name).read_text(encoding="utf-8"))
