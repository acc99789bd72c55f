"""A course of plain Python is judged by processes that do without torch."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY, TOY
from helpers.judged import task

from grader.course.manifest import find_course
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.release.needs import uses_torch
from grader.results.outcomes import Outcome

PAGE = (REPOSITORY / ".github" / "AUTHORING.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"```python\n# (\S+)\n(.*?)```", PAGE, re.DOTALL))
#: Those of the page that need no torch, and arrays.
MODULES = ("words", "bank", "search", "shapes", "greeting", "stack", "notes", "arrays")
FILES = {
    name: text
    for name, text in EXAMPLES.items()
    if re.sub("^test_|_hidden$", "", Path(name).stem) in MODULES
} | {
    "solutions/arrays.py": (
        "import random\nimport sys\n\nimport numpy\n\n\n"
        "def halves(a):\n    return a / 2\n\n\n"
        "def draw(n):\n    return numpy.random.rand(n), random.random()\n\n\n"
        "def modules():\n    return 'torch' in sys.modules\n"
    ),
    "hidden/test_arrays_hidden.py": (
        "import sys\n\nimport numpy\n\nfrom grader.testing import assert_matches\n\n\n"
        "def test_halves(student, reference):\n"
        '    """Each entry is halved."""\n'
        "    for a in (numpy.arange(3.0), numpy.full((2, 2), numpy.nan), numpy.arange(4)):\n"
        "        assert_matches(student.arrays.halves(a), reference.arrays.halves(a))\n"
        "    found = student.arrays.halves(numpy.float32([1, 3]))\n"
        "    assert_matches(found, numpy.float32([0.5, 1.5]))\n\n\n"
        "def test_draw(student, reference):\n"
        '    """The generators are seeded alike."""\n'
        "    assert_matches(student.arrays.draw(3), reference.arrays.draw(3))\n\n\n"
        "def test_nobody_imports_torch(student):\n"
        '    """Neither here nor in the box."""\n'
        "    assert not student.arrays.modules()\n"
        "    assert 'torch' not in sys.modules\n"
    ),
}
HEAD = 'schema = 1\n\n[unit]\nname = "plain"\ntitle = "Plain"\nversion = "1.0"\n'
ROW = '\n[[exercise]]\nid = "{}"\nnames = ["{}"]\ntitle = "Title"\npoints = 1\n'


@pytest.fixture
def plain(tmp_path):
    """A course of all these examples."""
    manifest = HEAD
    for module in MODULES:
        text = FILES[f"solutions/{module}.py"]
        manifest += ROW.format(module, re.findall(r"^(?:def|class) (\w+)", text, re.M)[-1])
    for path, text in {**FILES, "exercises/unit.toml": manifest}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_plain_courses_are_judged_without_torch(plain):
    """Functions, classes, callbacks, printouts, exceptions, files and arrays; right and wrong."""
    right = {f"{module}.py": FILES[f"solutions/{module}.py"] for module in MODULES}
    wrong = right | {
        "arrays.py": right["arrays.py"].replace("a / 2", "a / 2.001"),
        "words.py": "def word_counts(text):\n    return {}\n",
    }
    # A submission may import torch for itself: it is an object like any other there.
    own = right | {
        "arrays.py": "import torch\n" + right["arrays.py"].replace("a / 2", "torch.ones(3)")
    }

    with Pool(WorkerConfig(plain), jobs=1) as pool:
        tasks = [task(number, files) for number, files in enumerate((right, wrong, own))]
        found = {judged.number: judged for judged in pool.judge(tasks)}

    failed = [
        {verdict.name: verdict for verdict in found[n].verdicts if verdict.outcome != "PASSED"}
        for n in range(3)
    ]
    assert [judged.faults for judged in found.values()] == [(), (), ()]
    assert failed[0] == {}
    assert failed[1].keys() == {"test_halves", "test_words_are_counted"}
    assert failed[1]["test_halves"].outcome is Outcome.WRONG
    assert "as expected, but" in failed[1]["test_halves"].message.text
    assert {name: verdict.outcome for name, verdict in failed[2].items()} == {
        "test_halves": Outcome.WRONG,
        "test_nobody_imports_torch": Outcome.WRONG,
    }


def test_torch_is_known_where_anything_may_need_it(plain):
    """What is required, imported by any text, drawn from a contract or shown in a figure."""
    course = find_course(plain)
    assert not uses_torch(course)
    assert uses_torch(find_course(TOY))
    assert uses_torch(find_course(REPOSITORY))

    for requires, is_used in (("numpy", False), ("Torch", True), ("no-such", False)):
        unit = replace(course.unit, requires=(requires,))
        assert uses_torch(replace(course, unit=unit)) is is_used

    for place, text in (
        ("solutions/bank.py", "import numpy as np, torch\n"),
        ("hidden/helpers.py", "torch = __import__('torch')\n"),
        ("hidden/inside/test_bank.py", "from torch import nn\n"),
        ("hidden/test_bank_hidden.py", "from grader.testing import follows_reference\n"),
        ("exercises/given.py", "torch = importlib.import_module('torch')\n"),
    ):
        path = plain / place
        before = path.read_text() if path.is_file() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        assert uses_torch(course), place
        path.unlink() if before is None else path.write_text(before)
    assert not uses_torch(course)
