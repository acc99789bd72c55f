"""One machine of a cluster, without Dask: it judges by the course that it was sent."""

import contextlib
import shutil
from dataclasses import replace

import pytest
from helpers.courses import REPOSITORY, TOY
from helpers.judged import earned, task

from grader.box.sandbox import find_walls
from grader.course.judging_files import packed_course
from grader.course.manifest import find_course
from grader.engine.cluster_worker import ClusterWorker, Environment
from grader.errors import GraderError

RIGHT = (TOY / "solutions" / "shapes.py").read_text()
BOX = "full" if find_walls().outer else "inner layers only"


@pytest.fixture
def course(tmp_path):
    """A toy course, one of whose hidden tests reads a file that lies beside it."""
    shutil.copytree(TOY, tmp_path / "toy", ignore=shutil.ignore_patterns("__pycache__"))
    hidden = tmp_path / "toy" / "hidden" / "test_shapes_hidden.py"
    (hidden.parent / "data.csv").write_text("2\n3\n")
    reading = "torch.tensor([float(x) for x in (Path(__file__).parent / 'data.csv').open()])"
    text = hidden.read_text().replace("torch.arange(6.0).reshape(2, 3)", reading, 1)
    hidden.write_text(
        text.replace("import torch\n", "from pathlib import Path\n\nimport torch\n", 1)
    )
    return find_course(tmp_path / "toy")


def test_data_beside_hidden_tests_reaches_a_worker(course):
    """A hidden test that reads its file passes there as it does here."""
    wanted = Environment.here(course, BOX)
    sent = ClusterWorker("anna", packed_course(course), wanted, unsafe=False)
    shutil.rmtree(course.root)

    with contextlib.closing(sent) as worker:
        checks = worker.prepare().checks
        judged = worker.judge(task(0, {"shapes.py": RIGHT}))

    assert earned(judged, checks) == 10.0


@pytest.mark.parametrize("field", ["tests", "grader", "torch", "python", "box"])
def test_a_worker_that_is_not_like_the_client_judges_nobody(course, field):
    """One line says what differs; the grader before the tests, whose digest covers it."""
    here = Environment.here(course, BOX)
    wanted = replace(here, **{field: "7"})
    sent = ClusterWorker("anna", packed_course(course), wanted, unsafe=False)

    with contextlib.closing(sent) as worker, pytest.raises(GraderError) as caught:
        worker.judge(task(0, {"shapes.py": RIGHT}))

    assert str(caught.value) == (
        f"Worker anna: it differs from this machine ({field} {getattr(here, field)} there, "
        "7 here), so its verdicts could differ. Install the same versions on both, or stop that "
        "worker."
    )


def environment() -> Environment:
    """Return some environment."""
    return Environment("t1", "0.1.0 (abcd)", "2.13.0", "3.11", "full")


@pytest.mark.parametrize(
    "change",
    [{"tests": "t2"}, {"grader": "0.2"}, {"torch": "2.6"}, {"python": "3.13"}, {"box": "no"}],
)
def test_every_difference_between_machines_is_named(change):
    """What it is there and what it is here."""
    ((name, value),) = change.items()

    told = environment().difference(replace(environment(), **change))

    assert told == f"{name} {value} there, {getattr(environment(), name)} here"
    assert environment().difference(environment()) == ""


def test_a_packed_course_is_the_same_course_elsewhere(tmp_path):
    """Unpacked, it has the very tests that decide here."""
    for name, data in packed_course(find_course(REPOSITORY)).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)

    there = Environment.here(find_course(tmp_path), "full")

    assert there == Environment.here(find_course(REPOSITORY), "full")
    assert {path.name for path in tmp_path.iterdir()} == {"exercises", "solutions", "hidden"}
