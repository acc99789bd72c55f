"""
Words on the random data of data.py, found by statistics, and a visible question per function.

Both functions draw random numbers in an order that is up to the student, so a
mistake cannot be recognised by its numbers. What it does to centres,
spreads and rows can.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from grader.testing import (
    Answer,
    Examples,
    SentTensor,
    Student,
    elements_match,
    example_call,
)

# ---- E09 make_two_blobs -----------------------------------------------------


def words_on_centres(
    found: Sequence[Tensor], mean: float, bias: float, std: float, margin: float
) -> str:
    """
    Say which mistake puts the two clouds where they are, or "" if none is known.

    Args:
        found: Mean of class 0 and of class 1, shape (2,) each.
        mean: As in the question. bias: Likewise. std: Likewise.
        margin: How far a mean of random points may lie from its centre.
    """
    right = (mean + bias, -mean + bias)
    candidates: list[tuple[tuple[float, float], str]] = [
        (
            (right[1], right[0]),
            "The clouds are exchanged: class 0 comes first and lies around mean + bias.",
        ),
        (
            (mean + bias, -(mean + bias)),
            "Class 1 lies around minus the centre of class 0. Only the mean changes its sign; the "
            "bias shifts both clouds the same way.",
        ),
        (
            (mean + bias, -mean - 2 * bias),
            "The bias of class 1 has the wrong sign or counts twice. It shifts both clouds the "
            "same way.",
        ),
        (
            (mean - bias, -mean - bias),
            "Both clouds are shifted against the bias. Add it, to both.",
        ),
        ((mean, -mean), "The bias is missing: it is added to the centres of both clouds."),
        (
            (mean + bias, -mean),
            "Class 1 is not shifted. The bias is added to both clouds.",
        ),
        (
            (mean, -mean + bias),
            "Class 0 is not shifted. The bias is added to both clouds.",
        ),
        (
            (mean + bias, mean + bias),
            "Both clouds lie around the same centre. The mean changes its sign for class 1.",
        ),
        (
            (bias, bias),
            "Both clouds lie around the bias. The mean is missing: added for class 0, subtracted "
            "for class 1.",
        ),
        (
            (mean + bias, bias),
            "Class 1 lies around the bias alone. Its mean is minus the mean of class 0.",
        ),
        (
            (mean + bias, mean - bias),
            "Class 1 has the bias with the other sign, and the mean with the same one. It is the "
            "other way round: the mean changes its sign, the bias does not.",
        ),
        (
            (bias - mean, bias - mean),
            "Both clouds lie around the centre of class 1.",
        ),
        (
            (1.7 + 1.0, -1.7 + 1.0),
            "The clouds lie where the default values put them. Use the arguments you are given.",
        ),
        (
            (std * (mean + bias), std * (-mean + bias)),
            "The standard deviation scales the centres too. Scale the noise first, then shift it.",
        ),
        (
            (std * mean + bias, -std * mean + bias),
            "The standard deviation scales the mean too. It belongs to the noise alone.",
        ),
        (
            (mean + bias + std / 2, -mean + bias + std / 2),
            "Both clouds are too far up by half a standard deviation: noise from torch.rand has "
            "the mean 1/2. The noise is to be normal, with mean 0.",
        ),
    ]
    if bias != 1:
        multiplied = "The centres look multiplied: the bias is added to the mean."
        candidates.append(((mean * bias, -mean * bias), multiplied))
    fitting = [
        words
        for centres, words in candidates
        if all(
            bool(((place - centre).abs() <= margin).all())
            for place, centre in zip(found, centres, strict=True)
        )
    ]
    if fitting:  # Of several that fit none is known to be the cause.
        return fitting[0] if len(fitting) == 1 else ""
    first = [
        bool((place[0] - centre).abs() <= margin)
        for place, centre in zip(found, right, strict=True)
    ]
    second = [
        bool((place[1] - centre).abs() <= margin)
        for place, centre in zip(found, right, strict=True)
    ]
    if all(first) != all(second):
        return "One coordinate is right and the other is not: both have the same centre."
    if bool((torch.stack(list(found)).mean(dim=0) - bias).abs().max() <= margin):
        words = "The clouds lie evenly around the bias, but not at the distance of the mean."
        return f"{words} The centres are mean + bias and -mean + bias."
    return ""


def words_on_mixing(classes: Sequence[Tensor], mean: float, bias: float, std: float) -> str:
    """Say that rows of both classes are mixed, if they look like it, or ""."""
    between = all(bool(((c.mean(dim=0) - bias).abs() < 0.1 * std).all()) for c in classes)
    # Two clouds at once spread by hypot(std, mean), one by std: tell them apart half way.
    wide = (std + (std**2 + mean**2) ** 0.5) / 2
    if mean and between and all(bool((c.std(dim=0) > wide).all()) for c in classes):
        return "The rows of both classes look mixed: the first n are class 0, the others class 1."
    return ""


def words_on_spread(found: Sequence[Tensor], std: float) -> str:
    """Say which mistake gives noise of the standard deviations *found*, or ""."""
    both = torch.cat(list(found))

    def all_near(value: float) -> bool:
        return bool(((both - value).abs() <= 0.03 * value).all())

    if all_near(std**2):
        return (
            "The noise has the square of the standard deviation asked for. torch.normal takes the "
            "standard deviation, not the variance, whatever a comment says."
        )
    if all_near(std**0.5):
        return (
            "The noise has the square root of the standard deviation asked for. std is already a "
            "standard deviation; do not take its root."
        )
    if all_near(1.0):
        return "The noise always has the standard deviation 1. Use std."
    if all_near(std / 12**0.5):
        return "This is the spread of torch.rand. The noise is to be normal: torch.randn."
    if all_near(2 * std) or all_near(std * 2**0.5):
        return "The noise is too wide. Is it added or scaled twice?"
    if bool((both < 1e-6 * std).all()):
        return (
            "All points of a class are equal. Every point and every coordinate gets noise of its "
            "own."
        )
    if bool((found[0] - found[1]).abs().max() > 0.1 * std):
        return "The two classes have noise of different width."
    return ""


# ---- E10 split_and_standardize ----------------------------------------------


def find_rows(rows: Tensor, data: Tensor) -> tuple[Tensor, Tensor]:
    """
    Return for each of *rows* the number of the nearest row of *data*, and whether it is that row.

    Args:
        rows: Shape (n, d). data: Shape (N, d), N > 0; its columns have widths of their own.
    """
    width = data.amax(dim=0) - data.amin(dim=0)
    # A constant column has no width; what float32 leaves of its value is to pass.
    width = torch.maximum(width, 0.01 + 0.01 * data.abs().amax(dim=0))
    distance = torch.cdist(rows / width, data / width, p=torch.inf)
    distance = torch.nan_to_num(distance, nan=torch.inf)
    nearest = distance.min(dim=1)
    return nearest.indices, elements_match(nearest.values, torch.zeros(len(rows)), 0.0, 1e-4)


def words_on_rows(parts: dict[str, Tensor], data: Tensor, good: Sequence[Tensor]) -> str:
    """
    Say why ``x * std + mean`` does not give the rows of the data back.

    Args:
        parts: The answer, in float64. data: The samples, in float64.
        good: Which rows of the train side and of the test side were found.
    """
    mean, std = parts["mean"], parts["std"]
    train_good, test_good = (bool(each.all()) for each in good)

    def given_back(undo: Callable[[Tensor], Tensor]) -> bool:
        return all(
            bool(find_rows(undo(parts[name]), data)[1].all()) for name in ("x_train", "x_test")
        )

    if given_back(lambda x: x):
        return "The samples are not scaled at all: subtract mean and divide by std, on both sides."
    if train_good and bool(find_rows(parts["x_test"], data)[1].all()):
        return "The test side is not scaled. It is shifted and divided as the train side is."
    if train_good and not test_good:
        return (
            "The train side is scaled by the mean and std you return, the test side is not. Use "
            "those of the train side for both: nobody has seen the test rows yet."
        )
    if given_back(lambda x: x * std**2 + mean):
        return "You divided by the variance. Divide by the standard deviation."
    if given_back(lambda x: x + mean):
        return "The mean was subtracted, but nothing divided. Divide by std."
    if given_back(lambda x: x * std):
        return "Divided by std, but the mean was not subtracted before."
    if given_back(lambda x: (x + mean) * std) or given_back(lambda x: x * std - mean):
        return "The order matters: subtract the mean first, then divide by std."
    if given_back(lambda x: x / std + mean):
        return "You multiplied by std. Divide by it."
    if given_back(lambda x: x * std.sqrt() + mean):
        return "std holds a variance, but you divided by its root. Return what you divided by."
    return (
        "Return the very mean and std that both sides were shifted and divided by, taken before "
        "scaling."
    )


def words_on_statistics(parts: dict[str, Tensor], data: Tensor, train: Tensor, test: Tensor) -> str:
    """Say what mean and std are the mean and std of, when they are not those of the train rows."""
    mean, std = parts["mean"], parts["std"]

    def fits(found: Tensor, wanted: Tensor) -> bool:
        return bool(((found - wanted).abs() <= 1e-3 * (1e-3 + data.std(dim=0))).all())

    def spread_fits(wanted: Tensor, rows: int) -> bool:
        """Allow n and n - 1."""
        other = wanted * ((rows - 1) / rows) ** 0.5
        return any(bool(((std - each).abs() <= 2e-4 * each).all()) for each in (wanted, other))

    of_all = fits(mean, data.mean(dim=0)), spread_fits(data.std(dim=0), len(data))
    if of_all == (True, False) and spread_fits(train.std(dim=0), len(train)):
        return (
            "std is that of the train rows, but mean is that of all rows. Take both from the train "
            "rows."
        )
    if of_all == (False, True) and fits(mean, train.mean(dim=0)):
        return (
            "mean is that of the train rows, but std is that of all rows. Take both from the train "
            "rows."
        )
    if any(of_all):
        return (
            "mean and std are those of all rows. The test rows stand for data that nobody has seen "
            "yet: take both from the train rows alone, after the split."
        )
    if fits(mean, test.mean(dim=0)):
        return "mean and std are those of the test rows. Take both from the train rows."
    variance = train.var(dim=0)
    if any(
        bool(((std - each).abs() <= 2e-4 * each).all())
        for each in (variance, variance * (len(train) - 1) / len(train))
    ):
        return "std holds the variance. Divide by the standard deviation, its root."
    if fits(mean, torch.zeros_like(mean)) and fits(std, torch.ones_like(std)):
        return "mean is 0 and std 1: they are to be taken from the train rows BEFORE scaling."
    if fits(mean, train.mean().expand_as(mean)) or fits(mean, data.mean().expand_as(mean)):
        return "mean is one number for all columns. Take it column by column: dim=0."
    if fits(mean, train.median(dim=0).values):
        return "mean holds a median."
    if fits(std, train.amax(dim=0) - train.amin(dim=0)):
        return "You divide by the range of a column. Divide by its standard deviation."
    if fits(mean, train.mean(dim=0)):
        return (
            "mean is right, std is not: it is the standard deviation of each column of the "
            "train rows."
        )
    return "mean and std are to be taken from the train rows, column by column."


def words_on_indices(indices: Tensor, size: int) -> str:
    """Say what is wrong with the rows that were chosen: *indices* of both sides together."""
    distinct = len(indices.unique())
    if distinct < len(indices) and distinct < size:
        return (
            "Some samples appear twice and others are missing. Random indices repeat; a "
            "permutation has every index exactly once."
        )
    if distinct < len(indices):
        return "Some samples are on both sides. Each belongs to exactly one of them."
    return "Some samples are on neither side. What is not train is test."


# ---- what the judge reads ---------------------------------------------------


def _summary_of_split(student: Student) -> Answer:
    """Ask for a split and keep what every right answer has in common: shapes and dtypes."""
    x = torch.tensor([[0.0, 10.0], [1.0, 10.0], [2.0, 30.0], [3.0, 30.0], [4.0, 50.0]])
    answer = student.call(
        "data.split_and_standardize", x, torch.tensor([0.0, 0.0, 0.0, 1.0, 1.0]), 0.6
    )
    value = answer.value
    if not isinstance(value, dict):
        return answer
    shapes = {
        str(key): f"shape {tuple(part.tensor.shape)}" if isinstance(part, SentTensor) else "?"
        for key, part in sorted(value.items(), key=lambda item: str(item[0]))
    }
    return Answer(shapes, {"value": shapes}, answer.question)


EXAMPLES: Examples = {
    # Without noise there is one right answer.
    "data.make_two_blobs": (
        example_call("data.make_two_blobs", 2, mean=1.7, bias=1.0, std=0.0),
        example_call("data.make_two_blobs", 1, mean=-0.5, bias=0.25, std=0.0, seed=3),
    ),
    "data.split_and_standardize": (_summary_of_split,),
}
