"""Visible tests of data.py: E09, E10."""

import importlib

import pytest
import torch
from _kit.checking import expect
from _kit.language import message

pytestmark = pytest.mark.timeout(10)


@pytest.fixture
def data():
    return importlib.import_module("data")


# ---- E09 make_two_blobs -----------------------------------------------------


@pytest.mark.exercise("E09")
def test_make_two_blobs_shapes_and_dtypes(data):
    """x is (200, 2) and y is (200,), both float32; y is not (200, 1)."""
    blobs = data.make_two_blobs()

    expect.length(blobs, 2, message("Return both tensors."), kind=tuple)
    x, y = blobs
    advice = message(
        "There are 100 samples of each class, under each other (dim 0); the labels are flat."
    )
    expect.that(x.shape, tuple(x.shape) == (200, 2), "torch.Size([200, 2])", advice)
    expect.that(y.shape, tuple(y.shape) == (200,), "torch.Size([200])", advice)
    advice = message("Which line makes another dtype?")
    expect.that(x.dtype, x.dtype == torch.float32, "torch.float32", advice)
    advice = message("The loss compares labels with float32 predictions, so they are float32 too.")
    expect.that(y.dtype, y.dtype == torch.float32, "torch.float32", advice)


@pytest.mark.exercise("E09")
def test_make_two_blobs_puts_class_zero_first(data):
    """The first n labels are 0, the other n are 1."""
    _, y = data.make_two_blobs(n_per_class=3)

    expect.tensor(y, torch.tensor([0.0, 0.0, 0.0, 1.0, 1.0, 1.0]))


@pytest.mark.exercise("E09")
def test_make_two_blobs_centres(data):
    """Class 0 lies around 1.7 + 1.0 = 2.7, class 1 around -1.7 + 1.0 = -0.7."""
    x, _ = data.make_two_blobs(n_per_class=500, std=0.1)

    # 0.02 is more than four standard errors: 0.1 / sqrt(500) is 0.0045.
    advice = message(
        "Far off? Only the mean changes its sign, the bias shifts both clouds the same way, and "
        "class 0 comes first. Nearly right? Then look at the noise: mean 0, standard deviation std."
    )
    expect.tensor(x[:500].mean(dim=0), torch.tensor([2.7, 2.7]), advice, atol=0.02)
    expect.tensor(x[500:].mean(dim=0), torch.tensor([-0.7, -0.7]), advice, atol=0.02)


@pytest.mark.exercise("E09")
def test_make_two_blobs_noise_has_this_standard_deviation(data):
    """std=0.3 scatters each coordinate by 0.3, not by its square."""
    x, _ = data.make_two_blobs(n_per_class=500, std=0.3)

    advice = message(
        "0.09 means that std was squared, or that the noise is uniform, 0.5 the root of std, 1 "
        "that std is not used, 1.7 that both classes are among these points. (The second argument "
        "of torch.normal is the standard deviation.)"
    )
    expect.tensor(x[:500].std(dim=0), torch.tensor([0.3, 0.3]), advice, atol=0.05)
    expect.tensor(x[500:].std(dim=0), torch.tensor([0.3, 0.3]), advice, atol=0.05)


@pytest.mark.exercise("E09")
def test_make_two_blobs_repeats_with_its_seed(data):
    """The same seed gives the same points, another seed others."""
    first, _ = data.make_two_blobs(n_per_class=5, seed=1)
    second, _ = data.make_two_blobs(n_per_class=5, seed=1)
    third, _ = data.make_two_blobs(n_per_class=5, seed=2)

    advice = message("Seed inside the function, in every call, with the seed you were given.")
    expect.equal(torch.equal(first, second), True, advice)
    advice = message("Two seeds gave the same points. Is the seed used, and the noise there?")
    expect.equal(torch.equal(first, third), False, advice)


@pytest.mark.exercise("E09")
def test_make_two_blobs_classes_have_noise_of_their_own(data):
    """Class 1 is not class 0 moved to another place."""
    x, _ = data.make_two_blobs(n_per_class=5)

    zero, one = x[:5] - x[:5].mean(dim=0), x[5:] - x[5:].mean(dim=0)
    advice = message(
        "Both clouds have the same noise, or none. Seed once, not once per class, and draw a "
        "number for each coordinate."
    )
    expect.equal(torch.allclose(zero, one, atol=1e-4), False, advice)


@pytest.mark.exercise("E09")
def test_make_two_blobs_refuses_empty_classes(data):
    """n_per_class=0 is refused."""
    expect.refusal(lambda: data.make_two_blobs(0), message("Check n_per_class first."))


# ---- E10 split_and_standardize ----------------------------------------------

PARTS = ("x_train", "y_train", "x_test", "y_test", "mean", "std")
# 50 samples, sorted by class: the first column numbers them, the second is ten times wider.
NUMBERS = torch.arange(50.0)
WIDE = 10 * torch.randn(50, generator=torch.Generator().manual_seed(0)) + 3
X, Y = torch.stack([NUMBERS, WIDE], dim=1), (NUMBERS >= 25).float()


@pytest.mark.exercise("E10")
def test_split_and_standardize_sizes(data):
    """Of 50 samples 40 go to the train side and 10 to the test side."""
    parts = data.split_and_standardize(X, Y)

    expect.keys(parts, PARTS)
    advice = message(
        "The train side holds N * train_fraction samples, mean and std one number a column."
    )
    for name, shape in (
        ("x_train", (40, 2)),
        ("y_train", (40,)),
        ("x_test", (10, 2)),
        ("y_test", (10,)),
        ("mean", (2,)),
        ("std", (2,)),
    ):
        expect.equal(tuple(parts[name].shape), shape, advice)


@pytest.mark.exercise("E10")
def test_split_and_standardize_keeps_pairs_together(data):
    """Every sample is on one side, once, with its own label; x * std + mean gives it back."""
    parts = data.split_and_standardize(X, Y)

    expect.keys(parts, PARTS)
    rows = torch.cat([parts["x_train"], parts["x_test"]]) * parts["std"] + parts["mean"]
    numbers = rows[:, 0].round()
    labels = torch.cat([parts["y_train"], parts["y_test"]])
    advice = message(
        "Is every sample there once? One permutation has every index once. And are both sides "
        "scaled with the mean and std that you return?"
    )
    expect.tensor(numbers.sort().values, NUMBERS, advice)
    advice = message(
        "Some samples have another's label. Whatever order x gets, y must get the same one."
    )
    expect.equal(int((labels != (numbers >= 25).float()).sum()), 0, advice)


@pytest.mark.exercise("E10")
def test_split_and_standardize_mixes_the_classes(data):
    """The data come sorted by class, yet both classes are on both sides."""
    parts = data.split_and_standardize(X, Y)

    expect.keys(parts, PARTS)
    advice = message("A plain cut takes the end of sorted data. Shuffle before you cut.")
    for name in ("y_train", "y_test"):
        expect.equal(sorted(parts[name].unique().tolist()), [0.0, 1.0], advice)


@pytest.mark.exercise("E10")
def test_split_and_standardize_scales_by_the_train_side(data):
    """The train side has mean 0 and spread 1; the test side is scaled by the same numbers."""
    parts = data.split_and_standardize(X, Y)

    expect.keys(parts, PARTS)
    advice = message("Take mean and std from the train rows alone, column by column.")
    expect.tensor(parts["x_train"].mean(dim=0), torch.zeros(2), advice, atol=1e-4)
    advice = message("Divide by the standard deviation of the train rows, not by their variance.")
    # Wide enough for n and for n - 1 in the standard deviation.
    expect.tensor(parts["x_train"].std(dim=0), torch.ones(2), advice, atol=0.02)


@pytest.mark.exercise("E10")
def test_split_and_standardize_survives_a_constant_column(data):
    """A column whose values are all equal has std 0; it must not become nan."""
    x = torch.stack([NUMBERS, torch.full((50,), 3.0)], dim=1)

    parts = data.split_and_standardize(x, Y)

    expect.keys(parts, PARTS)
    advice = message("0 / 0 is nan. What could you divide by where std is 0?")
    for name in ("x_train", "x_test"):
        expect.equal(bool(parts[name].isfinite().all()), True, advice)


@pytest.mark.exercise("E10")
def test_split_and_standardize_repeats_and_leaves_its_arguments_alone(data):
    """The same seed gives the same split, another seed another one; x and y stay as they are."""
    x, y = X.clone(), Y.clone()

    first = data.split_and_standardize(x, y, seed=1)

    expect.unchanged(x, X)
    expect.unchanged(y, Y)
    second = data.split_and_standardize(x, y, seed=1)
    third = data.split_and_standardize(x, y, seed=2)
    expect.keys(first, PARTS)
    expect.keys(second, PARTS)
    expect.keys(third, PARTS)
    advice = message("Seed inside the function, in every call, with the seed you were given.")
    expect.equal(torch.equal(first["x_train"], second["x_train"]), True, advice)
    advice = message("Two seeds gave the same split. Is the order random, and is the seed used?")
    expect.equal(torch.equal(first["x_train"], third["x_train"]), False, advice)


@pytest.mark.exercise("E10")
def test_split_and_standardize_refuses_an_empty_side(data):
    """Without test rows, or without train rows, there is no split."""
    advice = message("Count both sides before you cut.")
    expect.refusal(lambda: data.split_and_standardize(X, Y, train_fraction=0.0), advice)
    expect.refusal(lambda: data.split_and_standardize(X, Y, train_fraction=1.0), advice)
