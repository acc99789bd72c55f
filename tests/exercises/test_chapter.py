"""exercises/README.md: its commands work, its pictures tell what the solutions compute."""

import json
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import chapter_pictures
import pytest
from _kit.unit import manifest, modules
from helpers.student_kit import ROOT, run, stage

from grader.course.manifest import find_course
from grader.release.needs import student_needs

CHAPTERS = {"en": ROOT / "exercises" / "README.md", "zh": ROOT / "exercises" / "README.zh.md"}


def commands(language: str) -> list[list[str]]:
    """Return the words of every command in the fenced blocks of a chapter."""
    text = CHAPTERS[language].read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    return [
        shlex.split(line, comments=True)
        for line in lines
        if line.startswith(("python ", "pytest ", "pip "))
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the commands run one after the other, as a reader would."""
    folder = tmp_path_factory.mktemp("chapter")
    stage(folder, solved=True)
    return folder


@pytest.mark.terminal
# watch runs until it is ended, in terminal/test_student_terminal.py; pip is looked at below, and
# an environment is made without a word.
@pytest.mark.parametrize(
    "words",
    [
        words
        for words in commands("en")
        if words[0] != "pip" and words[-1] not in ("watch", ".venv")
    ],
    ids=" ".join,
)
def test_command_of_the_chapter_works(folder, words):
    """Each one ends well and says something."""
    arguments = words[1:] if words[0] == "python" else ["-m", *words]
    if "reset" in words:
        arguments.append("--yes")

    done = run(folder, *arguments)

    # After the reset sigmoid is a stub again, which pytest reports.
    assert done.returncode in ((0, 1) if words[0] == "pytest" else (0,)), done.stdout
    assert done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_packages_of_the_chapter_are_those_of_the_project():
    """What students install is what the bundle's requirements.txt names, no more."""
    small, install = [words for words in commands("en") if words[0] == "pip"]

    assert {re.split("[>=]", name)[0] for name in install[2:]} == {
        re.split("[>=]", name)[0] for name in student_needs(find_course(ROOT).unit)
    }
    assert small[2:] == [install[2], "--index-url", "https://download.pytorch.org/whl/cpu"]


@pytest.mark.parametrize("language", CHAPTERS)
def test_chapter_has_every_exercise_and_its_pictures(language):
    """A section for each exercise in the order of the course; every picture exists."""
    text = CHAPTERS[language].read_text(encoding="utf-8")
    manifest = tomllib.loads((ROOT / "exercises" / "unit.toml").read_text())

    sections = re.findall(r"^### (\w+) · ", text, re.MULTILINE)
    assert sections == [entry["id"] for entry in manifest["exercise"]]
    shown = set(re.findall(r"!\[[^]]+\]\(pictures/([\w.]+)\)", text))
    assert shown == {path.name for path in chapter_pictures.PICTURES.iterdir()}


def test_chapters_have_the_same_commands_and_formulas():
    """The Chinese chapter leaves out and adds nothing."""
    english, chinese = (CHAPTERS[name].read_text(encoding="utf-8") for name in ("en", "zh"))

    assert commands("zh") == commands("en")
    formula = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
    said = re.compile(r"\\text\{[^}]*\}|\s")
    assert [said.sub("", one) for one in formula.findall(chinese)] == [
        said.sub("", one) for one in formula.findall(english)
    ]


@pytest.fixture(scope="module")
def facts() -> dict[str, dict[str, Any]]:
    """What the solutions compute, in a process that has never imported a stub."""
    script = "import chapter_pictures, json; print(json.dumps(chapter_pictures.facts()))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT / ".ci",
    )
    return json.loads(done.stdout)


def test_pictures_tell_what_the_solutions_compute(facts):
    """The numbers that each picture carries are those of today's solutions."""
    for path in sorted(chapter_pictures.PICTURES.iterdir()):
        assert chapter_pictures.facts_in(path) == facts[path.name]
        assert path.stat().st_size < 250_000


def test_run_of_the_chapter_is_that_of_the_notes(facts):
    """Loss, accuracy and the end of the run, as the text under the pictures says."""
    moments = facts["film.png"]["moments"]

    assert [(one["iteration"], one["loss"], one["accuracy"]) for one in moments] == [
        (0, 0.3947, 0.92),
        (20, 0.2071, 0.94),
        (100, 0.0990, 0.975),
        (260, 0.0606, 0.99),
        (380, 0.0493, 0.995),
    ]
    assert facts["curves.svg"]["iterations"] == 381


@pytest.mark.parametrize("language", CHAPTERS)
def test_minutes_of_the_table_are_those_of_the_manifest(language):
    """One estimate, on the page and in the terminal; about eleven hours in all."""
    text = CHAPTERS[language].read_text(encoding="utf-8")
    rows = re.findall(r"^\| (E\d+b?) .* \| (\d+) \|$", text, re.MULTILINE)

    minutes = {one.id: one.minutes for one in manifest.load_exercises()}
    assert {id_: int(count) for id_, count in rows} == minutes
    assert round(sum(minutes.values()) / 60) == 11


@pytest.mark.parametrize("language", CHAPTERS)
def test_chapter_stands_on_its_own_and_ends_each_module_with_more_to_try(language):
    """No text is named that is not there; a further problem for each of the eight modules."""
    text = CHAPTERS[language].read_text(encoding="utf-8")

    assert not re.search(r"\bnotes\b|笔记", text)
    assert len(re.findall(r"^\*\*(?:One more thing to try\.|再试一试。)\*\*", text, re.M)) == 8


@pytest.mark.parametrize("language", CHAPTERS)
def test_failure_in_the_chapter_is_one_that_is_printed(language):
    """Promise, code, values and cause, word for word."""
    code = (ROOT / "solutions" / "loss.py").read_text(encoding="utf-8")
    wrong = "\n\ndef bce_loss(p, y):\n    return -(y * p.log() + (1 - y) * (1 - p).log()).sum()\n"
    text = CHAPTERS[language].read_text(encoding="utf-8")
    example = next(block for block in re.findall(r"```\n(.*?)```", text, re.S) if "E12" in block)

    told = failure_of(code + wrong, language)

    # A line may end anywhere between two Chinese characters.
    assert "".join(example.split()) in "".join(told.split())


def failure_of(code: str, language: str) -> str:
    """Return what pytest prints about the first failure of E12 for this loss.py."""
    with tempfile.TemporaryDirectory() as folder:
        staged = stage(Path(folder), solved=False)
        (staged / "loss.py").write_text(code, encoding="utf-8")
        words = ("-m", "pytest", "exercises", "-k", "E12", "-x", "-q", "--lang", language)
        return run(Path(folder), "-X", "utf8", *words).stdout


def test_every_task_asks_for_a_prediction():
    """Each function has one question to answer before anything is run."""
    for exercise in manifest.load_exercises():
        tree = modules.parse(exercise.module, modules.read(exercise.module))

        assert modules.question(tree, exercise).endswith("?")
