"""Reading costs in proportion to what is handed in, whatever stands there."""

import sys
from collections.abc import Callable

import pytest
from helpers.hostile_files import CELLS, CODE, GIVEN, METADATA, NOTEBOOKS, SCRIPTS, TEXTS, ZIPS
from helpers.notebooks import counted_parsing

from grader.engine.file_reads import reached_files
from grader.errors import SubmissionRefused
from grader.intake import outline
from grader.intake.files.archive import archive_tree
from grader.intake.notebook.parser import Parser, is_too_much
from grader.intake.notebook.repair import _Left
from grader.intake.notebook.to_module import read_notebook, read_script
from grader.intake.outline import text_of
from grader.intake.readers.frames import Frame
from grader.intake.reading import Wanted, read_tree
from grader.lms.gradescope_metadata import read_metadata
from grader.report.fingerprints import fingerprints

WANTED = Wanted(("shapes",), {"shapes": GIVEN})
SIZES = 400, 1600


def calls_of(read: Callable[[bytes], object], data: bytes) -> int:
    """Return how many functions, of Python and of C, are called to read *data*."""
    count = 0

    def profile(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        read(data)
    except SubmissionRefused:
        pass
    finally:
        sys.setprofile(None)
    return count


def notebook(data: bytes) -> None:
    read_notebook(data, "shapes.ipynb", GIVEN)


def script(data: bytes) -> None:
    read_script(data.decode(), "shapes.py", GIVEN)


def tree(data: bytes) -> None:
    read_tree("ada", archive_tree(data), WANTED)


def comparison(data: bytes) -> None:
    fingerprints(text_of(data))
    outline.prepare(Frame(None))(Frame(["shapes.py"], (data,)), lambda _path: None)
    reached_files({"shapes.py": data, "sums.py": data})


def metadata(data: bytes) -> None:
    read_metadata(data)


@pytest.mark.parametrize(
    ("read", "make"),
    [
        *(
            pytest.param(
                comparison, lambda size, make=make: make(size).encode(), id=f"compared {name}"
            )
            for name, make in CODE.items()
        ),
        *(pytest.param(metadata, make, id=name) for name, make in METADATA.items()),
        *(pytest.param(notebook, make, id=name) for name, make in NOTEBOOKS.items()),
        *(pytest.param(script, make, id=name) for name, make in SCRIPTS.items()),
        *(pytest.param(tree, make, id=n) for n, make in ZIPS.items() if n != "zip of notebooks"),
    ],
)
def test_four_times_as_much_takes_four_times_as_many_steps(read, make):
    """With the square of the size it would be sixteen times as many."""
    read_notebook(NOTEBOOKS["cells"](1), "shapes.ipynb", GIVEN)  # what is done once is done
    small, large = (calls_of(read, make(size)) for size in SIZES)

    assert large < 6 * small + 2000


@pytest.mark.parametrize("name", [*CODE, *CELLS, *TEXTS])
def test_no_text_is_parsed_again_and_again(name):
    """What is parsed in all grows with the notebook, not with its square."""
    parsed = []
    for size in SIZES:
        with counted_parsing() as texts:
            read_notebook(NOTEBOOKS[name](size), "shapes.ipynb", GIVEN)
        parsed.append(sum(map(len, texts)))

    assert parsed[1] < 6 * parsed[0] + 2000


@pytest.mark.parametrize(
    "text", ["a," * 100_000, "a\n" * 80_000, "# a word\n" * 40_000, "x" * (600 << 10)]
)
def test_text_whose_tree_would_fill_memory_is_not_parsed(text):
    """A tree takes 700 bytes for a word or sign of the text, and twice as many for a mistake."""
    with counted_parsing() as texts:
        assert Parser().parse(text) is None

    assert texts == []
    assert outline.parsed(text) is None
    assert is_too_much(text)
    assert not is_too_much("def f(x):\n    return [0.125, 0.25, x]\n" * 8000)  # in 300 KiB


def test_the_parser_looks_at_a_text_once():
    """Whoever asks, and whatever it is asked about it."""
    parser = Parser()
    with counted_parsing() as texts:
        for text in ("x = 1", "x = (", "x = = 1"):
            for ask in (parser.parse, parser.parses, parser.why_not, parser.can_go_on):
                ask(text)

    assert texts == ["x = 1", "x = (", "x = (", "x = = 1"]  # why one ends too early is asked apart


@pytest.mark.parametrize(
    ("text", "can_go_on"),
    [
        ("x = (", True),
        ("def f(x):", True),
        ("'''text", True),
        ("try:\n    x", True),
        ("@cache", True),
        ("x = 1 + \\", True),
        ("x = = (", False),
        ("x = 'a", False),
        ("for i in x\n    (", False),
        ("f(1 2", False),
        ("x = 1", False),
        ("x = \0(", False),
        ("(" * 300, False),
    ],
)
def test_it_is_known_whether_more_lines_could_help(text, can_go_on):
    """A mistake further up stays one, so nothing below it needs to be tried."""
    assert Parser().can_go_on(text) is can_go_on


def test_large_trees_are_made_again_when_they_are_asked_for():
    """They are not kept, because they take a thousand times the memory of their text."""
    parser = Parser()
    texts = [f"x = [{'a,' * 20_000}{number}]" for number in range(5)]

    assert all(map(parser.parses, texts))
    assert [parser.parse(text).body[0].value.elts[-1].value for text in texts] == list(range(5))


def test_what_is_left_is_found_past_all_that_is_gone():
    """As a list from which the used cells are taken."""
    left, plain = _Left(range(0, 100, 2), 100), list(range(0, 100, 2))
    for removed in ([0], [98, 50], [3], range(40, 60), [62, 64], range(100)):
        left.remove(removed)
        plain = [number for number in plain if number not in removed]

        for number in (0, 1, 39, 50, 63, 98, 99):
            assert list(left.after(number)) == [n for n in plain if n > number]
            assert list(left.before(number)) == [n for n in plain if n < number][::-1]
            assert (number in left) == (number in plain)
