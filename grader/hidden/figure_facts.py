"""
Checks of figures by facts: points covered, a line where it should be, numbers in texts, words.

The box reports what is drawn in data coordinates; whether it was ``plot``,
``axline`` or ``contour`` makes no difference here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from grader.testing import SentTensor, numbers_match

#: How near a line has to be, as a share of the axis ranges, and how much of it is enough.
NEAR, ENOUGH = 0.02, 0.25
BINS = 40
#: By how much a stretch of it may lean against the true line.
LEVEL = 0.05

NUMBER = re.compile(r"(?<![\d.])(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?")
TEX_POWER = re.compile(r"\s*(?:\\times|\\cdot|\u00d7)\s*10\^\{?(-?\d{1,3})\}?")


def arrays(sent: Any) -> list[np.ndarray]:
    """Return the (n, 2) arrays of finite points in a list that came out of the box."""
    found = []
    for item in sent if isinstance(sent, list) else []:
        if isinstance(item, SentTensor) and item.tensor.dim() == 2 and item.tensor.shape[1] == 2:
            xy = item.tensor.double().numpy()
            found.append(xy[np.isfinite(xy).all(axis=1)])
    return found


def drawn_points(axes: dict[str, Any]) -> np.ndarray:
    """Return every point drawn as a marker on *axes*: scatters and lines with markers."""
    marked = [line[1] for line in axes["lines"] if line[3]]
    parts = [*arrays(axes["points"]), *arrays(marked), np.empty((0, 2))]
    return np.concatenate(parts)


def covers(points: np.ndarray, wanted: np.ndarray, tolerance: float = 1e-3) -> bool:
    """Say whether every row of *wanted* has a point within *tolerance*."""
    if not len(points):
        return False
    gaps = np.abs(points[:, None, :] - wanted[None, :, :]).max(axis=2)
    return numbers_match(gaps.min(axis=0).tolist(), [0.0] * len(wanted), atol=tolerance)


def curves(axes: dict[str, Any]) -> list[np.ndarray]:
    """Return every drawn line and row of points on *axes*, as it was given."""
    return [
        *arrays(axes["polylines"]),
        *arrays([line[1] for line in axes["lines"]]),
        *arrays(axes["points"]),
    ]


def line_share(
    axes: dict[str, Any], weight: Sequence[float], bias: float, close: float = NEAR
) -> float:
    """
    Return how much of the line w0 x + w1 y + b = 0 some polyline on *axes* follows.

    1 is one axis range. Only what lies inside the axes counts, and only where the polyline
    stays: one that crosses the line again and again, as a zigzag through all samples does,
    is near it for a short stretch each time.
    """
    (left, right), (low, high) = sorted(axes["xlim"]), sorted(axes["ylim"])
    width, height = right - left, high - low
    if not (width > 0 and height > 0):
        return 0.0
    # The line in axes coordinates, where both ranges are [0, 1].
    normal = np.array([weight[0] * width, weight[1] * height])
    offset = weight[0] * left + weight[1] * low + bias
    size = float(np.hypot(*normal))
    normal, offset = normal / size, offset / size
    along = np.array([-normal[1], normal[0]])
    best = 0.0
    for polyline in arrays(axes["polylines"]):
        scaled = densified((polyline - [left, low]) / [width, height])
        inside = ((scaled >= -1e-9) & (scaled <= 1 + 1e-9)).all(axis=1)
        away, places = scaled @ normal + offset, scaled @ along
        # A coarse contour is a staircase that leaves the line by its steps, but not for long.
        for stretch in _stretches(inside & (np.abs(away) <= 3 * close)):
            if abs(_slope(places[stretch], away[stretch])) > LEVEL:
                continue
            near = places[stretch][np.abs(away[stretch]) <= close]
            best = max(best, len(np.unique(np.floor(near * BINS))) / BINS)
    return best


def _stretches(flags: np.ndarray) -> Iterator[slice]:
    """Yield the runs of True in *flags*."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    for start, end in edges.reshape(-1, 2):
        yield slice(start, end)


def _slope(x: np.ndarray, y: np.ndarray) -> float:
    """Return the slope of the least-squares line through points; 0 where they lie at one x."""
    spread = x - x.mean()
    square = float(spread @ spread)
    return float(spread @ y) / square if square > 0 else 0.0


def densified(vertices: np.ndarray, step: float = 0.25 / BINS) -> np.ndarray:
    """Return *vertices* with points put between them, so that a segment has no gaps."""
    if len(vertices) < 2:
        return vertices
    # What lies far outside the axes is cut off first; a steep line may end at 1e9.
    pieces = []
    for start, end in pairwise(vertices):
        clipped = _clip(start, end)
        if clipped is None:
            continue
        start, end = clipped
        count = int(np.abs(end - start).max() / step) + 2
        pieces.append(start + np.linspace(0.0, 1.0, count)[:, None] * (end - start))
    return np.concatenate(pieces) if pieces else np.empty((0, 2))


def _clip(start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the part of a segment inside the unit square (Liang and Barsky), or None."""
    first, last = 0.0, 1.0
    for low, way in zip(start, end - start, strict=True):
        if way == 0:
            if not 0 <= low <= 1:
                return None
            continue
        near, far = sorted(((0 - low) / way, (1 - low) / way))
        first, last = max(first, near), min(last, far)
    return (start + first * (end - start), start + last * (end - start)) if first < last else None


def texts_of(reply: dict[str, Any]) -> list[str]:
    """Return every text on the figure: titles, labels, texts, legends."""
    found: list[Any] = [*_list(reply.get("texts")), *_list(reply.get("legend"))]
    for axes in _list(reply.get("value")):
        found += [axes["title"], axes["xlabel"], axes["ylabel"], *axes["texts"], *axes["legend"]]
    return [text for text in found if isinstance(text, str) and text.strip()]


def legend_entries(reply: dict[str, Any]) -> list[str]:
    """Return the texts of every legend, of the axes and of the figure."""
    found = [*_list(reply.get("legend"))]
    for axes in _list(reply.get("value")):
        found += axes["legend"]
    return [text for text in found if isinstance(text, str) and text.strip()]


def names_of_lines(value: Any) -> set[str]:
    """Return the labels of all drawn lines without markers: a sample is no part of these."""
    return {
        label
        for axes in _list(value)
        for label, vertices, bare, marked in axes["lines"]
        if not bare and not marked and any(len(found) > 1 for found in arrays([vertices]))
    }


def exchanges_names(axes: dict[str, Any], x: np.ndarray, y: Sequence[int]) -> bool:
    """Say whether the points that are called 0 on *axes* are those of class 1, and vice versa."""
    told = []
    for name, sent in zip(axes["names"], axes["points"], strict=True):
        numbers = re.findall(r"\d+", name)
        for points in arrays([sent]) if numbers in (["0"], ["1"]) else ():
            near = np.abs(points[:, None, :] - x[None, :, :]).max(axis=2) < 1e-3
            classes = {y[row] for row in np.flatnonzero(near.any(axis=0)).tolist()}
            told.append((int(numbers[0]), classes))
    return len(told) > 1 and all(classes == {1 - number} for number, classes in told)


def numbers_in(texts: Iterable[str]) -> list[float]:
    """Return all numbers in *texts* without sign: 137, .94, 0,94, 1e-3, 9.4 x 10^-1, 15/16."""
    return [number for number, _ in _scaled_numbers_in(texts)]


def _scaled_numbers_in(texts: Iterable[str]) -> list[tuple[float, float]]:
    """Return numbers with what their mantissas are multiplied by: of 9.4e-1 that is 0.1."""
    numbers = []
    for text in texts:
        plain = text.replace("{,}", ",").replace("$", " ").replace("\u2212", "-")
        # A comma may stand for the decimal point, between two numbers, or between thousands.
        for comma in (".", " ; ", ""):
            spelled = re.sub(r"(?<=\d),(?=\d)", comma, plain)
            for match in NUMBER.finditer(spelled):
                power = TEX_POWER.match(spelled, match.end())
                factor = 10.0 ** float(power.group(1)) if power else 1.0
                mantissa, _, exponent = match.group().lower().partition("e")
                factor *= 10.0 ** float(exponent or 0)
                numbers.append((float(mantissa) * factor, factor))
        for one, other in re.findall(r"(?<!\d)(\d{1,15})\s{0,9}/\s{0,9}(\d{1,15})", plain):
            if int(other):
                numbers.append((int(one) / int(other), 1.0))
    return numbers


def says_loss(texts: Iterable[str], loss: float) -> bool:
    """Say whether *loss* stands in *texts* to 3 decimals, at least of its mantissa: 1.235e+01."""
    found = _scaled_numbers_in(texts)
    return any(abs(number - loss) <= 5.5e-4 * max(1.0, scale) for number, scale in found)


def says_share(numbers: Iterable[float], share: float) -> bool:
    """Say whether *share* stands there as a fraction to 2 digits, or in percent to within one."""
    return any(
        abs(number - share) <= 5.5e-3 or abs(number - 100 * share) <= 1 for number in numbers
    )


WORDS = {
    "loss": ("loss", "\u635f\u5931"),
    "accuracy": ("acc", "\u51c6\u786e"),
    "iteration": ("iter", "\u8fed\u4ee3"),
}


def names(texts: Iterable[str], what: str) -> bool:
    """Say whether some text names "loss", "accuracy" or "iteration"."""
    together = " ".join(texts).casefold()
    return any(word in together for word in WORDS[what])


def follows(axes: dict[str, Any], x: Sequence[float], y: Sequence[float]) -> bool:
    """Say whether some line (or row of markers) on *axes* is just these points."""
    wanted = np.unique(np.column_stack([x, y]).astype(float), axis=0)
    spans = np.ptp(wanted, axis=0)
    spans[spans == 0] = 1.0
    for found in curves(axes):
        for scale in (1.0, 0.01):  # an axis in percent is fine
            points = np.unique(found * [1.0, scale], axis=0) if len(found) else found
            if points.shape != wanted.shape:
                continue
            off = ((points - wanted) / spans).reshape(-1).tolist()
            if numbers_match(off, [0.0] * len(off), atol=2e-3):
                return True
    return False


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
