"""
Step 1 of 5: the data.

First, a worked example of a related problem: three heights in cm, scaled to mean 0
and standard deviation 1, and a fourth person who comes later:

>>> heights = torch.tensor([160.0, 170.0, 180.0])
>>> mean, std = heights.mean(), heights.std()
>>> (heights - mean) / std
tensor([-1.,  0.,  1.])
>>> (torch.tensor(190.0) - mean) / std      # the same scale for the fourth
tensor(2.)

And a random order that repeats, because its generator is seeded:

>>> order = torch.randperm(3, generator=torch.Generator().manual_seed(0))
>>> sorted(order.tolist())
[0, 1, 2]

Remarks:

- Labels have shape (N,) and predictions (N, 1); that is why many scripts squeeze
  the predictions before the loss.
- The second argument of ``torch.normal`` is the standard deviation, not the
  variance. Where both are 1, nobody notices.
- Class 1 is the cloud in the lower left. The trained weights are negative.
- The two clouds overlap: even the best line gets only 99.19 % of all possible
  points right. Numbers like 0.99 are close to the ceiling here.
"""

import torch
from torch import Tensor


def make_two_blobs(
    n_per_class: int = 100,
    mean: float = 1.7,
    bias: float = 1.0,
    std: float = 1.0,
    seed: int = 10,
) -> tuple[Tensor, Tensor]:
    """
    Draw two clouds of points with two features each.

    Class 0 lies around ``(mean + bias, mean + bias)``, class 1 around
    ``(-mean + bias, -mean + bias)``: the mean changes its sign, the bias shifts
    both clouds the same way.

    Predict: where do the centres of the two clouds lie for mean 1.7 and bias 1.0?

    Args:
        n_per_class: Number of points in each class, at least 1.
        mean: Distance of the centres from the shifted origin, per coordinate.
        bias: Shift of both clouds, per coordinate.
        std: Standard deviation (not variance) of the noise in each coordinate,
            greater than 0.
        seed: The same seed gives the same data, another seed other data.

    Returns:
        The tuple ``(x, y)``: x float32 of shape (2 * n_per_class, 2), y float32 of shape
        (2 * n_per_class,). The first n_per_class rows are class 0 (label 0.0),
        the rest class 1 (label 1.0). The noise is normal and independent for
        every point, coordinate and class; which random numbers you draw, and in
        which order, is up to you.

    Raises:
        ValueError: If *n_per_class* is smaller than 1.

    >>> x, y = make_two_blobs(n_per_class=2)
    >>> x.shape, y
    (torch.Size([4, 2]), tensor([0., 0., 1., 1.]))
    """
    ### BEGIN SOLUTION
    if n_per_class < 1:
        raise ValueError(f"n_per_class must be at least 1, got {n_per_class}")
    # A generator of our own: the caller's random numbers are not disturbed. Seeded
    # once for both classes, or the second cloud would be a copy of the first.
    generator = torch.Generator().manual_seed(seed)
    clouds = []
    for centre in (mean + bias, -mean + bias):
        noise = torch.randn(n_per_class, 2, generator=generator, dtype=torch.float32)
        clouds.append(centre + std * noise)
    x = torch.cat(clouds, dim=0)
    # Floats, because the loss compares labels with probabilities.
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)]).to(torch.float32)
    return x, y
    ### END SOLUTION


def split_and_standardize(
    x: Tensor, y: Tensor, train_fraction: float = 0.8, seed: int = 0
) -> dict[str, Tensor]:
    """
    Split samples at random into train and test, then scale both by the train side.

    Mean and standard deviation come from the train rows alone: the test rows
    stand for data that nobody has seen yet.

    Predict: which labels would the test side hold if the clouds, sorted by class,
    were simply cut at 80 %?

    Args:
        x: Samples, shape (N, d), float.
        y: Labels, shape (N,), any dtype.
        train_fraction: Share of samples on the train side, from 0 to 1. Their number
            is ``N * train_fraction``, rounded to nearest or down.
        seed: The same seed gives the same split, another seed another one.

    Returns:
        A dict with the keys

        - "x_train", "x_test": scaled samples, ``(x - mean) / std`` per column;
        - "y_train", "y_test": their labels, unchanged;
        - "mean", "std": what the columns were shifted and divided by, shape
          (d,), from the train rows before scaling. Dividing by n or by n - 1
          inside the standard deviation are both fine.

        All but the labels have the dtype of *x*.

        Every sample is on exactly one side, once, with its own label; rows that are
        equal are samples of their own. From two
        train rows on everything stays finite, also where a column is constant on
        the train side (its standard deviation is 0).

    Raises:
        ValueError: If the train or the test side would be empty, as for a share of 1 or
            more.

    The split is random: data sorted by class must not put one class on one side.
    *x* and *y* are left unchanged.

    >>> parts = split_and_standardize(torch.arange(10.0).reshape(5, 2), torch.arange(5))
    >>> parts["x_train"].shape, parts["x_test"].shape
    (torch.Size([4, 2]), torch.Size([1, 2]))
    >>> sorted(parts)
    ['mean', 'std', 'x_test', 'x_train', 'y_test', 'y_train']
    """
    ### BEGIN SOLUTION
    n_train = round(len(x) * train_fraction)
    if not 0 < n_train < len(x):
        raise ValueError(f"{len(x)} samples at {train_fraction} leave one side empty")
    # One permutation for samples and labels keeps the pairs together.
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n_train], order[n_train:]
    x_train, x_test = x[train], x[test]
    mean = x_train.mean(dim=0)
    # correction=0 divides by n: defined for a single row as well.
    std = x_train.std(dim=0, correction=0)
    # Asking std == 0 is not enough: the mean of many equal numbers is rounded, and
    # a standard deviation of 1e-9 would blow that rounding up to 1.
    constant = x_train.amax(dim=0) == x_train.amin(dim=0)
    std = torch.where(constant, torch.ones_like(std), std)
    return {
        "x_train": (x_train - mean) / std,
        "y_train": y[train],
        "x_test": (x_test - mean) / std,
        "y_test": y[test],
        "mean": mean,
        "std": std,
    }
    ### END SOLUTION
