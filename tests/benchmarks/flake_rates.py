"""
How often would chance alone fail a right answer?

Only checks of what the student draws at random can: the two clouds (E09), the split
(E10) and the fresh start of ``fit`` (E18). Their rates follow from the normal and the
hypergeometric distribution, or are counted over many random starts. Run by hand:

    python tests/benchmarks/flake_rates.py
"""

import math
import sys
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "grader" / "hidden"))

import test_data_hidden as data  # noqa: E402 - found through the line above
import test_training_hidden as training  # noqa: E402

STARTS = 200_000


def beyond(sigmas: float, count: int) -> float:
    """Return the chance that one of *count* normal numbers lies beyond *sigmas*."""
    return count * math.erfc(sigmas / math.sqrt(2))


def fewer_than(least: int, rows: int, half: int, drawn: int) -> float:
    """Return the chance of fewer than *least* of *half* special rows among *drawn* of *rows*."""
    ways = [math.comb(half, k) * math.comb(rows - half, drawn - k) for k in range(least)]
    return sum(ways) / math.comb(rows, drawn)


def learning() -> tuple[float, float, float]:
    """
    Train from many random starts as ``test_fit_learns_from_random_start`` does.

    Returns:
        The share of starts that would fail, the smallest share of right samples and the
        largest last loss.
    """
    x, y, _ = training._clouds(810, 40, 4.0)
    x, y = x.double().numpy(), y.double().numpy()
    generator = np.random.default_rng(0)
    failed, least, most = 0, 1.0, 0.0
    for _ in range(STARTS // 10_000):
        theta = generator.standard_normal((3, 10_000))
        velocity = np.zeros_like(theta)
        rows = np.column_stack([x, np.ones(len(x))])
        for _ in range(60):
            z = rows @ theta
            p = 0.5 * (1 + np.tanh(z / 2))
            loss = (np.logaddexp(0, z) - z * y[:, None]).mean(axis=0)
            velocity = 0.9 * velocity + rows.T @ (p - y[:, None]) / len(y)
            theta = theta - 0.5 * velocity
        share = ((rows @ theta >= 0) == (y[:, None] == 1)).mean(axis=0)
        failed += int(((share <= 0.95) | (loss >= 0.15)).sum())
        least, most = min(least, float(share.min())), max(most, float(loss.max()))
    return failed / STARTS, least, most


def going_on() -> float:
    """Return the chance that a fresh start has, by chance, the loss at which a run ended."""
    task = training.TASKS["sevens"]
    x, y = task.x.double().numpy(), task.y.double().numpy()
    ended = training.run(training.replace(task, lr=0.5))
    rows = np.column_stack([x, np.ones(len(x))])
    z = rows @ np.append(ended.weight, ended.bias)
    goal = float((np.logaddexp(0, z) - z * y).mean())
    generator = np.random.default_rng(0)
    near, width, count = 0, 1e-3, 0
    for scale in (0.4, 1.0):
        theta = scale * generator.standard_normal((3, STARTS // 2))
        for part in np.array_split(theta, 20, axis=1):
            z = rows @ part
            loss = (np.logaddexp(0, z) - z * y[:, None]).mean(axis=0)
            near += int((np.abs(loss - goal) < width).sum())
            count += part.shape[1]
    # The density around that loss, times the width of the check.
    return near / count * training.SAME_START / width


def main() -> None:
    """Print the rates, one line a check."""
    sigmas, many = data.SIGMAS, data.MANY
    fixed = 0.05 * math.sqrt(many)
    related = beyond(sigmas, 2 + 2 + 8)
    tie = many**2 / 2 / 2**31
    print("check                                             chance of a false alarm")
    rates = {
        "make_two_blobs_centres": beyond(sigmas, 8) + beyond(fixed, 4) + beyond(fixed * 1.4, 4),
        "make_two_blobs_noise_is_normal_with_this_std": beyond(sigmas, 8 + 16),
        "make_two_blobs_classes_have_noise_of_their_own": beyond(sigmas, 4) + related,
        "make_two_blobs_of_one_point_each": beyond(8, 4),
        "split_and_standardize_mixes_the_classes": 3 * 2 * 2 * fewer_than(6, 200, 100, 40),
        "split_and_standardize_repeats_with_its_seed": 3 / math.comb(40, 8),
    }
    for name, rate in rates.items():
        print(f"{name:50}{rate:.1e}")
    failed, least, most = learning()
    print(
        f"fit_learns_from_random_start{'':22}{failed:.1e}  ({STARTS} starts: at least {least:.3f} "
        f"right, last loss at most {most:.3f}; asked for 0.95 and 0.15)"
    )
    print(f"fit_starts_afresh{'':33}{going_on():.1e}")
    print(f"(equal first coordinates among {many}: about {tie:.2f} pairs; 2 % are allowed)")


if __name__ == "__main__":
    main()
