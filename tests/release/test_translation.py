"""The Chinese edition: every task translated, in step with the English one."""

import ast
import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY, TOY
from typer.testing import CliRunner

from grader.cli import app
from grader.course.manifest import Course, find_course
from grader.errors import CourseError
from grader.release.bundle import release_bundle, student_files
from grader.release.translation import documented, translated_stub

COURSE = find_course(REPOSITORY)
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("module", COURSE.unit.modules)
def test_every_task_is_translated_and_only_the_docstrings_differ(module):
    """Contract and translation are in step: a changed English text makes this fail."""
    english = (COURSE.exercises / f"{module}.py").read_text(encoding="utf-8")
    chinese = translated_stub(COURSE, module, "zh")

    assert all(HAN.search(ast.get_docstring(node) or "") for _, node in documented(chinese))
    assert _without_docstrings(chinese) == _without_docstrings(english)
    questions = [text for text in chinese.splitlines() if text.strip().startswith("预测：")]
    assert len(questions) == english.count("Predict: ")


def _without_docstrings(source: str) -> str:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(
            node
        ):
            del node.body[0]
    return ast.unparse(tree)


@pytest.mark.parametrize("module", COURSE.unit.modules)
def test_examples_are_those_of_the_english_task(module):
    """The same code and the same output; only comments are translated."""
    english = (COURSE.exercises / f"{module}.py").read_text(encoding="utf-8")
    parser = doctest.DocTestParser()

    found = [
        [(re.sub(" +#.*", "", one.source), one.want) for one in parser.get_examples(text)]
        for text in (english, translated_stub(COURSE, module, "zh"))
    ]
    assert found[0]
    assert found[0] == found[1]


@pytest.fixture
def copy(tmp_path) -> Course:
    """A copy of this course's exercises and solutions."""
    for name in ("exercises", "solutions"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    return Course(tmp_path, COURSE.unit)


def test_a_task_that_changed_is_not_handed_out_in_the_old_words(copy):
    """File, name and the fingerprint to write, once the Chinese says the same again."""
    path = copy.exercises / "loss.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("costs less than", "costs fewer than", 1), encoding="utf-8")

    told = r'solutions/zh/loss\.txt: \w+ does not translate the task as it is now.*"=== \w+ \w{8}"'
    with pytest.raises(CourseError, match=told):
        translated_stub(copy, "loss", "zh")


def test_a_fact_that_is_lost_in_translation_is_named(copy):
    """Code, examples, sections and numbered points are compared."""
    path = copy.solutions / "zh" / "loss.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("``-log(1 - p)``", "``log(1 - p)``"), encoding="utf-8")

    with pytest.raises(CourseError, match="bce_loss: code are not those of the English task"):
        translated_stub(copy, "loss", "zh")


def asked(folder: Path, *words: str) -> str:
    """Return what a command says where the system is English."""
    env = {"PATH": os.environ["PATH"], "LANG": "en_US.UTF-8", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "exercises", *words],
        cwd=folder,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


def test_release_in_chinese_is_chinese_and_its_commands_too(tmp_path):
    """Tasks, chapter, first page, the stubs that reset restores; without --lang, in any locale."""
    release_bundle(COURSE, tmp_path, "zh")
    folder = tmp_path / "autograd-logistic"
    shown, restored = (asked(folder, *words) for words in ((), ("reset", "logistic")))

    assert shown.startswith("自动求导与逻辑回归")
    assert "预测：" in shown
    assert (folder / "README.md").read_text(encoding="utf-8").partition("\n")[0].endswith("练习")
    assert not (folder / "exercises" / "README.zh.md").exists()
    assert "logistic.py" in restored
    assert not (folder / "exercises" / ".backups").exists()


def test_a_language_without_tasks_is_told(tmp_path):
    """The folder that is missing, and what to do."""
    done = CliRunner().invoke(
        app, ["release", "--lang", "zh", "--to", str(tmp_path), "--course", str(TOY)]
    )

    assert done.exit_code == 2
    assert "solutions/zh/ is missing. Leave --lang out." in " ".join(done.output.split())


def test_english_bundle_has_no_trace_of_the_chinese_sources():
    """They lie beside the solutions."""
    names = student_files(COURSE)

    assert not any("solutions" in name or name.endswith(".txt") for name in names if "/" in name)
