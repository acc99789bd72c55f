"""Leaks: text of solutions and hidden tests in files that students get."""

import shutil
from pathlib import Path

import pytest
from helpers.courses import TOY

from grader.check.static import prove
from grader.course.manifest import find_course

VISIBLE = Path("exercises/test_shapes.py")
HIDDEN = Path("hidden/test_shapes_hidden.py")
SOLUTION = Path("solutions/shapes.py")
MANIFEST = Path("exercises/unit.toml")


@pytest.fixture
def root(tmp_path) -> Path:
    """A copy of the toy course that a test may spoil."""
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(root: Path) -> list[str]:
    return prove(find_course(root))


def only_problem(root: Path) -> str:
    problems = problems_of(root)
    assert len(problems) == 1, problems
    return problems[0]


LONG_ANSWER = "return torch.stack([row + row for row in x.unbind(0)])"
SHORT_ANSWER = (
    "rows = x.unbind(0)\n    twice = [r + r for r in rows]\n    return torch.stack(twice)"
)


@pytest.mark.parametrize("answer", [LONG_ANSWER, SHORT_ANSWER], ids=["long line", "three lines"])
@pytest.mark.parametrize("name", ["test_shapes.py", "README.md", "notes/old.txt"])
def test_answer_in_a_file_of_students_is_a_leak(root, answer, name):
    """The file, the line and the origin are told, in whatever file it lies."""
    change(root / SOLUTION, "return x * 2", answer)
    path = root / "exercises" / name
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write(f"\n\ndef f(x):\n    {answer}\n")

    problem = only_problem(root)

    assert problem.startswith(f"exercises/{name}:")
    assert (
        f'"{answer.splitlines()[0]}" is text of the answer of double (solutions/shapes' in problem
    )


@pytest.mark.parametrize(
    ("code", "copied"),
    [
        ("assert_matches(student.call('shapes.double', x * 3), torch.ones(7))", None),
        ('"""Three times any number is not twice that number, ever."""', None),
        (
            "say('the seventh row came out in the wrong order')",
            "Who said that the seventh row came out in the wrong order?",
        ),
    ],
    ids=["code", "docstring", "string"],
)
def test_hidden_test_in_a_file_of_students_is_a_leak(root, code, copied):
    """Code, docstrings and texts of hidden tests stay hidden."""
    with (root / HIDDEN).open("a") as file:
        file.write(f"\n\ndef prepare(student, x):\n    {code}\n")
    (root / "exercises" / "README.md").write_text(f"Read on:\n{copied or code}\n")

    problem = only_problem(root)

    assert problem.startswith("exercises/README.md:2: ")
    assert "is text of the hidden test prepare (hidden/test_shapes_hidden.py:" in problem


def test_worked_stub_is_a_leak(root):
    """An author's answer left in a stub is found twice: as stale and as a leak."""
    change(root / SOLUTION, "return x * 2", LONG_ANSWER)
    change(root / "exercises" / "shapes.py", "raise NotImplementedError", f"{LONG_ANSWER} #")

    stale, leak = problems_of(root)

    assert "is stale" in stale
    assert leak.startswith("exercises/shapes.py:19: ")


def test_common_lines_are_no_leak(root):
    """Short lines, imports and what the stub says anyway may stand anywhere."""
    change(
        root / SOLUTION,
        "return x * 2",
        "import torch.nn.functional as functional\n    return x * 2",
    )
    with (root / VISIBLE).open("a") as file:
        file.write(
            "\n\ndef helper(x):\n    import torch.nn.functional as functional\n    return x * 2\n"
            '\n\n"""Return the sum over *x* as a Python number, 0.0 for an empty tensor."""\n'
        )

    assert problems_of(root) == []


def test_caches_are_not_searched(root):
    """Compiled tests lie in caches, and caches are not given out."""
    change(root / SOLUTION, "return x * 2", LONG_ANSWER)
    (root / "exercises" / "__pycache__").mkdir()
    (root / "exercises" / "__pycache__" / "old.py").write_text(LONG_ANSWER)

    assert problems_of(root) == []
