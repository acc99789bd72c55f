"""Visible tests of data.py: E09, E10."""

import importlib

import pytest
import torch
from _kit.checking import expect

pytestmark = pytest.mark.timeout(10)


@pytest.fixture(scope="module")
def data():
    return importlib.import_module("data")


# ---- E09 make_two_blobs -----------------------------------------------------


def _blobs(data, **settings):
    call = f"make_two_blobs({', '.join(f'{key}={value}' for key, value in settings.items())})"
    answer = data.make_two_blobs(**settings)
    pair = isinstance(answer, tuple) and len(answer) == 2
    expect.true(pair, call, "a tuple (x, y)", expect.show(answer), "Return both tensors.")
    for name, part in zip("xy", answer, strict=True):
        kept = isinstance(part, torch.Tensor)
        expect.true(kept, call, f"{name} as a tensor", expect.show(part))
    return *answer, call


@pytest.mark.exercise("E09")
def test_make_two_blobs_shapes_and_dtypes(data):
    """x is (200, 2) and y is (200,), both float32; y is not (200, 1)."""
    x, y, call = _blobs(data)

    for name, part, shape in (("x", x, (200, 2)), ("y", y, (200,))):
        advice = "Stack samples under each other (dim 0); the labels are flat."
        got = f"{name} of shape {tuple(part.shape)}"
        kept = tuple(part.shape) == shape
        expect.true(kept, call, f"{name} of shape {shape}", got, advice)
        advice = "The loss compares labels with float predictions, so they are floats too."
        got = f"{name} of {part.dtype}"
        expect.true(part.dtype == torch.float32, call, f"{name} of torch.float32", got, advice)


@pytest.mark.exercise("E09")
def test_make_two_blobs_puts_class_zero_first(data):
    """The first n labels are 0, the other n are 1."""
    _, y, call = _blobs(data, n_per_class=3)

    expect.tensor(y, torch.tensor([0.0, 0.0, 0.0, 1.0, 1.0, 1.0]), f"the labels of {call}")


@pytest.mark.exercise("E09")
def test_make_two_blobs_centres(data):
    """Class 0 lies around 1.7 + 1.0 = 2.7, class 1 around -1.7 + 1.0 = -0.7."""
    x, _, call = _blobs(data, n_per_class=500, std=0.1)

    for name, rows, centre in (("0", x[:500], 2.7), ("1", x[500:], -0.7)):
        # 0.02 is more than four standard errors: 0.1 / sqrt(500) is 0.0045.
        found = rows.mean(dim=0).tolist()
        near = all(abs(value - centre) < 0.02 for value in found)
        got = ", ".join(f"{value:.2f}" for value in found)
        advice = "Only the mean changes its sign; the bias shifts both clouds the same way."
        expect.true(near, call, f"class {name} around {centre}, {centre}", got, advice)


@pytest.mark.exercise("E09")
def test_make_two_blobs_noise_has_this_standard_deviation(data):
    """std=0.3 scatters each coordinate by 0.3, not by its square."""
    x, _, call = _blobs(data, n_per_class=500, std=0.3)

    for name, rows in (("0", x[:500]), ("1", x[500:])):
        found = rows.std(dim=0).tolist()
        near = all(abs(value - 0.3) < 0.05 for value in found)
        got = ", ".join(f"{value:.3f}" for value in found)
        advice = (
            "The second argument of torch.normal is the standard deviation, whatever a "
            "comment says."
        )
        expect.true(near, call, f"0.3 in both coordinates of class {name}", got, advice)


@pytest.mark.exercise("E09")
def test_make_two_blobs_repeats_with_its_seed(data):
    """The same seed gives the same points, another seed others."""
    first, _, call = _blobs(data, n_per_class=5, seed=1)
    second, _, _ = _blobs(data, n_per_class=5, seed=1)
    third, _, _ = _blobs(data, n_per_class=5, seed=2)

    advice = "Seed inside the function, with the seed you were given."
    same = torch.equal(first, second)
    expect.true(same, f"{call}, twice", "the same points", "other points", advice)
    other = not torch.equal(first, third)
    expect.true(other, f"{call}, then with seed=2", "other points", "the same points", advice)


@pytest.mark.exercise("E09")
def test_make_two_blobs_classes_have_noise_of_their_own(data):
    """Class 1 is not class 0 moved to another place."""
    x, _, call = _blobs(data, n_per_class=5)

    zero, one = x[:5] - x[:5].mean(dim=0), x[5:] - x[5:].mean(dim=0)
    own = not torch.allclose(zero, one, atol=1e-4)
    advice = "Seed once, not once per class."
    expect.true(own, call, "independent noise", "the same cloud twice", advice)


@pytest.mark.exercise("E09")
def test_make_two_blobs_refuses_empty_classes(data):
    """n_per_class=0 is refused."""
    expect.refusal(
        data.make_two_blobs,
        0,
        call="make_two_blobs(n_per_class=0)",
        advice="Check n_per_class first.",
    )


# ---- E10 split_and_standardize ----------------------------------------------

PARTS = ("x_train", "y_train", "x_test", "y_test", "mean", "std")
SPLIT = "split_and_standardize(x, y), 50 rows sorted by class"


def _sorted_data():
    """50 samples, sorted by class; the first column numbers them, the second is ten times wider."""
    generator = torch.Generator().manual_seed(0)
    numbers = torch.arange(50.0)
    wide = 10 * torch.randn(50, generator=generator) + 3
    return torch.stack([numbers, wide], dim=1), (numbers >= 25).float()


def _split(data, x, y, call=SPLIT, **settings):
    parts = data.split_and_standardize(x, y, **settings)
    expect.keys(parts, PARTS, call)
    return parts


@pytest.mark.exercise("E10")
def test_split_and_standardize_sizes(data):
    """Of 50 samples 40 go to the train side and 10 to the test side."""
    parts = _split(data, *_sorted_data())

    for name, shape in (
        ("x_train", (40, 2)),
        ("y_train", (40,)),
        ("x_test", (10, 2)),
        ("y_test", (10,)),
        ("mean", (2,)),
        ("std", (2,)),
    ):
        got = tuple(parts[name].shape)
        advice = (
            "The train side holds N * train_fraction samples, mean and std one number a column."
        )
        expect.true(got == shape, f'{SPLIT}; "{name}"', f"shape {shape}", f"shape {got}", advice)


@pytest.mark.exercise("E10")
def test_split_and_standardize_keeps_pairs_together(data):
    """Every sample is on one side, once, with its own label; x * std + mean gives it back."""
    x, y = _sorted_data()
    parts = _split(data, x, y)

    rows = torch.cat([parts["x_train"], parts["x_test"]]) * parts["std"] + parts["mean"]
    numbers = rows[:, 0].round()
    labels = torch.cat([parts["y_train"], parts["y_test"]])
    advice = (
        "Some samples are missing or there twice. One permutation has every index once; and "
        "both sides are scaled with the mean and std you return."
    )
    complete = torch.equal(numbers.sort().values, x[:, 0])
    got = f"{len(numbers.unique())} different ones in {len(numbers)} rows"
    expect.true(complete, SPLIT, "all 50 samples once", got, advice)
    wrong = int((labels != (numbers >= 25).float()).sum())
    advice = "Whatever order x gets, y must get the same one."
    expect.true(wrong == 0, SPLIT, "each sample with its label", f"{wrong} with another", advice)


@pytest.mark.exercise("E10")
def test_split_and_standardize_mixes_the_classes(data):
    """The data come sorted by class, yet both classes are on both sides."""
    parts = _split(data, *_sorted_data())

    for name in ("y_train", "y_test"):
        found = sorted(parts[name].unique().tolist())
        advice = "A plain cut takes the end of sorted data. Shuffle before you cut."
        call = f'{SPLIT}; the labels in "{name}"'
        expect.true(found == [0.0, 1.0], call, "0 and 1", f"only {found}", advice)


@pytest.mark.exercise("E10")
def test_split_and_standardize_scales_by_the_train_side(data):
    """The train side has mean 0 and spread 1; the test side is scaled by the same numbers."""
    parts = _split(data, *_sorted_data())

    train = parts["x_train"]
    call = f'{SPLIT}; the mean of "x_train"'
    advice = "Take mean and std from the train rows alone, column by column."
    expect.tensor(train.mean(dim=0), torch.zeros(2), call, advice, atol=1e-4)
    call = f'{SPLIT}; the std of "x_train"'
    advice = "Divide by the standard deviation of the train rows, not by their variance."
    # Wide enough for n and for n - 1 in the standard deviation.
    expect.tensor(train.std(dim=0), torch.ones(2), call, advice, atol=0.02)


@pytest.mark.exercise("E10")
def test_split_and_standardize_survives_a_constant_column(data):
    """A column whose values are all equal has std 0; it must not become nan."""
    x, y = _sorted_data()
    x[:, 1] = 3.0
    call = "split_and_standardize(x, y), where column 1 of x is always 3"
    parts = _split(data, x, y, call)

    finite = all(bool(parts[name].isfinite().all()) for name in ("x_train", "x_test"))
    advice = "0 / 0 is nan. What could you divide by where std is 0?"
    expect.true(finite, call, "finite numbers", "nan or inf", advice)


@pytest.mark.exercise("E10")
def test_split_and_standardize_repeats_and_leaves_its_arguments_alone(data):
    """The same seed gives the same split, another seed another one; x and y stay as they are."""
    x, y = _sorted_data()
    x_before, y_before = x.clone(), y.clone()
    first, second, third = (_split(data, x, y, seed=seed) for seed in (1, 1, 2))

    same = torch.equal(first["x_train"], second["x_train"])
    call = "split_and_standardize(x, y, seed=1)"
    advice = "Seed inside the function, with the seed you were given."
    expect.true(same, f"{call}, twice", "the same split", "another split", advice)
    other = not torch.equal(first["x_train"], third["x_train"])
    expect.true(other, f"{call}, then seed=2", "another split", "the same split", advice)
    expect.unchanged(x, x_before, call, "x")
    expect.unchanged(y, y_before, call, "y")


@pytest.mark.exercise("E10")
def test_split_and_standardize_refuses_an_empty_side(data):
    """Without test rows, or without train rows, there is no split."""
    for train_fraction in (0.0, 1.0):
        expect.refusal(
            data.split_and_standardize,
            *_sorted_data(),
            train_fraction,
            call=f"split_and_standardize(x, y, train_fraction={train_fraction})",
            advice="Count both sides before you cut.",
        )
