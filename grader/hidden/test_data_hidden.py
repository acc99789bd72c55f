"""
Hidden checks of data.py: E09, E10.

Which random numbers are drawn, and in which order, is up to the student. So
nothing here compares numbers with the reference's: the checks are properties
of every right answer.
"""

import math
from collections.abc import Mapping
from typing import Any

import pytest
import torch
from data_words import (
    EXAMPLES,
    find_rows,
    words_on_centres,
    words_on_indices,
    words_on_mixing,
    words_on_rows,
    words_on_spread,
    words_on_statistics,
)
from kinds import assert_keys
from torch import Tensor

from grader.testing import (
    Answer,
    CheckFailed,
    Contract,
    SentTensor,
    Student,
    Values,
    assert_unchanged,
    describe,
    elements_match,
    wrong,
)

# The diagnosis reads it in every module of hidden checks.
__all__ = ["EXAMPLES"]

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
        "seed": Values({"is 10": 10, "is 0": 0, "is 1": 1, "is 2": 2}, optional=True),
    },
    named=("seed",),
)


def parts_of(answer: Answer) -> tuple[Tensor, Tensor]:
    """Return x and y of an answer, whatever their shapes."""
    value = answer.value
    if not isinstance(value, list | tuple) or len(value) != 2:
        message = f"make_two_blobs returned {describe(value)}, expected a tuple (x, y)."
        raise wrong(message, answer, precise=True)
    x, y = value
    for name, part in (("x", x), ("y", y)):
        if not isinstance(part, SentTensor):
            raise wrong(f"{name} is {describe(part)}, expected a tensor.", answer, precise=True)
    return x.tensor, y.tensor


def classes_of(answer: Answer, given: Mapping[str, Any]) -> list[Tensor]:
    """Return the points of class 0 and of class 1 in float64; the shape of x must be right."""
    x, n = parts_of(answer)[0], given.get("n_per_class", 100)
    if tuple(x.shape) != (2 * n, 2):
        words = f"x is {describe(x)}, expected shape (2 * n_per_class, 2)."
        if tuple(x.shape) == (n, 4):
            words += " Put the classes under each other (dim 0), not side by side."
        elif tuple(x.shape) in ((2, n, 2), (n, 2, 2)):
            words += " The classes are stacked along a new axis; join them along dim 0."
        elif tuple(x.shape) == (2, 2 * n):
            words += " One row is one point: rows and columns are exchanged."
        elif tuple(x.shape) == (n, 2):
            words += " n_per_class points belong to each of the two classes."
        raise wrong(words, answer, precise=True)
    if not x.dtype.is_floating_point:
        raise wrong(f"x is {describe(x)}, expected float32.", answer, precise=True)
    double = x.to(torch.float64)
    if not bool(double.isfinite().all()):
        raise wrong("Some numbers in x are nan or infinite.", answer, precise=True)
    return [double[:n], double[n:]]


def numbers_of(given: Mapping[str, Any]) -> tuple[float, float, float]:
    """Return mean, bias and std of a call."""
    return given.get("mean", 1.7), given.get("bias", 1.0), given.get("std", 1.0)


def lies_around_its_centres(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that both clouds lie around their centres."""
    mean, bias, std = numbers_of(given)
    classes = classes_of(answer, given)
    found = [points.mean(dim=0) for points in classes]
    margin = SIGMAS * std / len(classes[0]) ** 0.5 + 1e-5
    for number, (place, centre) in enumerate(zip(found, (mean + bias, bias - mean), strict=True)):
        if bool(((place - centre).abs() > margin).any()):
            sign = "-mean" if number else "mean"
            message = f"Class {number} does not lie around {sign} + bias in both coordinates."
            words = ""
            if margin < 0.1:  # Else several causes would fit.
                words = words_on_mixing(classes, mean, bias, std)
                words = words or words_on_centres(found, mean, bias, std, margin)
            raise wrong(f"{message} {words}".strip(), answer, precise=True)


def is_normal(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that the noise is normal with the standard deviation asked for."""
    classes, (_, _, std) = classes_of(answer, given), numbers_of(given)
    n = len(classes[0])
    found = [points.std(dim=0) for points in classes]
    error = SIGMAS * std / (2 * n) ** 0.5
    if any(bool(((each - std).abs() > error).any()) for each in found):
        message = "The points do not scatter with the standard deviation std."
        raise wrong(f"{message} {words_on_spread(found, std)}".strip(), answer, precise=True)
    for points in classes:
        scaled = ((points - points.mean(dim=0)) / std).abs()
        # Shares of a normal distribution within 1 and within 2 standard deviations.
        for bound, share in ((1.0, 0.682689), (2.0, 0.954500)):
            inside = (scaled < bound).to(torch.float64).mean(dim=0)
            error = SIGMAS * (share * (1 - share) / n) ** 0.5
            if bool(((inside - share).abs() > error).any()):
                message = "The noise has the right standard deviation, but it is not normal."
                message += " Draw it with torch.randn or torch.normal."
                raise wrong(message, answer, precise=True)


def is_independent(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check that no coordinate, point or class has the noise of another."""
    classes = classes_of(answer, given)
    n = len(classes[0])
    if any(bool((points.std(dim=0) < 1e-6).any()) for points in classes):
        message = "All points of a class are equal. Each gets noise of its own."
        raise wrong(message, answer, precise=True)
    scaled = [(points - points.mean(dim=0)) / points.std(dim=0) for points in classes]

    def related(one: Tensor, other: Tensor) -> bool:
        return not bool((one * other).mean().abs() <= SIGMAS / n**0.5)

    for number, points in enumerate(scaled):
        if related(points[:, 0], points[:, 1]):
            message = (
                f"The two coordinates of class {number} move together. Draw noise of shape "
                "(n, 2): one number for each coordinate of each point."
            )
            raise wrong(message, answer, precise=True)
        if related(points[:-1, 0], points[1:, 0]) or len(points[:, 0].unique()) < n * 0.98:
            message = f"Points of class {number} repeat or follow each other. Draw every one anew."
            raise wrong(message, answer, precise=True)
    for other in (scaled[1], scaled[1].flip(0)):
        if any(related(scaled[0][:, i], other[:, j]) for i in (0, 1) for j in (0, 1)):
            message = (
                "The two clouds have the same noise, moved, turned or mirrored. Seed once, not "
                "once per class, and draw for each class."
            )
            raise wrong(message, answer, precise=True)


def is_labelled(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check types, shapes and dtypes, and that there are n zeros, then n ones."""
    (x, y), n = parts_of(answer), given.get("n_per_class", 100)
    if not isinstance(answer.value, tuple):
        message = f"make_two_blobs returned {describe(answer.value)}, expected a tuple."
        raise wrong(message, answer, precise=True)
    classes_of(answer, given)
    if x.dtype != torch.float32:
        raise wrong(f"x is {describe(x)}, expected float32.", answer, precise=True)
    if tuple(y.shape) != (2 * n,):
        words = f"y is {describe(y)}, expected shape (2 * n_per_class,)."
        if tuple(y.shape) == (2 * n, 1):
            words += " Labels are flat here, whatever the comments in the notes say."
        raise wrong(words, answer, precise=True)
    if y.dtype != torch.float32:
        message = (
            f"y is {describe(y)}, expected float32: the loss compares labels with float "
            "predictions. Make them float where they are made."
        )
        raise wrong(message, answer, precise=True)
    wanted = torch.cat([torch.zeros(n), torch.ones(n)])
    if not torch.equal(y, wanted):
        words = "The first n labels are 0 and the other n are 1; yours are not."
        if torch.equal(y, 1 - wanted):
            words = "The labels are exchanged: the first n rows are class 0."
        elif torch.equal(y.sort().values, wanted):
            words = "The labels are right in number, but not in order: n zeros, then n ones."
        elif torch.equal(y, 2 * wanted - 1):
            words = "The labels are -1 and 1; the classes here are 0 and 1."
        raise wrong(words, answer, precise=True)


def is_one_point_each(answer: Answer, given: Mapping[str, Any]) -> None:
    """Check one point of class 0 and one of class 1."""
    lies_around_its_centres(answer, given)
    labels = parts_of(answer)[1].flatten().tolist()
    if labels != [0, 1]:
        message = "One point per class: the labels are not [0, 1]."
        raise wrong(message, answer, precise=True)


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

SPLIT = "data.split_and_standardize"
KEYS = ("x_train", "y_train", "x_test", "y_test", "mean", "std")


def samples(
    seed: int, size: int, dtype: torch.dtype = torch.float32, label: torch.dtype = torch.float32
) -> tuple[Tensor, Tensor]:
    """Return samples sorted by class; the first column numbers them, so that rows are distinct."""
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(size, 2, generator=generator, dtype=torch.float64)
    numbers = torch.arange(size, dtype=torch.float64)
    x = torch.stack([numbers - 3, 10 * noise[:, 0] + 40, 0.3 * noise[:, 1] - 1], dim=1)
    return x.to(dtype), (numbers >= size // 2).to(label)


class Split:
    """
    An answer of split_and_standardize, taken apart.

    Attributes:
        answer: The answer. parts: Its tensors by key, samples and statistics in float64.
        data: The samples that were asked about, in float64.
        found: Which row of the data each row of the train and test side is.
        good: Whether it is that row indeed, for both sides.
    """

    def __init__(self, answer: Answer, value: object, x: Tensor) -> None:
        self.answer = answer
        self.parts = read_parts(answer, value, x)
        self.data = x.to(torch.float64)
        mean, std = self.parts["mean"], self.parts["std"]
        sides = [self.parts[name] * std + mean for name in ("x_train", "x_test")]
        matches = [find_rows(rows, self.data) for rows in sides]
        self.found = [indices for indices, _ in matches]
        self.good = [good for _, good in matches]

    def assert_rows(self, y: Tensor) -> None:
        """Demand that every sample, scaled, is on one side, once, with its label."""
        for side in ("train", "test"):
            if not len(self.parts[f"x_{side}"]):
                raise wrong(f"The {side} side is empty.", self.answer, precise=True)
        if bool(find_rows(self.parts["x_train"], self.data)[1].all()):
            message = "The samples came back as they were given: scale them by the train side."
            raise wrong(message, self.answer, precise=True)
        if not all(bool(each.all()) for each in self.good):
            words = words_on_rows(self.parts, self.data, self.good)
            message = f"x * std + mean does not give the samples back. {words}"
            raise wrong(message, self.answer, precise=True)
        indices = torch.cat(self.found)
        if not torch.equal(indices.sort().values, torch.arange(len(self.data))):
            raise wrong(words_on_indices(indices, len(self.data)), self.answer, precise=True)
        labels = torch.cat([self.parts["y_train"], self.parts["y_test"]])
        if labels.dtype != y.dtype:
            names = [str(t.dtype).removeprefix("torch.") for t in (labels, y)]
            message = (
                f"The labels came back as {names[0]}, given as {names[1]}. Keep them as they are."
            )
            raise wrong(message, self.answer, precise=True)
        if not torch.equal(labels, y[indices]):
            message = (
                "Samples and labels do not belong together any more: they were put in different "
                "orders. Whatever order x gets, y gets the same one."
            )
            raise wrong(message, self.answer, precise=True)


def read_parts(answer: Answer, value: object, x: Tensor) -> dict[str, Tensor]:
    """Return the six tensors of an answer; their shapes and dtypes must fit the question."""

    def refuse(message: str) -> CheckFailed:
        return wrong(message, answer, precise=True)

    if not isinstance(value, dict):
        raise refuse(f"split_and_standardize returned {describe(value)}, expected a dict.")
    parts: dict[str, Tensor] = {}
    for key in KEYS:
        part = value.get(key)
        if not isinstance(part, SentTensor):
            what = f'"{key}" is {describe(part)}' if key in value else f'The key "{key}" is missing'
            raise refuse(f"{what}; expected a tensor under each of {', '.join(KEYS)}.")
        parts[key] = part.tensor
    columns = x.shape[1]
    for key in ("x_train", "x_test"):
        shape = tuple(parts[key].shape)
        if len(shape) != 2 or shape[1] != columns:
            raise refuse(f'"{key}" is {describe(parts[key])}, expected {columns} columns.')
    for key in ("mean", "std"):
        if tuple(parts[key].shape) != (columns,):
            words = f'"{key}" is {describe(parts[key])}, expected shape {(columns,)}.'
            raise refuse(f"{words} One number for each column: dim=0.")
    for key in ("x_train", "x_test", "mean", "std"):
        if parts[key].dtype != x.dtype:
            asked = str(x.dtype).removeprefix("torch.")
            raise refuse(f'"{key}" is {describe(parts[key])}, expected {asked} as the samples are.')
        parts[key] = parts[key].to(torch.float64)
    if len(parts["x_train"]) + len(parts["x_test"]) > 2 * len(x) + 2:
        raise refuse("Both sides together hold more rows than twice the data.")
    for side in ("train", "test"):
        rows = len(parts[f"x_{side}"])
        if tuple(parts[f"y_{side}"].shape) != (rows,):
            words = f'"y_{side}" is {describe(parts[f"y_{side}"])}, expected shape {(rows,)}.'
            raise refuse(f"{words} One label for each row of x_{side}.")
    return parts


def split(student: Student, x: Tensor, y: Tensor, **settings: float) -> Split:
    """Ask for a split and take it apart."""
    answer = student.call(SPLIT, x, y, **settings)
    return Split(answer, answer.value, x)


@pytest.mark.check("E10", points=1.5, base=True, alone="the plain case of all")
def test_split_and_standardize_keeps_every_sample_with_its_label(student):
    """Samples are scaled; x * std + mean gives each back: on one side, once, with its own label."""
    for size in (10, 40, 200):
        x, y = samples(900 + size, size)
        split(student, x, y, seed=size).assert_rows(y)


@pytest.mark.check("E10", points=1, alone="the only look at what mean and std are")
def test_split_and_standardize_scales_by_the_train_side(student):
    """mean and std are those of the train rows alone, column by column, for both sides."""
    for size, fraction in ((40, 0.5), (200, 0.8), (60, 0.7)):
        x, y = samples(911, size)
        if size == 60:  # A large mean beside the deviation, and a small deviation.
            x[:, 1], x[:, 2] = x[:, 1] / 10 + 2000, x[:, 2] / 1000
        parts = split(student, x, y, train_fraction=fraction)
        parts.assert_rows(y)
        train, test = (parts.data[indices] for indices in parts.found)
        width = train.std(dim=0)
        if len(train) < 2 or len(test) < 2:
            raise wrong("One side holds less than two rows.", parts.answer)
        off = (parts.parts["mean"] - train.mean(dim=0)) / width
        # Beside a large mean its rounding in float32 is seen.
        fair = bool((off.abs() <= 1e-4 + 2**-20 * train.mean(dim=0).abs() / width).all())
        widths = (width, train.std(dim=0, correction=0))
        spread = any(bool(elements_match(parts.parts["std"], w, 5e-4, 0.0).all()) for w in widths)
        if not (fair and spread):
            words = words_on_statistics(parts.parts, parts.data, train, test)
            raise wrong(words, parts.answer, precise=True)


@pytest.mark.check("E10", points=0.5, alone="the only look at the classes on both sides")
def test_split_and_standardize_mixes_the_classes(student):
    """The split is random: of data sorted by class, both sides get both classes."""
    x, y = samples(921, 200)
    for seed in (0, 1, 2):
        parts = split(student, x, y, seed=seed)
        parts.assert_rows(y)
        for side in ("train", "test"):
            labels = parts.parts[f"y_{side}"]
            if len(labels.unique()) < 2:
                message = (
                    f"All labels on the {side} side are the same: the data come sorted by class. "
                    "Shuffle before you cut."
                )
                raise wrong(message, parts.answer, precise=True)
            # 40 rows of 200: less than 6 of one class has a chance of one in ten million.
            if int(labels.sum()) < 6 or int((1 - labels).sum()) < 6:
                message = f"The {side} side holds hardly any rows of one class. Shuffle all rows."
                raise wrong(message, parts.answer, precise=True)


@pytest.mark.check("E10", points=0.5, gated=True, alone="the only look at how many rows a side has")
def test_split_and_standardize_sizes(student):
    """The train side holds N * train_fraction rows, rounded to nearest or down; 0.8 by default."""
    for size, fraction in ((50, None), (40, 0.3), (14, 0.75), (41, 0.3), (200, 0.9), (41, 0.5)):
        x, y = samples(931, size)
        settings = {} if fraction is None else {"train_fraction": fraction}
        parts = split(student, x, y, **settings)
        exact = size * (0.8 if fraction is None else fraction)
        rows = len(parts.parts["x_train"])
        total = rows + len(parts.parts["x_test"])
        # Down, to nearest, or half up.
        if abs(rows - exact) > 0.5 + 1e-6 and not 0 <= exact - rows < 1:
            words = "The train side does not hold N * train_fraction rows."
            if abs(total - rows - exact) <= 0.5 + 1e-6:
                words += " The test side does: the two are exchanged."
            elif rows == round(size * 0.8):
                words += " It always holds 80 %: use train_fraction."
            elif len(split(student, x, y, seed=1, **settings).parts["x_train"]) != rows:
                words += (
                    " How many it holds changes with the seed: take a fixed number of rows, do not "
                    "flip a coin for each."
                )
            elif rows == math.ceil(exact):
                words += " It is rounded up; to nearest or down are both fine."
            raise wrong(words, parts.answer, precise=True)
        if total != size:
            words = "Both sides together do not hold as many rows as the data."
            raise wrong(words, parts.answer, precise=True)
    x, y = samples(932, 12)
    answer = student.call(SPLIT, x, torch.arange(12) // 3, train_fraction=0.5)
    if len(Split(answer, answer.value, x).parts["x_train"]) != 6:
        message = (
            "With four classes of three rows each the train side does not hold half of the rows. "
            "Count rows, not the rows of each class."
        )
        raise wrong(message, answer, precise=True)


@pytest.mark.check("E10", points=0.5, alone="the only constant column")
def test_split_and_standardize_survives_a_constant_column(student):
    """A column that is constant keeps everything finite; the other columns are scaled as always."""
    x, y = samples(941, 40)
    varied = split(student, x, y)
    for constant in (3.0, 0.1, 0.0):
        x, y = samples(941, 40)
        x[:, 1] = constant
        parts = split(student, x, y)
        for key in ("x_train", "x_test", "mean", "std"):
            if not bool(parts.parts[key].isfinite().all()):
                message = (
                    f'Column 1 is constant, and "{key}" holds nan or inf: its standard deviation '
                    "is 0. Divide by something harmless there."
                )
                raise wrong(message, parts.answer, precise=True)
        parts.assert_rows(y)
        # 0.1 is no binary fraction: its mean is rounded, and a tiny eps makes that visible.
        scaled = torch.cat([parts.parts[key][:, 1] for key in ("x_train", "x_test")])
        if constant != 0.1 and bool((scaled.abs() > 1e-3).any()):
            message = (
                "Column 1 is constant, and it is not shifted by its mean: (x - mean) is 0 there, "
                "whatever it is divided by."
            )
            raise wrong(message, parts.answer, precise=True)
        if not all(map(torch.equal, parts.found, varied.found)):
            continue  # another split has other statistics: that is the matter of another check
        for key in ("mean", "std"):
            one, other = (each.parts[key][[0, 2]] for each in (parts, varied))
            if not bool(elements_match(one, other, 1e-4, 1e-4).all()):
                message = "One constant column changes how the other columns are scaled."
                raise wrong(message, parts.answer, precise=True)
    assert_given_back(student)


def assert_given_back(student: Student) -> None:
    """Demand that mean and std give the test rows back where a column is constant in training."""
    x, y = samples(942, 20)
    x[:, 1], x[4, 1] = 3.0, 5.0
    for seed in range(20):
        parts = split(student, x, y, train_fraction=0.3, seed=seed)
        given_back = parts.parts["x_test"] * parts.parts["std"] + parts.parts["mean"]
        # Which rows they are is told by the columns that are constant on neither side.
        rows, good = find_rows(given_back[:, [0, 2]], parts.data[:, [0, 2]])
        if 4 not in rows.tolist() or not bool(good.all()):
            continue
        if not bool(((given_back[:, 1] - parts.data[rows, 1]).abs() <= 1e-3).all()):
            message = (
                "A column is constant on the train side and not on the test side, and there x * "
                "std + mean does not give the samples back. Return the std that you divide by, "
                "not the 0 in its place."
            )
            raise wrong(message, parts.answer, precise=True)
        return


@pytest.mark.check(
    "E10", points=0.25, alone="the only float64, the only integer labels, the only single column"
)
def test_split_and_standardize_keeps_dtypes(student):
    """float64 samples stay float64, integer labels integers; one column is enough; six keys."""
    for dtype, label in (
        (torch.float64, torch.float64),
        (torch.float32, torch.int64),
        (torch.float64, torch.int64),
        (torch.float32, torch.bool),
        (torch.float32, torch.uint8),
    ):
        x, y = samples(951, 40, dtype, label)
        parts = split(student, x, y)
        parts.assert_rows(y)
        assert_keys(parts.answer, KEYS)
    x, y = samples(952, 40)
    split(student, x[:, :1], y).assert_rows(y)
    # A transposed matrix: one that does not lie row by row in memory.
    split(student, x.T.contiguous().T, y).assert_rows(y)
    # Views with gaps in memory, and more rows than Python nests calls.
    x, y = samples(953, 2002)
    split(student, x[::2], y[::2]).assert_rows(y[::2])


@pytest.mark.check("E10", points=0.25, gated=True, alone="the only two calls side by side")
def test_split_and_standardize_repeats_with_its_seed(student):
    """The same seed gives the same split, every time; another seed gives another one."""
    x, y = samples(961, 40)
    first, second = (split(student, x, y, seed=1) for _ in range(2))
    answer = second.answer
    others = [split(student, x, y, seed=seed) for seed in (2, 3, 1, 0, 6)]
    default = split(student, x, y)

    def same(one: Split, other: Split) -> bool:
        pairs = [(one.parts[key], other.parts[key]) for key in KEYS]
        return all(
            a.shape == b.shape
            and bool(elements_match(a.reshape(-1), b.reshape(-1), 1e-6, 1e-6).all())
            for a, b in pairs
        )

    if not same(first, second) or not same(first, others[2]):
        words = "Calls with the same seed give another split. Seed inside the function, each time."
        raise wrong(words, answer, precise=True)
    if not same(default, others[3]):
        words = "Without a seed the split is not that of seed 0, the default."
        raise wrong(words, answer, precise=True)

    def train_rows(part: Split) -> set[int]:
        return set(part.found[0].tolist())

    chosen = [train_rows(part) for part in (first, others[0], others[1], others[3], others[4])]
    if any(chosen[0] == rows for rows in chosen[1:]):
        words = "Another seed gives the same split. Use the seed you are given."
        raise wrong(words, answer, precise=True)


@pytest.mark.check("E10", points=0.25, gated=True, alone="the only look at x and y afterwards")
def test_split_and_standardize_leaves_its_arguments_alone(student):
    """x and y keep their values and their order."""
    x, y = samples(971, 40)

    assert_unchanged(student.call(SPLIT, x, y), (x, y))


@pytest.mark.check("E10", points=0.25, gated=True, alone="the only splits that leave a side empty")
def test_split_and_standardize_refuses_an_empty_side(student):
    """A split that leaves the train or the test side empty is refused with a ValueError."""
    for size, fraction, words in (
        (50, 0.0, "no row is left for the train side"),
        (50, 1.0, "no row is left for the test side"),
        (3, 0.1, "of three rows none is left for the train side"),
        (1, 0.8, "there is one row for two sides"),
        (0, 0.8, "there are no rows"),
    ):
        x, y = samples(981, size)
        student.refuses(SPLIT, x, y, train_fraction=fraction, because=words)
