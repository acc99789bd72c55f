import collections
import itertools


def attack():
    collections.deque(itertools.repeat(0), maxlen=0)
