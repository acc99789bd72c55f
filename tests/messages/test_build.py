"""The catalogue: nothing that students read is untranslated, and what is built from it is fresh."""

import ast
import re
import string
import sys
import unicodedata

import pytest

from grader.messages import build as catalogue
from grader.messages import catalogues

sys.path.insert(0, str(catalogue.EXERCISES))

import _kit.language
from _kit.language import message, translator
from _kit.terminal import columns, wrap

CLOSING = [sign for sign in map(chr, range(0x3000, 0xFFFF)) if unicodedata.category(sign) == "Pe"]


def gaps(text: str) -> set[str]:
    """Return the names of what is filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(text or "") if name}


def test_every_text_has_a_translation():
    """Every text in code, every title, hint, promise and question has its Chinese."""
    known = {message.id: message.string for message in catalogue.load()}

    missing = [text for text in catalogue.msgids() if not known.get(text)]

    assert missing == [], "run python -m grader.messages.build and translate what is new"


def test_every_exception_from_the_search_for_texts_is_a_module():
    """A module that was renamed is searched again, or named anew with its reason."""
    for name in catalogue.LEFT_OUT:
        path = catalogue.ROOT / name
        assert path.is_file(), name
        assert path.parent in catalogue.SENTENCES, name


def test_a_marked_text_is_collected_by_babel_alone(tmp_path):
    """A literal in a call of a marking function needs no code of ours; other texts are none."""
    path = tmp_path / "module.py"
    path.write_text(
        'def found(name):\n    """Not this."""\n    if name == "nor this":\n'
        '        return message("{file} is "\n            "missing.", file=name)\n'
        '    raise GraderError(f"{name} is not told in Chinese. Look again.")\n'
    )

    assert catalogue.marked_texts(path, {"message": None}) == ["{file} is missing."]


@pytest.mark.parametrize(
    "path",
    [
        *sorted(catalogue.EXERCISES.glob("test_*.py")),
        *(
            catalogue.EXERCISES / "_kit" / "checking" / f"{name}.py"
            for name in ("expect", "values")
        ),
    ],
    ids=lambda path: path.stem,
)
def test_what_visible_tests_say_is_marked(path):
    """A sentence outside of a call that babel knows would stay English."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    marked = [node for node in calls if getattr(node.func, "id", "") in catalogue.KIT_CALLS]
    known = {id(part) for node in marked for part in ast.walk(node)}
    known |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}

    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    left = [str(node.value) for node in texts if id(node) not in known]
    assert [text for text in left if re.search(r"[a-z]{2,} [a-z]", text)] == []


@pytest.mark.parametrize("path", catalogue.templates(), ids=lambda path: path.name)
def test_pages_say_nothing_past_the_catalogue(path):
    """Outside of tags, of code and of what is said, a template has no words."""
    source = path.read_text(encoding="utf-8")
    source = re.sub(r"\{% block policy.*?endblock %\}", "", source)
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", source, flags=re.DOTALL)
    if path.suffix == ".js":
        # A text for people has a capital or two words; names of the page's own parts do not.
        quoted = [text for pair in re.findall(r'"([^"\n]*)"|`([^`\n]*)`', bare) for text in pair]
        words = [text for text in quoted[1:] if re.search("^[A-Z][a-z]|[a-z] [a-z]", text)]
    else:
        words = re.findall(r"(?<![.\w])[A-Za-z]{2,}", re.sub("<[^<>]*>", "", bare))

    assert words == []


def test_translations_fill_in_the_same():
    """A gap that is lost would lose a number; one too many would be an error."""
    english = {"article"}  # "a" or "an": Chinese has neither
    wrong = [
        message.id
        for message in catalogue.load()
        if message.id and gaps(message.id) - english != gaps(message.string)
    ]

    assert wrong == []


def test_catalogue_holds_nothing_that_nobody_says():
    """What the code no longer says is taken out by the script."""
    assert catalogue.po_bytes(catalogue.updated()) == catalogue.PO.read_bytes()


@pytest.mark.parametrize("target", catalogue.CATALOGUES, ids=lambda path: path.name)
def test_compiled_catalogues_are_fresh(target):
    """What is read is made from the one .po."""
    assert catalogue.mo_bytes(catalogue.texts_for(catalogue.load(), target)) == target.read_bytes()


def test_students_get_no_text_of_a_hidden_check():
    """Causes of mistakes tell how to do it, promises of checks what is looked at: not for them."""
    kit, exercises, _, _, hidden = (
        {*catalogue.texts_for(catalogue.load(), path)} for path in catalogue.CATALOGUES
    )
    public = {path.read_text(encoding="utf-8") for path in catalogue.EXERCISES.rglob("*.py")}

    both = [text for text in (kit | exercises) & hidden if not any(text in said for said in public)]
    assert len(hidden) > 500
    assert both == []


TENSOR = message("{dtype} tensor of shape {shape}", dtype="float32", shape=(3, 4))


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        pytest.param("done", "完成", id="whole"),
        pytest.param(
            message("Your answer is {ratio} times the expected one.", ratio=4),
            "你的答案是应有值的 4 倍。",
            id="number",
        ),
        pytest.param(message("unchanged: {numbers}", numbers=[0, 1]), "不变：[0, 1]", id="values"),
        pytest.param(TENSOR, "形状 (3, 4) 的 float32 张量", id="two"),
        pytest.param(
            message("an answer: {answer}", answer=TENSOR),
            "一个答案：形状 (3, 4) 的 float32 张量",
            id="message",
        ),
        pytest.param(message("an answer: {answer}", answer="done"), "一个答案：done", id="text"),
        pytest.param("Nobody has ever said this.", "Nobody has ever said this.", id="unknown"),
        pytest.param(message("No {one}.", one="{two}"), "No {two}.", id="unknown with braces"),
        pytest.param("{A text} without values.", "{A text} without values.", id="braces"),
        pytest.param("", "", id="empty"),
    ],
)
def test_the_kit_translates_a_message_with_its_values(said, chinese):
    """What is filled in crosses over; what is not in the catalogue stays English."""
    assert translator("zh")(said) == chinese


@pytest.mark.parametrize(
    "read", [_kit.language.language_of_environment, catalogues.language_of_environment]
)
@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "zh.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANGUAGE": "fr:zh_TW:en", "LANG": "C"}, "zh"),
        ({"LANGUAGE": "en_US:zh_CN", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_kit_and_grader_read_the_environment_alike(monkeypatch, read, variables, language):
    """As gettext does: the first variable that is set decides, and of a list the first known."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert read() == language


def test_language_of_the_environment_decides(monkeypatch):
    """Nobody has to say --lang: texts are in the language of the environment."""
    said = []
    for language in ("zh_CN", "de", "C"):
        monkeypatch.setenv("LANGUAGE", language)
        translator.cache_clear()
        said.append((translator()("done"), catalogues.load_language(None)("graded")))
    translator.cache_clear()

    assert said == [("完成", "已评分"), ("done", "graded"), ("done", "graded")]


def test_grader_reads_the_environment_for_a_language_in_one_place():
    """Whatever needs the language asks the catalogues; nobody looks at LANG by itself."""
    places = {
        path.relative_to(catalogue.GRADER).as_posix()
        for path in catalogue.GRADER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in ("LANGUAGE", "LC_ALL", "LC_MESSAGES")
    }

    assert places == {"messages/catalogues.py"}


@pytest.mark.parametrize("width", [20, 40, 60])
def test_lines_fit_whatever_the_script(width):
    """A Chinese character takes two columns, and no line begins with a closing mark."""
    in_terminals = catalogue.texts_for(catalogue.load(), next(iter(catalogue.CATALOGUES)))
    for pair in ((a, b) for a, b in in_terminals.items() if "%(" not in a):
        for text in pair:
            lines = wrap(text, width, "  ", "    ")

            assert max(map(columns, lines)) <= width + 2
            assert not any(line.strip()[0] in CLOSING for line in lines[1:])
