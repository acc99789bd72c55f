"""A result does not depend on other submissions: alone, first, last, beside any attack."""

import msgspec
import pytest
from helpers.attacks import ATTACKS, MANY, RIGHT
from helpers.control.targets import Targets
from helpers.courses import TOY
from helpers.judged import task
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig

pytestmark = pytest.mark.usefixtures("walls")

#: Attacks that end by themselves and always in the same way; the clock has its own tests.
NEIGHBOURS = [
    attack
    for attack in ATTACKS
    if "TIMED_OUT" not in attack.facts["outcomes"] and len(attack.facts["outcomes"]) == 1
]
HONEST = {
    "right": RIGHT["double"] + RIGHT["total"],
    "wrong": "def double(x):\n    return x + 2\n" + RIGHT["total"],
    "broken": "def double(x):\n    return undefined\n" + RIGHT["total"],
    "random": "import torch\n\n\ndef double(x):\n    return torch.rand(2, 3)\n" + RIGHT["total"],
    "unordered": """
import random

import numpy as np


def double(x):
    raise ValueError(str(set("abcdefgh")), random.random(), np.random.rand())
"""
    + RIGHT["total"],
}


@pytest.fixture(scope="module")
def targets():
    """What the attacks are after."""
    attacked = Targets()
    yield attacked
    attacked.close()


@pytest.fixture(scope="module")
def pools(toy_pool):
    """One judge, and two at once."""
    with Pool(WorkerConfig(TOY), jobs=2) as two:
        yield {1: toy_pool, 2: two}


@pytest.fixture(scope="module")
def alone(pools, targets):
    """The result of each submission judged alone, as written to its file."""
    return {name: next(iter(results(pools[1], [name], targets).values())) for name in HONEST}


def results(pool, names, targets):
    """Judge submissions in this order; return what would be written for each, by position."""
    attacks = {attack.name: attack for attack in NEIGHBOURS}
    tasks = [
        task(
            place,
            attacks[name].files(targets, MANY) if name in attacks else {"shapes.py": HONEST[name]},
        )
        for place, name in enumerate(names)
    ]
    return {one.number: msgspec.json.encode((one.verdicts, one.box)) for one in pool.judge(tasks)}


NAMES = st.sampled_from(sorted(HONEST)) | st.sampled_from([a.name for a in NEIGHBOURS])


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    order=st.permutations(sorted(HONEST)).flatmap(
        lambda own: st.lists(NAMES, max_size=8).flatmap(
            lambda others: st.permutations([*own, *others])
        )
    ),
    jobs=st.sampled_from([1, 2]),
)
def test_a_result_does_not_depend_on_company_order_or_jobs(order, jobs, pools, alone, targets):
    """A submission gets the same bytes whichever others come before, after and beside it."""
    found = results(pools[jobs], order, targets)

    for place, name in enumerate(order):
        if name in HONEST:
            assert found[place] == alone[name], f"{name} at {place} of {order}"


def test_no_attack_changes_the_next_submission(pools, alone, targets):
    """Every fifth attack comes right before a right submission; the soak takes all of them."""
    names = [name for attack in NEIGHBOURS[::5] for name in (attack.name, "right")]

    found = results(pools[2], names, targets)

    assert {found[place] for place, name in enumerate(names) if name == "right"} == {alone["right"]}
