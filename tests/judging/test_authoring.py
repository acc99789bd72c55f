"""Every example of AUTHORING.md is judged: its solution passes, and nothing handed in does not."""

import re
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY

from grader.box.sandbox import Walls
from grader.box.zygote import Zygote
from grader.course.manifest import find_course
from grader.intake import Submission
from grader.judging.judge import Judge
from grader.judging.session import run_session
from grader.results.outcomes import Outcome

PAGE = (REPOSITORY / ".github" / "AUTHORING.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"```python\n# (\S+)\n(.*?)```", PAGE, re.DOTALL))
MODULES = [Path(name).stem for name in FILES if name.startswith("solutions/")]

UNIT = """schema = 1

[unit]
name = "authoring"
title = "Authoring"
version = "1.0"
points = {points}
"""
EXERCISE = """
[[exercise]]
id = "{id}"
module = "{id}"
names = ["{name}"]
title = "{id}"
points = 1
limit_s = 5
minutes = 5
difficulty = 1
hints = ["a?", "b", "c"]
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of all examples."""
    manifest = UNIT.format(points=len(MODULES))
    for module in MODULES:
        name = re.findall(r"^(?:def|class) (\w+)", FILES[f"solutions/{module}.py"], re.M)[-1]
        manifest += EXERCISE.format(id=module, name=name)
    for path, text in {**FILES, "exercises/unit.toml": manifest}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_example_of_the_page_works(course: Path, walls: Walls):
    """Functions, contracts, classes, callbacks, printouts, exceptions, files, figures."""
    outcomes: dict[str, Outcome] = {}

    def body(judge: Judge) -> None:
        judge.prove_reference()
        nothing = Submission("nothing", {f"{module}.py": b"" for module in MODULES})
        for verdict in judge.judge(nothing).verdicts:
            outcomes[verdict.check.exercise] = verdict.outcome

    with Zygote(walls, ["matplotlib.figure"]) as zygote:
        run_session(find_course(course), zygote.spawn, body)

    assert len(MODULES) == 13
    assert outcomes == dict.fromkeys(MODULES, Outcome.UNANSWERED)
