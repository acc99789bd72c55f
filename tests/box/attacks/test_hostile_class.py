"""A class with hostile submissions: what they do, they do to themselves."""

import pytest
from helpers.hostile_class import compare, variants

#: The seed of the variants that were looked at while the grader was written is 1.
SEED = 1


@pytest.mark.usefixtures("walls")
def test_results_beside_hostile_submissions_are_those_of_a_class_without_them(tmp_path):
    """To the byte; and the command takes little more memory, whatever they are."""
    chosen = [*variants(SEED, 5), "archive large data", "archive helpers"]

    found = compare(tmp_path, 3 * len(chosen), chosen, jobs=1)

    assert len(found.without.results) == len(found.honest)
    assert len(found.with_them.results) == 3 * len(chosen)
    assert found.differing == []
    # One class of honest ones differs from the next by a fifth; what piles up is a multiple.
    assert found.with_them.memory_mib < 1.5 * found.without.memory_mib
