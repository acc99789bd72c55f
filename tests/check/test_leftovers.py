"""The next term: an edit of the manifest is one edit, and whatever it leaves behind is named."""

import re
import shutil
from pathlib import Path

import pytest
from helpers.courses import TOY

from grader.check.leftovers import find_leftovers
from grader.check.static import prove
from grader.course.manifest import find_course

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = (
    "# Two functions\n\n| exercise | idea |\n|---|---|\n| T1 `double` | twice |\n"
    "| T2 `total` | sum |\n\n## T1 · double\n\nText.\n\n## T2 · total\n\nText.\n"
)  # fmt: skip


@pytest.fixture
def root(tmp_path) -> Path:
    """A copy of the toy course with a chapter."""
    copy = Path(shutil.copytree(TOY, tmp_path / "toy"))
    (copy / "exercises" / "README.md").write_text(CHAPTER)
    return copy


@pytest.fixture(scope="module")
def unit_copy(tmp_path_factory) -> Path:
    """A copy of this course."""
    copy = tmp_path_factory.mktemp("unit")
    skipped = shutil.ignore_patterns("__pycache__", "pictures")
    for part in ("exercises", "solutions", "grader/hidden", "tests/corpus/mistakes",
                 "tests/corpus/alternatives"):  # fmt: skip
        shutil.copytree(ROOT / part, copy / part, ignore=skipped)
    (copy / "tests" / "check").mkdir()
    shutil.copy(ROOT / "tests" / "check" / "sentences.toml", copy / "tests" / "check")
    return copy


def found(root: Path) -> list[str]:
    return list(find_leftovers(find_course(root)))


def manifest(root: Path) -> Path:
    return root / "exercises" / "unit.toml"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def drop(root: Path, exercise: str) -> None:
    """Drop an exercise from the manifest: one edit."""
    path = manifest(root)
    head, *tables = re.split(r"(?m)^(?=\[\[exercise\]\])", path.read_text(encoding="utf-8"))
    kept = [table for table in tables if f'id = "{exercise}"' not in table]
    assert len(kept) == len(tables) - 1
    path.write_text(head + "".join(kept), encoding="utf-8")


def test_whole_courses_have_no_leftovers(root):
    """The toy course with its chapter, and this course with its translation."""
    assert found(root) == found(ROOT) == []


def test_dropped_exercise_leaves_answer_and_chapter(root):
    """Each place is named, with its line in the chapter."""
    drop(root, "T2")

    assert found(root) == [
        "solutions/shapes.py: total has a marked answer, and no exercise of unit.toml names it. "
        "Remove it, or add the exercise.",
        "exercises/README.md:6 tells of T2, which is not in unit.toml.",
        "exercises/README.md:12 tells of T2, which is not in unit.toml.",
    ]


def test_dropped_exercise_of_this_course_is_named_in_every_kind_of_place(unit_copy, tmp_path):
    """Task and its translation, chapter, worked answer, sentences, known mistakes, corpus."""
    root = Path(shutil.copytree(unit_copy, tmp_path / "unit"))
    drop(root, "E04")

    problems = found(root)

    for words in (
        "solutions/gradients.py: nth_derivative has a marked answer",
        "exercises/README.md:",
        "exercises/README.zh.md:",
        "grader/hidden/mistakes/E04_nth_derivative.py belongs to no exercise",
        "tests/corpus/mistakes/E04_nth_derivative.py belongs to no exercise",
        "solutions/worked.toml: the table [E04] is not in unit.toml. Remove it.",
        "tests/check/sentences.toml: the table [E04] is not in unit.toml. Remove it.",
        "solutions/zh/gradients.txt translates nth_derivative, which is no task of unit.toml.",
    ):
        assert any(problem.startswith(words) for problem in problems), words
    assert all("nth_derivative" in problem or "E04" in problem for problem in problems)


def test_dropped_module_leaves_solution_stub_and_tests(root):
    """A second module with one exercise is dropped."""
    for name in ("solutions/other.py", "exercises/other.py", "exercises/test_other.py"):
        path = root / name
        shutil.copy(path.with_name(path.name.replace("other", "shapes")), path)

    assert found(root) == [
        "solutions/other.py has answers and belongs to no module of unit.toml. Remove it.",
        "exercises/other.py is a stub of no module of unit.toml. Remove it.",
        "exercises/test_other.py tests no module of unit.toml. Remove it.",
    ]


def test_added_exercise_is_missing_in_the_chapter(root):
    """The other proofs ask for its solution and tests."""
    text = manifest(root).read_text()
    table = text[text.rindex("[[exercise]]") :].replace("T2", "T3").replace("total", "mean")
    manifest(root).write_text(f"{text}\n{table}")

    assert found(root) == ["exercises/README.md does not tell of T3. Add a section."]


def test_chapter_tells_of_what_a_person_grades(root):
    """Nowhere else do students read what is asked of them."""
    with manifest(root).open("a", encoding="utf-8") as file:
        file.write('\n[[manual]]\nid = "T3"\ntitle = "Why the loss falls"\npoints = 3\n')
    lacking = found(root)
    with (root / "exercises" / "README.md").open("a", encoding="utf-8") as file:
        file.write("\n## T3 Why the loss falls\n")

    assert lacking == ["exercises/README.md does not tell of T3. Add a section."]
    assert found(root) == []


def test_renamed_exercise_is_called_otherwise_in_the_chapter(root):
    """In the list and in the heading."""
    edit(manifest(root), '"total"', '"added"')

    problems = found(root)

    assert "exercises/README.md:6 calls T2 total; unit.toml says added." in problems
    assert "exercises/README.md:12 calls T2 total; unit.toml says added." in problems


def test_order_of_the_chapter_follows_the_manifest(root):
    """An exercise that has moved is named."""
    head, one, two = CHAPTER.split("\n## ")
    (root / "exercises" / "README.md").write_text("\n## ".join((head, two, one)))

    assert found(root) == [
        "exercises/README.md tells of T2 in another place than unit.toml. Move its section."
    ]


def test_changed_title_and_hint_are_not_translated(unit_copy, tmp_path):
    """A text of the manifest that the catalogue lacks is quoted."""
    root = Path(shutil.copytree(unit_copy, tmp_path / "unit"))
    edit(manifest(root), '"Gradients of a small graph"', '"Gradients of a tiny graph"')
    edit(manifest(root), "Work it out on paper for w = 1", "Work it out on paper for w = 7")

    first, second = found(root)

    assert first == (
        'The translation into zh lacks the title of E01: "Gradients of a tiny graph". Add it and '
        "compile."
    )
    assert second.startswith('The translation into zh lacks hint 1 of E02: "Work it out on paper')


def test_added_exercise_needs_a_worked_answer_and_its_sentences(unit_copy, tmp_path):
    """The texts about each exercise have a table for it."""
    root = Path(shutil.copytree(unit_copy, tmp_path / "unit"))
    edit(manifest(root), 'id = "E04"', 'id = "E99"')

    problems = found(root)

    assert "solutions/worked.toml has no table [E99]. Add it." in problems
    assert "tests/check/sentences.toml has no table [E99]. Add it." in problems


def test_task_that_has_changed_is_to_be_translated_again(unit_copy, tmp_path):
    """The fingerprint is that of the English text."""
    root = Path(shutil.copytree(unit_copy, tmp_path / "unit"))
    edit(root / "exercises" / "loss.py", "Return the mean binary", "Give the mean binary")
    (root / "solutions" / "zh" / "old.txt").write_text("")
    (root / "solutions" / "worked.toml").write_text("[E01")

    problems = found(root)

    assert any(
        line.startswith("solutions/zh/loss.txt: ") and "does not translate the task as it" in line
        for line in problems
    )
    assert "solutions/zh/old.txt is of no module of unit.toml. Remove it." in problems
    assert any(line.startswith("solutions/worked.toml is not TOML: ") for line in problems)


def swap(root: Path) -> None:
    """Let the two exercises of the toy course change places."""
    path = manifest(root)
    head, one, two = re.split(r"(?m)^(?=\[\[exercise\]\])", path.read_text())
    path.write_text(f"{head}{two.rstrip()}\n\n{one}")


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (lambda root: edit(manifest(root), "points = 4", "points = 7"), []),
        (lambda root: edit(manifest(root), "points = 4", "points = 4\nbonus = true"), []),
        (
            swap,
            ["exercises/README.md tells of T1 in another place than unit.toml. Move its section."],
        ),
        (
            lambda root: drop(root, "T2"),
            [
                "exercises/test_shapes.py:15: test_total_of_one_two is marked for 'T2', expected "
                "one exercise of T1. Fix the marker.",
                "hidden/test_shapes_hidden.py:31: test_total_adds_up is marked for 'T2', expected "
                "one exercise of T1. Fix the marker.",
                "hidden/test_shapes_hidden.py:39: test_total_of_nothing_is_zero is marked for "
                "'T2', expected one exercise of T1. Fix the marker.",
                "solutions/shapes.py: total has a marked answer, and no exercise of unit.toml "
                "names it. Remove it, or add the exercise.",
                "exercises/README.md:6 tells of T2, which is not in unit.toml.",
                "exercises/README.md:12 tells of T2, which is not in unit.toml.",
            ],
        ),
    ],
    ids=["points", "bonus", "order", "drop"],
)
def test_next_term_is_one_edit_of_the_manifest(root, change, problems):
    """The whole proof names what else has to follow, and nothing else."""
    edit(manifest(root), "points = 10\n", "")

    change(root)

    assert prove(find_course(root)) == problems


def test_stated_sum_is_a_leftover_of_changed_points(root):
    """Who states the sum in [unit] wants to know that it has changed."""
    edit(manifest(root), "points = 4", "points = 7")

    assert prove(find_course(root)) == [
        "exercises/unit.toml: the points sum to 13, expected the 10 of [unit]. Change the points "
        "of the exercises, or those in [unit]."
    ]


def test_figure_of_a_dropped_exercise_is_named(root):
    """With its line."""
    (root / "hidden" / "exhibits.py").write_text(
        'EXHIBITS = [\n    ("T1", 1),\n    ("T9", 2),\n]\n'
    )

    assert found(root) == [
        "hidden/exhibits.py:3 is a figure of T9, which is not in unit.toml. Remove it."
    ]


def test_faulty_terms_and_extensions_are_named(root):
    """Before a deadline, not after it."""
    (root / "exercises" / "terms.toml").write_text('due = "2026-02-30 23:59"\n')
    first = found(root)
    (root / "exercises" / "terms.toml").write_text('due = "2026-02-28 23:59"\n')
    (root / "extensions.csv").write_text("student,due,reason,who\nben,later,ill,prof\n")

    assert "there is no such day or hour" in first[0]
    assert found(root) == [
        'extensions.csv, line 2: due "later" is not a valid time: expected "2026-01-31 23:59". '
        'Write it as "2026-01-31 23:59". This row does not count.'
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('due = "2026-01-31 23:59"', 'due = "2027-01-31 23:59"'),
        ("free_days = 2", "free_days = 0"),
        ('attempt = "last"', 'attempt = "best"'),
    ],
)
def test_changed_terms_are_one_edit(root, old, new):
    """Nothing else says the same."""
    terms = root / "exercises" / "terms.toml"
    terms.write_text('due = "2026-01-31 23:59"\nfree_days = 2\nattempt = "last"\n')

    edit(terms, old, new)

    assert found(root) == []
