"""The worked answers: solutions with their reasons and other right ways, for after the deadline."""

import ast
import re
import shutil
import tomllib
import zipfile

import pytest
from helpers.courses import REPOSITORY, TOY
from helpers.student_kit import ask, import_kit, refuse, stage
from typer.testing import CliRunner

from grader.cli import app
from grader.course.manifest import Course, find_course
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


def test_remarks_to_linters_are_left_out(pages):
    """Students read what the code says, not what a tool of ours was told."""
    assert not [name for name, page in pages.items() if "noqa" in page]


def test_chinese_pages_have_the_same_code_and_no_english_words(pages):
    """Reasons, names and comments are translated; nothing else differs or is left over."""
    course = find_course(REPOSITORY)
    chinese = {name: page.decode() for name, page in worked_answers(course, "zh")}

    assert chinese.keys() == pages.keys()
    for name, page in chinese.items():
        blocks, words = _blocks(page), re.sub(r"```python\n.*?\n```", "", page, flags=re.S)
        assert [ast.dump(ast.parse(block)) for block in blocks] == [
            ast.dump(ast.parse(block)) for block in _blocks(pages[name])
        ]
        comments = [line for block in blocks for line in block.splitlines() if "# " in line]
        for text in [*comments, *re.split("[。；：]", words)]:
            assert not re.search(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b", text), text
        paragraphs = [line for line in words.splitlines()[1:] if line and line[0] != "#"]
        assert all(re.search("[一-鿿]", line) for line in paragraphs)
    texts = tomllib.loads((REPOSITORY / "solutions" / "zh" / "worked.toml").read_text("utf-8"))
    shown = {exercise: pages[f"exercises/worked/{exercise}.md"] for exercise in texts}
    joined = {exercise: re.sub(r"\n *# ", " ", page) for exercise, page in shown.items()}
    assert not [text for one, table in texts.items() for text in table if text not in joined[one]]


def _blocks(page: str) -> list[str]:
    return re.findall(r"```python\n(.+?)\n```", page, re.S)


def test_a_reason_that_changed_is_not_handed_out_in_the_old_words(tmp_path):
    """The file, the exercise, and the English text that has no translation."""
    course = find_course(REPOSITORY)
    for name in ("exercises", "solutions", "tests/corpus/alternatives"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    copied = Course(tmp_path, course.unit)
    words = tmp_path / "solutions" / "worked.toml"
    words.write_text(words.read_text("utf-8").replace("cannot overflow.", "never overflows."))

    with pytest.raises(CourseError, match=r"solutions/zh/worked\.toml, \[E06\] has no transl"):
        list(worked_answers(copied, "zh"))


def test_a_language_without_worked_answers_is_told(tmp_path):
    """Which file is missing."""
    for name in ("exercises", "solutions", "tests/corpus/alternatives"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    (tmp_path / "solutions" / "zh" / "worked.toml").unlink()

    with pytest.raises(CourseError, match=r"solutions/zh/worked\.toml"):
        list(worked_answers(Course(tmp_path, find_course(REPOSITORY).unit), "zh"))


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
