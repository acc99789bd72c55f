"""The worked answers: solutions with their reasons and other right ways, for after the deadline."""

import ast
import re
import zipfile

import pytest
from helpers.courses import REPOSITORY, TOY
from helpers.student_kit import ask, import_kit, refuse, stage
from typer.testing import CliRunner

from grader.cli import app
from grader.course.manifest import find_course
from grader.errors import CourseError
from grader.release.worked_answers import release_solutions, worked_answers


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {name: page.decode() for name, page in worked_answers(find_course(REPOSITORY))}


def test_every_exercise_has_a_solution_its_reasons_and_two_other_ways(pages):
    """Code without markers and without the task, which reads as Python."""
    assert len(pages) == 23
    for page in pages.values():
        blocks = re.findall(
            r"^## [^\n]+\n\n[^\n]{20,}\n\n```python\n(.+?)\n```$", page, re.M | re.S
        )
        assert len(blocks) == 3
        for block in blocks:
            ast.parse(block)
            assert "SOLUTION" not in block
        assert '"""' not in blocks[0]


def test_the_command_writes_them_and_warns(tmp_path):
    """They go where they are asked for and nowhere else; the bundle is not written then."""
    done = CliRunner().invoke(
        app, ["release", "--solutions", str(tmp_path), "--course", str(REPOSITORY)]
    )

    assert done.exit_code == 0, done.output
    assert "only after the deadline" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["autograd-logistic-solutions.zip"]


def test_a_course_without_words_is_told(tmp_path):
    """Which file, and what belongs into it."""
    with pytest.raises(CourseError, match=r"solutions/worked\.toml"):
        release_solutions(find_course(TOY), tmp_path)


def test_compare_shows_them_beside_ones_own(tmp_path):
    """First the student's code without the task, then reasons and code; before that a line."""
    import_kit()
    exercises = stage(tmp_path, solved=False)
    path = exercises / "logistic.py"
    text = path.read_text(encoding="utf-8")
    stub = 'raise NotImplementedError("sigmoid is still to be written")'
    path.write_text(text.replace(stub, "return 1 / (1 + torch.exp(-z))"), encoding="utf-8")
    early = refuse(exercises, "compare", "E06")
    archive = release_solutions(find_course(REPOSITORY), tmp_path)
    with zipfile.ZipFile(archive) as zipped:
        for name in zipped.namelist():
            place = tmp_path / name.partition("/")[2]
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(zipped.read(name))

    shown = ask(exercises, "compare", "sigmoid")

    assert early.startswith("The worked answers are not here.")
    assert shown.startswith(
        "Your answer\n\ndef sigmoid(z: Tensor) -> Tensor:\n    return 1 / (1 + torch.exp(-z))\n"
    )
    assert shown.count("Another way: ") == 2
    assert "Predict:" not in shown
    assert "```" not in shown
