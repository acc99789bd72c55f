"""
The pictures of ``pytest exercises --plots``: what the student's own code does.

A course that has such pictures draws them in a file beside its exercises, ``saved_plots.py``: each
function ``draw_<name>`` there returns the figure of ``<name>.png``, and ``NEEDS[name]`` are the ids
of the exercises whose code it runs.
"""

import contextlib
import importlib
import io
from collections.abc import Collection
from pathlib import Path

import matplotlib

from _kit.files import SAVED_PLOTS, shown_path
from _kit.language import Translator

DRAW = "draw_"


def save_pictures(folder: Path, stuck: Collection[str], translate: Translator) -> list[str]:
    """
    Save each picture whose code is written and works.

    Args:
        folder: Where to; created if it is missing.
        stuck: Ids of exercises that ran into the time limit; their code is not
            called again.
        translate: Translates the sentences.

    Returns:
        One sentence per picture: where it is, or why it is missing.
    """
    matplotlib.use("Agg")  # without a window, whatever the student's code asks for
    sentences = [""]
    # What student code prints does not belong between our lines.
    with contextlib.redirect_stdout(io.StringIO()):
        drawing = vars(importlib.import_module(SAVED_PLOTS))
    for draw in [drawing[name] for name in drawing if name.startswith(DRAW)]:
        title = draw.__name__.removeprefix(DRAW)
        name = f"{title}.png"
        if drawing["NEEDS"].get(title, set()) & set(stuck):
            why = translate("it needs code that ran into the time limit")
            sentences.append(translate("No {name}: {why}", name=name, why=why))
            continue
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                figure = draw()
                folder.mkdir(parents=True, exist_ok=True)
                figure.savefig(folder / name, dpi=120)
        except (Exception, SystemExit) as error:
            reason = " ".join(str(error).split())[:60] or type(error).__name__
            sentences.append(translate("No {name}: {why}", name=name, why=reason))
        else:
            sentences.append(translate("Saved {name}", name=shown_path(folder / name)))
    return sentences
