"""Seeds for the generators of random numbers: what a check draws depends on its name alone."""

import random
import zlib

import numpy
import torch


def seed_generators(name: str) -> None:
    """Seed Python's, numpy's and torch's generators with *name*."""
    seed = zlib.crc32(name.encode())
    random.seed(seed)
    numpy.random.seed(seed)
    torch.default_generator.manual_seed(seed)
