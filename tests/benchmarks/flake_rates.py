"""
How often would chance alone fail a right answer?

Only checks of what the student draws at random can: the two clouds (E09), the split
(E10) and the fresh start of ``fit`` (E18). Their rates follow from the normal and the
hypergeometric distribution, or are counted over many random starts; where none of n starts
fails, 3/n bounds the rate with 95 % confidence. They are rates over submissions: in the box
unseeded numbers depend on the question alone, so one submission always meets the same ones.
Run by hand, about a minute:

    python tests/benchmarks/flake_rates.py

On 2026-11-25 the largest was 5.3e-7 (the classes on both sides of a split), then < 3e-7 (a
fit from a random start: none of ten million failed).
"""

import math
import sys
from pathlib import Path

import numpy as np
import torch

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "grader" / "hidden"))

import test_data_hidden as data  # noqa: E402 - found through the line above

STARTS = 10_000_000
#: Starts that fit into the cache of a processor.
BATCH = 5_000


def beyond(sigmas: float, count: int) -> float:
    """Return the chance that one of *count* normal numbers lies beyond *sigmas*."""
    return count * math.erfc(sigmas / math.sqrt(2))


def fewer_than(least: int, rows: int, half: int, drawn: int) -> float:
    """Return the chance of fewer than *least* of *half* special rows among *drawn* of *rows*."""
    ways = [math.comb(half, k) * math.comb(rows - half, drawn - k) for k in range(least)]
    return sum(ways) / math.comb(rows, drawn)


def learning(starts: int, radius: float = 0.0) -> tuple[int, float, float]:
    """
    Train from many random starts as ``test_fit_learns_from_random_start`` does.

    Args:
        starts: How many.
        radius: Draw them from the sphere of this radius; 0 draws three normal numbers.

    Returns:
        How many would fail, the smallest share of right samples and the largest last loss.
    """
    y = torch.arange(40) % 2
    noise = torch.randn(40, 2, generator=torch.Generator().manual_seed(810))
    x = 4.0 * (1 - 2.0 * y)[:, None] + noise + 1.0
    rows = np.column_stack([x.numpy(), np.ones(len(x), np.float32)])
    y = y.numpy()[:, None]
    generator = np.random.default_rng(0)
    failed, least, most = 0, 1.0, 0.0
    for _ in range(starts // BATCH):
        theta = generator.standard_normal((3, BATCH), np.float32)
        if radius:
            theta *= radius / np.linalg.norm(theta, axis=0)
        velocity = np.zeros_like(theta)
        for _ in range(60):
            before = theta
            p = rows @ theta
            np.negative(p, out=p)
            np.exp(p, out=p)
            p += 1
            np.reciprocal(p, out=p)
            p -= y
            velocity = 0.9 * velocity + rows.T @ p / len(y)
            theta = theta - 0.5 * velocity
        z = rows @ before
        loss = (np.logaddexp(0, z) - z * y).mean(axis=0)
        share = ((rows @ theta >= 0) == (y == 1)).mean(axis=0)
        failed += int(((share <= 0.95) | (loss >= 0.15)).sum())
        least, most = min(least, float(share.min())), max(most, float(loss.max()))
    return failed, least, most


def going_on(starts: int = 200_000) -> float:
    """Return a bound of the chance that a fresh start has the loss at which a run ended."""
    x, y = np.array([[1.0, -2.0], [-1.5, 0.5]]), np.array([0.0, 1.0])
    rows = np.column_stack([x, np.ones(len(x))])
    ended, velocity = np.zeros(3), np.zeros(3)
    for _ in range(3):
        velocity = 0.9 * velocity + rows.T @ (1 / (1 + np.exp(-rows @ ended)) - y) / len(y)
        ended = ended - 0.5 * velocity
    z = rows @ ended
    goal = float((np.logaddexp(0, z) - z * y).mean())
    generator = np.random.default_rng(0)
    near, width, count = 0, 1e-3, 0
    for scale in (0.4, 1.0):
        theta = scale * generator.standard_normal((3, starts // 2))
        for part in np.array_split(theta, 20, axis=1):
            z = rows @ part
            loss = (np.logaddexp(0, z) - z * y[:, None]).mean(axis=0)
            near += int((np.abs(loss - goal) < width).sum())
            count += part.shape[1]
    # The density around that loss, times the width of the check.
    return (near + 3) / count * 2e-6 / width


def main() -> None:
    """Print the rates, one line a check."""
    sigmas, many = data.SIGMAS, 20_000
    fixed = 0.05 * math.sqrt(many)
    related = beyond(sigmas, 2 + 2 + 8)
    tie = many**2 / 2 / 2**31
    print("check                                             chance of a false alarm")
    rates = {
        "make_two_blobs_centres": beyond(sigmas, 8) + beyond(fixed, 4) + beyond(fixed * 1.4, 4),
        "make_two_blobs_noise_is_normal_with_this_std": beyond(sigmas, 8 + 16),
        "make_two_blobs_classes_have_noise_of_their_own": beyond(sigmas, 4) + related,
        "make_two_blobs_of_one_point_each": beyond(8, 4),
        "split_and_standardize_mixes_the_classes": 6 * 2 * 2 * fewer_than(25, 200, 100, 100),
        "split_and_standardize_repeats_with_its_seed": 10 / math.comb(200, 100),
    }
    for name, rate in rates.items():
        print(f"{name:50}{rate:.1e}")
    with np.errstate(over="ignore"):  # exp of a far wrong logit is inf, and 1 / inf is 0
        failed, least, most = learning(STARTS)
        shells = [learning(BATCH * 20, float(radius))[1:] for radius in range(1, 9)]
    rate = f"< {3 / STARTS:.1e}" if not failed else f"{failed / STARTS:.1e}"
    print(f"{'fit_learns_from_random_start':50}{rate}  ({failed} of {STARTS} starts)")
    print(f"    at least {least:.3f} right and a last loss of at most {most:.1e}; 0.95 and 0.15 do")
    for radius, (least, most) in enumerate(shells, 1):
        print(f"    starts of length {radius}: at least {least:.3f} right, at most {most:.1e}")
    # Three normal numbers are longer than 8 once in 10 ** 13.
    print(f"{'fit_starts_afresh':50}< {going_on():.1e}")
    print(f"(equal first coordinates among {many}: about {tie:.2f} pairs; 2 % are allowed)")


if __name__ == "__main__":
    main()
