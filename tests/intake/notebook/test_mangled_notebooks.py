"""Whatever happens to the cells of a notebook, every definition and its score are kept."""

import random

import pytest
from helpers.judged import earned, task
from helpers.mangling import MANGLES, mangled, saved
from helpers.notebooks import SOLUTIONS, STUBS, UNIT_MODULES, definitions, right_module
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.course.solution_markers import find_answers, stub_text
from grader.intake.notebook.to_module import read_notebook


@settings(
    max_examples=1200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(
    module=st.sampled_from(UNIT_MODULES),
    chosen=st.lists(st.integers(0, len(MANGLES) - 1), min_size=1, max_size=5, unique=True),
    seed=st.integers(0, 10**6),
    version=st.sampled_from([3, 4]),
)
@example(module="gradients", chosen=[1, 3, 11, 12, 4], seed=7623, version=3)
@example(module="model", chosen=[0, 3, 5, 10, 11], seed=13, version=4)
def test_mangled_notebook_keeps_every_definition(module, chosen, seed, version):
    """Cells may be deleted, copied, cut, joined, shuffled, retyped, renamed: nothing is lost."""
    rng = random.Random(seed)
    cells, wanted = right_module(module)
    parts = mangled(list(cells), chosen, rng)

    source, _ = read_notebook(saved(parts, rng, version), "x.ipynb", STUBS[module])

    found = definitions(source)
    assert {name: found.get(name) for name in wanted} == wanted


def test_mangled_notebooks_keep_their_score(pool, course):
    """Judged in the box, 32 mangled notebooks earn what the untouched module earns."""
    tasks, worth = [], []
    for number in range(32):
        rng = random.Random(number)
        module = UNIT_MODULES[number % len(UNIT_MODULES)]
        chosen = rng.sample(range(len(MANGLES)), 4)
        parts = mangled(list(right_module(module)[0]), chosen, rng)
        source, _ = read_notebook(saved(parts, rng), f"{module}.ipynb", STUBS[module])
        own = [exercise for exercise in course.unit.exercises if exercise.module == module]
        files = {f"{module}.py": source}
        # A module may use its neighbours, as exercises build on one another.
        files |= {
            f"{other}.py": (SOLUTIONS / f"{other}.py").read_bytes()
            for other in UNIT_MODULES
            if other != module
        }
        tasks.append(task(number, files, tuple(exercise.id for exercise in own)))
        worth.append(sum(exercise.points for exercise in own))

    scores = {judged.number: earned(judged, pool.checks) for judged in pool.judge(tasks)}

    assert [scores[number] for number in range(32)] == pytest.approx(worth)


@pytest.mark.parametrize("module", UNIT_MODULES)
def test_released_notebooks_need_no_repair(course, module):
    """What the kit itself hands out is read without a word: answers and all, and untouched."""
    release = pytest.importorskip("grader.nbgrader.release.notebook", reason="needs nbformat")
    notebook = release.build_notebook(course, module)

    source, notes = read_notebook(
        release.notebook_text(notebook).encode(), f"{module}.ipynb", STUBS[module]
    )

    found, wanted = definitions(source), right_module(module)[1]
    assert {name: found.get(name) for name in wanted} == wanted
    assert notes == ()

    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
            assert find_answers(cell.source, module)
            cell.source = stub_text(cell.source, module)
    source, notes = read_notebook(
        release.notebook_text(notebook).encode(), f"{module}.ipynb", STUBS[module]
    )

    found, wanted = definitions(source), definitions(STUBS[module])
    assert {name: found.get(name) for name in wanted} == wanted
    assert notes == ()
