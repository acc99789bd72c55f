"""Messages of the grader in Chinese: by sentence and template, with what a course brings."""

import ast
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY
from helpers.english import english_in
from helpers.made_results import check, result

from grader.course.manifest import find_course
from grader.course.new_course import write_course
from grader.errors import GraderError
from grader.messages import build as catalogue
from grader.messages.catalogues import language_of
from grader.messages.language import Language
from grader.messages.message import Message
from grader.nbgrader.grade_cell import exercise_text

CHINESE = language_of(find_course(REPOSITORY), "zh")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        pytest.param(
            'entry 0 of f is a float, expected shape (2,). "w" is None, expected a dict of 3.',
            'f 的第 0 项是浮点数（float），形状应为 (2,)。"w" 是 None，应为有 3 个键的字典。',
            id="two sentences",
        ),
        pytest.param(
            "f raised ValueError. It refuses arguments that are allowed. What should hold: "
            "n = 0 gives an empty list.",
            "f 抛出了 ValueError。它拒绝了允许的参数。应当成立：n = 0 给出空列表。",
            id="a sentence of a check",
        ),
        pytest.param(
            "alice.zip is encrypted. Ask for it to be handed in without a password.",
            "alice.zip 加了密。请提交不带密码的文件。",
            id="after a file's name",
        ),
        pytest.param("gradients.py was not found.", "找不到 gradients.py。", id="empty gap"),
        pytest.param(
            "sigmoid was not found in logistic.py.",
            "在 logistic.py 中找不到 sigmoid。",
            id="place",
        ),
        pytest.param(
            "accuracy gave no answer within 5 s.",
            "accuracy 在 5 秒内没有给出答案。",
            id="half of two",
        ),
        pytest.param(
            "loss.py cannot be imported: loss.py, line 5: SyntaxError: bad",
            "loss.py 无法导入：loss.py 第 5 行：SyntaxError：bad",
            id="file and line",
        ),
        pytest.param(
            "loss.py is not UTF-8 (line 3) and was read as Windows-1252.",
            "loss.py 不是 UTF-8 编码（第 3 行），已按 Windows-1252 读取。",
            id="what was done to a file",
        ),
        pytest.param(
            "loss.ipynb is 65 MiB; at most 64 MiB is read. Ask for it with its outputs cleared.",
            "loss.ipynb 有 65 MiB，最多读取 64 MiB。请清除输出后再提交。",
            id="a sentence of gaps alone takes no other apart",
        ),
        pytest.param(
            "overrides.csv, line 3: no result is called 'bob'. Write it as in scores.csv.",
            "overrides.csv 第 3 行：没有名为 'bob' 的结果。请按 scores.csv 里的写法填写。",
            id="a row without effect",
        ),
        pytest.param("Cell 3 was never there.", "Cell 3 was never there.", id="half known"),
        pytest.param("It is nan. So it is, is it?", "结果是 nan。So it is, is it?", id="unknown"),
        pytest.param("a\nIt is nan.", "a\n结果是 nan。", id="lines"),
        pytest.param("", "", id="empty"),
    ],
)
def test_message_is_translated_sentence_by_sentence(english, chinese):
    """What is known is said in Chinese wherever it stands; what is not stays as it is."""
    assert CHINESE.message(english) == chinese


def test_every_message_that_the_code_can_make_is_translated():
    """Whatever stands in its gaps, no English sentence is left of a template."""
    targets = [path for path in catalogue.CATALOGUES if path.stem in ("grader", "hidden")]
    texts = {text for path in targets for text in catalogue.CATALOGUES[path]()}
    left = []
    for text in texts:
        made = re.sub(
            r"\{(\w+)\}", lambda gap: "a float" if gap[1].startswith("answer") else "x7", text
        )
        said = CHINESE.message(made)
        left += [(made, said)] if english_in(said) else []

    assert len(texts) > 1000
    assert left == []


def test_no_text_takes_long_to_translate():
    """What stands between the gaps of a template, said again and again, is read in linear time."""
    texts = ["x is " * 900, "x and " * 900, "a " * 990 + "was not found.", "x: x, " * 600]
    targets = [path for path in catalogue.CATALOGUES if path.stem in ("grader", "hidden")]
    for template in sorted({text for path in targets for text in catalogue.CATALOGUES[path]()}):
        between = re.split(r"\{\w+\}", template)
        if len(between) > 3:
            texts += ["x".join(between[:-1]) * 40, "x" + " ".join(between[1:-1]) * 60]
    assert len(texts) > 100

    slowest = [(_seconds(text), text[:80]) for text in texts]

    assert max(slowest) < (0.5, "")


def _seconds(text: str) -> float:
    started = time.process_time()
    CHINESE.message(text[:4000])
    return time.process_time() - started


def test_nbgrader_shows_the_same_messages_in_chinese():
    """What stands below a cell of an autograded notebook is in the language of the page."""
    asked, verdict = check("T2", "test_f", "WRONG", 4.0, "f raised ValueError.")
    asked = replace(asked, sentence="n = 0 gives an empty list.")
    (exercise,) = result(checks=[(asked, verdict)]).exercises

    said = exercise_text(exercise, [Message.whole("loss (1).py was read as loss.py.")], CHINESE)

    assert said.splitlines() == [
        f"T2 {exercise.title}: 0 / 4 分",
        "✗ 0/4  n = 0 给出空列表。",
        "       f 抛出了 ValueError。",
        "",
        "Notebook 的读取情况：",
        "- loss (1).py 被当作 loss.py 读取。",
    ]


def test_english_is_left_alone():
    """The messages are English; saying them in English changes nothing."""
    english = Language("en", {})

    assert english.message("f returned 3.") == english("f returned 3.") == "f returned 3."
    assert english("{num} checks", num=3) == "3 checks"


def test_course_brings_its_own_translations(tmp_path):
    """What students get lies with the kit, what they must not have with the hidden checks."""
    course = find_course(write_course(tmp_path / "means").root)
    folders = {
        course.exercises / "_kit": {"Means": "均值"},
        course.hidden: {"You divide by {name}.": "你除以了 {name}。"},
    }
    for folder, texts in folders.items():
        place = folder / "locale" / "zh" / "LC_MESSAGES"
        place.mkdir(parents=True, exist_ok=True)
        (place / "course.mo").write_bytes(catalogue.mo_bytes(texts))

    say = language_of(course, "zh")

    assert say("Means") == "均值"
    assert say.message("It is nan. You divide by zero.") == "结果是 nan。你除以了 zero。"
    assert _kit_says(course.exercises, "Means") == "均值"


def _kit_says(exercises: Path, text: str) -> str:
    """Return what the student's side of a course says in Chinese."""
    code = f"from _kit.language import translator; print(ascii(translator('zh')({text!r})))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=exercises, capture_output=True, text=True, check=True
    )
    return str(ast.literal_eval(run.stdout))


@pytest.mark.parametrize("data", [b"no catalogue", bytes.fromhex("de120495 00000000")])
def test_broken_catalogue_is_named(tmp_path, data):
    """A course whose catalogue cannot be read says which, and what to do."""
    course = find_course(write_course(tmp_path / "means").root)
    broken = course.hidden / "locale" / "zh" / "LC_MESSAGES" / "course.mo"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(data)

    with pytest.raises(
        GraderError, match=r"course\.mo is not a compiled catalogue.*Compile it again"
    ):
        language_of(course, "zh")
