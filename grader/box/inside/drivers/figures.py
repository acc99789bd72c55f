"""
Facts about a matplotlib figure: points, lines, texts and legends.

All are given in data coordinates, so that a line is the same line whether it was drawn by
``plot``, ``axline`` or ``contour``. Nothing is drawn for them, which would take longer than
all else about a figure; formulas in texts are read as they are for drawing, because they are
what may fail then.
"""

import sys
from collections.abc import Iterable
from typing import Any

from ..policy import FIGURE_LINES, FIGURE_POINTS, FIGURE_TEXT, FIGURE_TEXTS, LINE_POINTS

#: Where axes have titles.
SIDES = ("left", "center", "right")
#: One entry for each call of ``show`` since the list was cleared.
SHOWN: list[None] = []


def note_show(*_args: Any, **_options: Any) -> None:
    """Replace ``pyplot.show`` and ``Figure.show``: note the call, as there is no screen."""
    SHOWN.append(None)


def is_figure(value: Any) -> bool:
    """Say whether a value is a Figure; matplotlib is not loaded for that."""
    loaded = sys.modules.get("matplotlib.figure")
    return loaded is not None and isinstance(value, loaded.Figure)


def describe_figure(figure: Any) -> dict[str, Any]:
    """
    Return the facts about *figure*.

    Returns:
        ``value``: a list with a dict per axes (``title, xlabel, ylabel,
        texts, legend, xlim, ylim, xscale, yscale, lines, points, names, polylines``), or the
        object itself if it is no Figure; ``names`` are the labels of ``points``, one for
        each array of them; ``texts`` and ``legend`` of the figure.

    Raises:
        ValueError: If a formula in a text cannot be drawn.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    if not isinstance(figure, Figure):
        return {"value": figure}
    FigureCanvasAgg(figure)
    texts = _texts(figure.texts)
    suptitle = getattr(figure, "_suptitle", None)
    if suptitle is not None:
        texts += _texts([suptitle])
    legends = _texts(text for legend in figure.legends for text in legend.get_texts())
    described = [_describe_axes(axes) for axes in figure.axes]
    if (too_much := _too_much(described, [*texts, *legends])) is not None:
        return {"unsendable": too_much}
    return {"value": described, "texts": texts, "legend": legends}


def _texts(artists: Iterable[Any]) -> list[str]:
    return [_text(artist.get_text()) for artist in artists]


def _text(text: Any) -> str:
    """Return what is looked at of a text, its formulas tried."""
    from matplotlib.cbook import is_math_text
    from matplotlib.mathtext import MathTextParser

    shown = str(text)
    if "$" in shown and is_math_text(shown):
        MathTextParser("path").parse(shown)
    return _cut(shown)


def _cut(text: Any) -> str:
    return str(text)[:FIGURE_TEXT]


def _too_much(described: list[dict[str, Any]], texts: list[str]) -> str | None:
    """Return what of a figure is too much to look at, None if nothing is."""
    drawn = [each for axes in described for each in (*axes["points"], *axes["polylines"])]
    points = sum(len(each) for each in drawn)
    count = len(texts) + sum(len(axes["texts"]) + len(axes["legend"]) for axes in described)
    if points > FIGURE_POINTS:
        return f"{points} points are drawn, and {FIGURE_POINTS} are looked at"
    if len(drawn) > FIGURE_LINES:
        return f"{len(drawn)} lines are drawn, and {FIGURE_LINES} are looked at"
    if count > FIGURE_TEXTS:
        return f"{count} texts are drawn, and {FIGURE_TEXTS} are looked at"
    return None


def _describe_axes(axes: Any) -> dict[str, Any]:
    legend = axes.get_legend()
    lines: list[Any] = []
    polylines: list[Any] = []
    points: list[Any] = []
    names: list[str] = []
    for line in axes.get_lines():
        if not line.get_visible():
            continue
        stairs = line.get_drawstyle() != "default"
        vertices = line.get_xydata() if stairs else line.get_path().vertices
        xy = _in_data(axes, line.get_transform(), vertices)
        bare = line.get_linestyle() in ("None", "none", "", " ")
        lines.append([_cut(line.get_label()), xy, bare, line.get_marker() not in ("None", "", " ")])
        (points if bare else polylines).extend([xy])
        names += [_cut(line.get_label())] * bare
    for collection in axes.collections:
        if not collection.get_visible():
            continue
        if type(collection).__name__ == "QuadMesh":
            continue  # thousands of cells, and no line among them
        if type(collection).__name__ == "PathCollection":
            offsets = collection.get_offsets()
            points.append(_in_data(axes, collection.get_offset_transform(), offsets))
            names.append(_cut(collection.get_label()))
        else:
            for path in collection.get_paths():
                for part in path.to_polygons(closed_only=False) or []:
                    polylines.append(_in_data(axes, collection.get_transform(), part))
    return {
        "title": _cut(" ".join(_text(axes.get_title(loc=side)) for side in SIDES)),
        "xlabel": _text(axes.get_xlabel()),
        "ylabel": _text(axes.get_ylabel()),
        "texts": _texts([*axes.texts, *([legend.get_title()] if legend else [])]),
        "legend": _texts(legend.get_texts()) if legend else [],
        "xlim": [float(v) for v in axes.get_xlim()],
        "ylim": [float(v) for v in axes.get_ylim()],
        "xscale": axes.get_xscale(),
        "yscale": axes.get_yscale(),
        "lines": lines,
        "points": points,
        "names": names,
        "polylines": polylines,
    }


def _in_data(axes: Any, transform: Any, vertices: Any) -> Any:
    """Return *vertices* in data coordinates as a float64 tensor of shape (n, 2)."""
    import numpy as np
    import torch

    array: Any = np.ma.filled(np.ma.asarray(vertices, dtype=float), np.nan).reshape(-1, 2)
    if transform != axes.transData:
        array = axes.transData.inverted().transform(transform.transform(array))
    array = np.asarray(array)[:LINE_POINTS]
    return torch.from_numpy(np.array(array, dtype=np.float64))
