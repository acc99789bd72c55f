"""
Hidden checks of data.py: E09, E10.

Which random numbers are drawn, and in which order, is up to the student. So
nothing here compares numbers with the reference's: the checks are properties
of every right answer.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from grader.testing import (
    FLAT,
    FLOATS,
    LABELS,
    LAYOUTS,
    MANY_SAMPLES,
    Answer,
    Contents,
    Contract,
    Draw,
    N,
    SentTensor,
    Tensors,
    Values,
    describe,
    wrong,
)

# ---- E09 make_two_blobs -----------------------------------------------------

#: So many standard errors a statistic may be off: once in 500 million by chance.
SIGMAS = 6
EMPTY = {"is 0": 0, "is -3": -3}


def blobs(sizes: Mapping[str, int], narrow: float, strength: int = 1) -> Contract:
    """Return the contract of make_two_blobs for these sizes; one std is *narrow*."""
    return Contract(
        "data.make_two_blobs",
        {
            "n_per_class": Values(sizes, EMPTY if strength > 1 else {}, optional="is 100" in sizes),
            "mean": Values({"is 1.7": 1.7, "is -1.2": -1.2, "is 0.6": 0.6}, optional=True),
            "bias": Values({"is 1.0": 1.0, "is -2.5": -2.5, "is 0.4": 0.4}, optional=True),
            "std": Values({"is 1.0": 1.0, "is small": narrow, "is 2.0": 2.0}, optional=True),
            "seed": Values({"is 10": 10, "is 0": 0, "is 3": 3}, optional=True),
        },
        strength=strength,
        is_sparse=True,
    )


BLOBS = blobs({"is 100": 100, "is 7": 7, "is 40": 40}, 0.01, strength=2)
#: Of one point each.
POINTS = blobs({"is 1": 1}, 0.01)
#: Enough points to tell 0.5 from 0.52; drawing them costs a millisecond.
CLOUDS = blobs({"is 20000": 20_000}, 0.3)
SEEDS = Contract(
    "data.make_two_blobs",
    {
        "n_per_class": Values({"is 40": 40, "is 100": 100}),
        "seed": Values({"is 10": 10, "is 0": 0, "is 1": 1, "is 266": 266}, optional=True),
    },
    named=("seed",),
)


def require(holds: object, message: str, answer: Answer, *shown: Any) -> None:
    """Fail unless a property holds; *shown* is Python that shows it, what is right, what came."""
    if not holds:
        raise wrong(message, answer, precise=True, shown=shown)


def parts_of(answer: Answer) -> tuple[Tensor, Tensor]:
    """Return x and y of an answer, whatever their shapes."""
    value = answer.value
    message = f"make_two_blobs returned {describe(value)}, expected a tuple (x, y)."
    require(isinstance(value, list | tuple) and len(value) == 2, message, answer)
    for name, part in zip("xy", value, strict=True):
        message = f"{name} is {describe(part)}, expected a tensor."
        require(isinstance(part, SentTensor), message, answer)
    x, y = value
    return x.tensor, y.tensor


def classes_of(answer: Answer, given: Mapping[str, Any]) -> list[Tensor]:
    """Return the points of class 0 and of class 1 in float64; the shape of x must be right."""
    x, n = parts_of(answer)[0], given.get("n_per_class", 100)
    message = f"x is {describe(x)}, expected shape (2 * n_per_class, 2)."
    require(tuple(x.shape) == (2 * n, 2), message, answer)
    require(x.dtype.is_floating_point, f"x is {describe(x)}, expected float32.", answer)
    require(x.isfinite().all(), "Some numbers in x are nan or infinite.", answer)
    return [*x.to(torch.float64).split(n)]


def numbers_of(given: Mapping[str, Any]) -> tuple[float, float, float]:
    """Return mean, bias and std of a call."""
    return given.get("mean", 1.7), given.get("bias", 1.0), given.get("std", 1.0)


def lies_around_its_centres(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that both clouds lie around their centres."""
    mean, bias, std = numbers_of(given)
    classes = classes_of(answer, given)
    n = len(classes[0])
    margin = SIGMAS * std / n**0.5 + 1e-5
    for number, (sign, rows) in enumerate((("mean", f":{n}"), ("-mean", f"{n}:"))):
        place, centre = classes[number].mean(dim=0), bias + (-mean if number else mean)
        message = f"Class {number} does not lie around {sign} + bias in both coordinates."
        shown = f"found[0][{rows}].mean(dim=0)", torch.tensor([centre] * 2), place.float()
        require(((place - centre).abs() <= margin).all(), message, answer, *shown)


def is_normal(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that the noise is normal with the standard deviation asked for."""
    classes, (_, _, std) = classes_of(answer, given), numbers_of(given)
    n = len(classes[0])
    for rows, points in zip((f":{n}", f"{n}:"), classes, strict=True):
        found = points.std(dim=0)
        message = "The points do not scatter with the standard deviation std."
        shown = f"found[0][{rows}].std(dim=0)", torch.tensor([std] * 2), found.float()
        error = SIGMAS * std / (2 * n) ** 0.5
        require(((found - std).abs() <= error).all(), message, answer, *shown)
    message = (
        "The noise has the right standard deviation, but it is not normal. Draw it with "
        "torch.randn or torch.normal."
    )
    for points in classes:
        scaled = ((points - points.mean(dim=0)) / std).abs()
        # Shares of a normal distribution within 1 and within 2 standard deviations.
        for bound, share in ((1.0, 0.682689), (2.0, 0.954500)):
            inside = (scaled < bound).to(torch.float64).mean(dim=0)
            error = SIGMAS * (share * (1 - share) / n) ** 0.5
            require(((inside - share).abs() <= error).all(), message, answer)


def is_independent(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that no coordinate, point or class has the noise of another."""
    classes = classes_of(answer, given)
    n = len(classes[0])
    message = "All points of a class are equal. Each gets noise of its own."
    require(all((points.std(dim=0) >= 1e-6).all() for points in classes), message, answer)
    scaled = [(points - points.mean(dim=0)) / points.std(dim=0) for points in classes]

    def is_apart(one: Tensor, other: Tensor) -> bool:
        return bool((one * other).mean().abs() <= SIGMAS / n**0.5)

    for number, points in enumerate(scaled):
        message = (
            f"The two coordinates of class {number} move together. Draw noise of shape "
            "(n, 2): one number for each coordinate of each point."
        )
        require(is_apart(points[:, 0], points[:, 1]), message, answer)
        message = f"Points of class {number} repeat or follow each other. Draw every one anew."
        first = points[:, 0]
        fresh = is_apart(first[:-1], first[1:]) and len(first.unique()) >= n * 0.98
        require(fresh, message, answer)
    message = (
        "The two clouds have the same noise, moved, turned or mirrored. Seed once, not once per "
        "class, and draw for each class."
    )
    for other in (scaled[1], scaled[1].flip(0)):
        pairs = [(scaled[0][:, i], other[:, j]) for i in (0, 1) for j in (0, 1)]
        require(all(is_apart(*pair) for pair in pairs), message, answer)


def is_labelled(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check types, shapes and dtypes, and that there are n zeros, then n ones."""
    (x, y), n = parts_of(answer), given.get("n_per_class", 100)
    message = f"make_two_blobs returned {describe(answer.value)}, expected a tuple."
    require(isinstance(answer.value, tuple), message, answer)
    classes_of(answer, given)
    require(x.dtype == torch.float32, f"x is {describe(x)}, expected float32.", answer)
    message = f"y is {describe(y)}, expected shape (2 * n_per_class,)."
    require(tuple(y.shape) == (2 * n,), message, answer)
    message = (
        f"y is {describe(y)}, expected float32: the loss compares labels with float predictions. "
        "Make them float where they are made."
    )
    require(y.dtype == torch.float32, message, answer)
    wanted = torch.cat([torch.zeros(n), torch.ones(n)])
    message = "The first n labels are 0 and the other n are 1; yours are not."
    require(torch.equal(y, wanted), message, answer, "found[1]", wanted, y)


def is_one_point_each(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check one point of class 0 and one of class 1."""
    lies_around_its_centres(answer, given)
    labels = parts_of(answer)[1].flatten().tolist()
    require(labels == [0, 1], "One point per class: the labels are not [0, 1].", answer)


@pytest.mark.check("E09", points=1.5, base=True, alone="the plain case of all")
def test_make_two_blobs_centres(student, reference):
    """Class 0, the first n rows, lies around mean + bias; class 1 around -mean + bias."""
    CLOUDS.holds(student, reference, lies_around_its_centres)
    BLOBS.holds(student, reference, lies_around_its_centres)


@pytest.mark.check("E09", points=0.75, alone="the only look at the distribution")
def test_make_two_blobs_noise_is_normal_with_this_std(student, reference):
    """The noise is normal with standard deviation std, in both coordinates of both classes."""
    CLOUDS.holds(student, reference, is_normal)


@pytest.mark.check("E09", points=0.5, gated=True, alone="the only look at dtypes and labels")
def test_make_two_blobs_shapes_and_labels(student, reference):
    """A tuple: x float32 (2n, 2); y float32 (2n,): n zeros, then n ones; n is 100 by default."""
    BLOBS.holds(student, reference, is_labelled)


@pytest.mark.check("E09", points=0.5, gated=True, alone="the only look at dependence")
def test_make_two_blobs_classes_have_noise_of_their_own(student, reference):
    """The noise is independent: no class is a copy or mirror of the other, no point comes twice."""
    CLOUDS.holds(student, reference, is_independent)


@pytest.mark.check("E09", points=0.25, gated=True, alone="the only calls side by side")
def test_make_two_blobs_repeats_with_its_seed(student, reference):
    """The same seed gives the same data, every time; another seed gives other data."""
    SEEDS.repeats(student, reference, "seed")
    SEEDS.separate(student, reference)


@pytest.mark.check("E09", points=0.25, gated=True, alone="the only n of 1")
def test_make_two_blobs_of_one_point_each(student, reference):
    """n_per_class = 1 gives one point near each centre."""
    POINTS.holds(student, reference, is_one_point_each)


@pytest.mark.check("E09", points=0.25, gated=True, alone="the only n below 1")
def test_make_two_blobs_refuses_empty_classes(student, reference):
    """n_per_class below 1 is refused with a ValueError."""
    BLOBS.refusals(student, reference)


# ---- E10 split_and_standardize ----------------------------------------------

KEYS = ("x_train", "x_test", "y_train", "y_test", "mean", "std")
FRACTIONS = ("is 0.8", "is 0.5", "is 0.3", "is 0.75", "is 0.9", "is 0.7")
WIDE = {"has shape (N, 3)": (N, 3)}
X_BACK = "torch.cat([found['x_train'], found['x_test']]) * found['std'] + found['mean']"


def table(shift: float = 40.0, width: float = 10.0, narrow: float = 0.3) -> Contents:
    """Return columns of which the first one numbers the rows, so that they are distinct."""

    def make(draw: Draw, shape: tuple[int, ...]) -> Tensor:
        wide = (shift + width * draw.normal(shape[0])).round(decimals=2)
        small = (narrow * (draw.normal(shape[0]) - 3)).round(decimals=7)
        return torch.stack([torch.arange(shape[0]) - 3, wide, small], dim=1)[:, : shape[1]]

    return make


def constant(number: float, *others: float) -> Contents:
    """Return a table with a constant column; with *others* two, but for one row of each."""

    def make(draw: Draw, shape: tuple[int, ...]) -> Tensor:
        x = table()(draw, shape)
        x[:, 1] = number
        for place, other in enumerate(others):
            x[:, 1 + place] = number
            x[4 + place, 1 + place] = other
        return x

    return make


def fixed(_draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return the same table for every call, so that answers can be compared."""
    rows = torch.arange(shape[0], dtype=torch.float64)
    return torch.stack([rows - 3, 40 + rows.sin().round(decimals=3), rows % 7], dim=1)


def repeated(draw: Draw, shape: tuple[int, ...]) -> Tensor:
    """Return a table in which every row comes several times."""
    return table()(draw, shape)[torch.arange(shape[0]) % 3]


def empty(rows: int) -> Contents:
    """Return a table of so few rows that one side must be empty."""
    return lambda draw, shape: table()(draw, (rows, *shape[1:]))


def classes(count: int) -> Contents:
    """Return the labels of so many classes, sorted, one for each row."""

    def make(draw: Draw, _shape: tuple[int, ...]) -> Tensor:
        rows = len(draw.arguments["x"])
        return (torch.arange(rows) * count // max(rows, 1)).double()

    return make


def split(
    contents: Mapping[str, Contents],
    size: int,
    fractions: Sequence[str] = ("is 0.3",),
    seeds: Sequence[str] = ("is 0", "is 1", "is 2"),
    also: Sequence[Mapping[str, str]] = (),
    **others: Any,
) -> Contract:
    """Return the contract of split_and_standardize for so many samples."""
    plain: dict[str, Any] = {"grad": False, "sizes": {"": size}, "layouts": ()}
    shares = {option: float(option[3:]) for option in fractions}
    kinds = {
        "x": Tensors(contents, WIDE, (torch.float32,), **plain),
        "y": Tensors({"holds two classes": classes(2)}, FLAT, (torch.float32,), **plain),
        "train_fraction": Values(shares, optional="is 0.8" in fractions),
        "seed": Values({option: int(option[3:]) for option in seeds}, optional=True),
    }
    for name, changes in others.items():
        kinds[name] = replace(kinds[name], **changes)  # type: ignore[type-var]
    target = "data.split_and_standardize"
    return Contract(target, kinds, strength=1, is_sparse=True, also=also)


ARBITRARY = {"is arbitrary": table()}
SIZES = {"there are 50 samples": 50, "there are 41 samples": 41, "there are 22 samples": 22}
SPLIT = split(
    ARBITRARY,
    50,
    FRACTIONS,
    x={"sizes": SIZES, "forbidden": {"has no row": empty(0), "has one row": empty(1)}},
    y={
        "sizes": SIZES,
        "contents": {"holds two classes": classes(2), "holds four classes": classes(4)},
    },
    train_fraction={"forbidden": {"is 0.0": 0.0, "is 1.0": 1.0, "is 1.2": 1.2, "is 0.001": 0.001}},
    also=[
        {".size": f"there are {size} samples", "train_fraction.contents": f"is {share}"}
        for size, share in ((41, 0.5), (41, 0.3), (22, 0.75), (22, 0.9))
    ],
)
EQUAL = split({"has rows that are equal": repeated}, 20, ("is 0.5",), ("is 0",))
FAR = split({"has a large mean and a small deviation": table(2000.0, 1.0, 3e-4)}, 60)
#: One row is left for the test side.
KINDS = split(
    ARBITRARY,
    10,
    ("is 0.9",),
    ("is 0",),
    x={"shapes": {**WIDE, "has shape (N, 1)": (N, 1)}, "dtypes": FLOATS, "layouts": LAYOUTS},
    y={"dtypes": (*LABELS, torch.int8, torch.float16), "layouts": LAYOUTS},
    also=[{".size": MANY_SAMPLES, "x.layout": LAYOUTS[1], "y.layout": LAYOUTS[1]}],
)
NEARLY = "has columns that are constant but for one row"
CONSTANT = split(
    {
        "has a column of 3.0": constant(3.0),
        "has a column of 0.1": constant(0.1),
        "has a column of 0.0": constant(0.0),
        NEARLY: constant(3.0, 5.0, -1.0),
    },
    20,
    also=[{"x.contents": NEARLY, "seed.contents": seed} for seed in ("is 0", "is 1", "is 2")],
)
SEEDS_OF_SPLIT = ("is 0", "is 1", "is 2", "is 3", "is 6")
SORTED = split({"is the same each time": fixed}, 200, ("is 0.5",), SEEDS_OF_SPLIT)


def train_rows(value: Any) -> Any:
    """Return the numbers of the rows on the train side, in their order."""
    found = [value.get(key) for key in ("x_train", "std", "mean")] if type(value) is dict else []
    tensors = [part.tensor.double() for part in found if isinstance(part, SentTensor)]
    if len(tensors) < 3 or tensors[0].dim() != 2 or not all(part.numel() for part in tensors):
        return value
    x, std, mean = tensors
    return SentTensor((x[:, 0] * std.flatten()[0] + mean.flatten()[0]).round().sort().values)


#: Another seed puts other rows on the train side, and not the same ones in another order.
CHOSEN = replace(SORTED, read=train_rows)


def split_parts(answer: Answer, x: Tensor) -> dict[str, Tensor]:
    """Return the six tensors of an answer by key, those of floats in float64."""
    message = f"split_and_standardize returned {describe(answer.value)}, expected a dict."
    require(isinstance(answer.value, dict), message, answer)
    parts: dict[str, Tensor] = {}
    for key in KEYS:
        part = answer.value.get(key)
        message = f'"{key}" is {describe(part)}; expected a tensor under each of {", ".join(KEYS)}.'
        require(isinstance(part, SentTensor), message, answer)
        shape = (x.shape[1],)
        if key.startswith("x"):
            shape = (*part.tensor.shape[:1], x.shape[1])
        elif key.startswith("y"):
            shape = (len(parts[f"x_{key[2:]}"]),)
        message = f'"{key}" is {describe(part)}, expected shape {shape}.'
        require(tuple(part.tensor.shape) == shape, message, answer)
        parts[key] = part.tensor if key.startswith("y") else part.tensor.to(torch.float64)
    return parts


def find_rows(parts: Mapping[str, Tensor], x: Tensor) -> tuple[Tensor, Tensor]:
    """Return both sides as they were before scaling, and the number of the row that each is."""
    scaled = torch.cat([parts["x_train"], parts["x_test"]])
    rows = scaled * parts["std"] + parts["mean"]
    numbers = (rows[:, 0] - x[0, 0]).nan_to_num(-1.0).round().clamp(0, len(x) - 1)
    return rows, numbers.to(torch.int64)


def keeps_every_sample(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that every sample, scaled, is on one side, once, with its label."""
    x, y = given["x"].to(torch.float64), given["y"]
    parts = split_parts(answer, x)
    if len(parts["x_train"]) < 2:
        return  # Its deviation may be nan, and how many rows it has is asked by another check.
    rows, numbers = find_rows(parts, x)
    message = "The samples came back as they were given: scale them by the train side."
    scaled = torch.cat([parts["x_train"], parts["x_test"]])
    require(not torch.equal(rows, scaled), message, answer)
    # A constant column has no width; what float32 leaves of its value is to pass.
    width = torch.maximum(x.amax(dim=0) - x.amin(dim=0), 0.01 + 0.01 * x.abs().amax(dim=0))
    message = (
        "x * std + mean does not give the samples back. Return the very mean and std that both "
        "sides were shifted and divided by, those of the train side."
    )
    shown = f"({X_BACK}).sort(dim=0).values", x.sort(dim=0).values, rows.sort(dim=0).values
    require(((rows - x[numbers]).abs() <= 1e-4 * width).all(), message, answer, *shown)
    message = (
        "Some samples are on both sides, twice on one, or on neither. A permutation has every "
        "index exactly once."
    )
    order = numbers.sort().values
    shown = f"({X_BACK})[:, 0].sort().values", x[:, 0], rows[:, 0].sort().values
    require(torch.equal(order, torch.arange(len(x))), message, answer, *shown)
    labels = torch.cat([parts["y_train"], parts["y_test"]])[numbers.argsort()]
    message = (
        "Samples and labels do not belong together any more: they were put in different orders. "
        "Whatever order x gets, y gets the same one."
    )
    own = f"torch.cat([found['y_train'], found['y_test']])[({X_BACK})[:, 0].argsort()]"
    require(torch.equal(labels.double(), y.double()), message, answer, own, y, labels)


def scales_by_the_train_side(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that mean and std are those of the train rows, wherever a column varies."""
    x = given["x"].to(torch.float64)
    parts = split_parts(answer, x)
    train = x[find_rows(parts, x)[1][: len(parts["x_train"])]]
    if len(train) < 2:
        return  # There is no one standard deviation of a single row.
    mean, wide = train.mean(dim=0), train.std(dim=0)
    # Beside a large mean its rounding in float32 is seen.
    near = (parts["mean"] - mean).abs() <= 1e-4 * wide + 2**-20 * mean.abs()
    fits = [
        ((parts["std"] - each).abs() <= 5e-4 * each) | (wide == 0)
        for each in (wide, train.std(dim=0, correction=0))
    ]
    for key, right, holds in (("mean", mean, [near]), ("std", wide, fits)):
        message = (
            f"{key} is not that of the train rows. Take it from them alone, before scaling, column "
            "by column."
        )
        shown = f"found['{key}']", right.float(), parts[key].float()
        require(any(bool(each.all()) for each in holds), message, answer, *shown)


def is_mixed(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that a quarter of each side is of each class; of a hundred rows it is by chance."""
    parts = split_parts(answer, given["x"])
    for side in ("train", "test"):
        labels = parts[f"y_{side}"]
        ones = int((labels == 1).sum())
        message = (
            f"{ones} of the {len(labels)} labels on the {side} side are 1: the data come sorted by "
            "class. Shuffle all rows before you cut."
        )
        require(len(labels) <= 4 * ones <= 3 * len(labels), message, answer)


def has_its_sizes(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check how many rows the train side has; the others are on the test side."""
    parts = split_parts(answer, given["x"])
    exact, rows = len(given["x"]) * given.get("train_fraction", 0.8), len(parts["x_train"])
    message = "Some rows are lost, or there are more than before."
    shown = (
        "len(found['x_train']) + len(found['x_test'])",
        len(given["x"]),
        rows + len(parts["x_test"]),
    )
    require(shown[1] == shown[2], message, answer, *shown)
    message = (
        "The train side does not hold N * train_fraction rows, rounded to nearest or down, "
        "whatever the seed and the labels are."
    )
    # Down, to nearest, or half up.
    holds = abs(rows - exact) <= 0.5 + 1e-6 or 0 <= exact - rows < 1
    require(holds, message, answer, "len(found['x_train'])", math.floor(exact), rows)


def survives_constant_columns(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that all is finite and is scaled where columns are constant on the train side."""
    x = given["x"].to(torch.float64)
    parts = split_parts(answer, x)
    for key in ("x_train", "x_test", "mean", "std"):
        message = (
            f'A column is constant, and "{key}" holds nan or inf: the standard deviation is 0 '
            "there. Divide by something harmless."
        )
        require(parts[key].isfinite().all(), message, answer)
    keeps_every_sample(answer, given)
    scales_by_the_train_side(answer, given)
    # 0.1 is no binary fraction: its mean is rounded, and a tiny eps makes that visible.
    whole = (x.amax(dim=0) == x.amin(dim=0)) & (x[0] == x[0].round())
    scaled = torch.cat([parts["x_train"], parts["x_test"]])[:, whole]
    message = "A constant column is not shifted by its mean: x - mean is 0 there."
    shows = "torch.cat([found['x_train'], found['x_test']])[:, 1:2]"
    require((scaled.abs() <= 1e-3).all(), message, answer, shows, 0 * scaled, scaled)


def keeps_dtypes(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check the keys and the dtypes, and that every sample is there whatever they are."""
    keeps_every_sample(answer, given)
    message = f"The keys of the dict are to be {', '.join(KEYS)}, and no others."
    require(set(answer.value) == set(KEYS), message, answer)
    for key in KEYS:
        wanted, part = given["y" if key.startswith("y") else "x"].dtype, answer.value[key]
        name = str(wanted).removeprefix("torch.")
        message = f'"{key}" is {describe(part)}, expected {name} as it was given.'
        require(part.tensor.dtype == wanted, message, answer)


@pytest.mark.check("E10", points=1.5, base=True, alone="the plain case of all")
def test_split_and_standardize_keeps_every_sample_with_its_label(student, reference):
    """Samples are scaled; x * std + mean gives each back: on one side, once, with its own label."""
    SPLIT.holds(student, reference, keeps_every_sample)


@pytest.mark.check("E10", points=1, alone="the only look at what mean and std are")
def test_split_and_standardize_scales_by_the_train_side(student, reference):
    """mean and std are those of the train rows alone, column by column, for both sides."""
    SPLIT.holds(student, reference, scales_by_the_train_side)
    FAR.holds(student, reference, scales_by_the_train_side)


@pytest.mark.check("E10", points=0.5, alone="the only look at the classes on both sides")
def test_split_and_standardize_mixes_the_classes(student, reference):
    """The split is random: of data sorted by class, both sides get both classes."""
    SORTED.holds(student, reference, is_mixed)


@pytest.mark.check(
    "E10", points=0.5, gated=True, alone="the only look at how many rows a side has, equal ones too"
)
def test_split_and_standardize_sizes(student, reference):
    """The train side holds N * train_fraction rows, rounded to nearest or down; 0.8 by default."""
    SPLIT.holds(student, reference, has_its_sizes)
    EQUAL.holds(student, reference, has_its_sizes)


@pytest.mark.check("E10", points=0.5, alone="the only constant column")
def test_split_and_standardize_survives_a_constant_column(student, reference):
    """A column that is constant keeps everything finite; the other columns are scaled as always."""
    CONSTANT.holds(student, reference, survives_constant_columns)


@pytest.mark.check("E10", points=0.25, alone="every dtype and layout, the only single column")
def test_split_and_standardize_keeps_dtypes(student, reference):
    """float64 samples stay float64, integer labels integers; one column is enough; six keys."""
    KINDS.holds(student, reference, keeps_dtypes)


@pytest.mark.check("E10", points=0.25, gated=True, alone="the only two calls side by side")
def test_split_and_standardize_repeats_with_its_seed(student, reference):
    """The same seed gives the same split, every time; another seed gives another one."""
    SORTED.repeats(student, reference, "seed")
    CHOSEN.repeats(student, reference, "seed")


@pytest.mark.check("E10", points=0.25, gated=True, alone="the only look at x and y afterwards")
def test_split_and_standardize_leaves_its_arguments_alone(student, reference):
    """x and y keep their values and their order."""
    KINDS.arguments(student, reference)


@pytest.mark.check("E10", points=0.25, gated=True, alone="the only splits that leave a side empty")
def test_split_and_standardize_refuses_an_empty_side(student, reference):
    """A split that leaves the train or the test side empty is refused with a ValueError."""
    SPLIT.refusals(student, reference)
