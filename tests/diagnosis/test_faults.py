"""A fault in the words of a course costs words: verdicts, own messages and workers stay."""

import shutil
from dataclasses import replace

import pytest
from helpers.courses import TOY
from helpers.judged import task

from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.text import clean

HIDDEN = "hidden/test_shapes_hidden.py"
#: Wrong in both exercises; a known mistake and an example explain it where the course is whole.
WRONG = """
def double(x):
    return x + 2


def total(x):
    return float(x.sum()) + 1
"""
RAISING = """
def double(x):
    raise ValueError("I do not know")


def total(x):
    return float(x.sum()) + 1
"""
EXAMPLES = "EXAMPLES = {"
EXAMPLE = '(lambda student: student.call("shapes.double", torch.tensor([1.0, 2.0])),)'
#: A clock that has little patience, for functions that never return.
HASTE = """
import grader.judging.clock

grader.judging.clock.LIMIT_S, grader.judging.clock.HARD_LIMIT_S = 0.5, 3.0
"""


def stuck(body: str) -> str:
    """Return the text of a function that does *body* for ever."""
    return f"{HASTE}\n\ndef stuck(*args):\n    while True:\n        {body}\n"


#: What is written in place of what, with what in front of it, and what the teacher reads.
FAULTS = {
    "examples that are a function": (
        f"{EXAMPLES}",
        'EXAMPLES = lambda student: student.call("shapes.double")\nIGNORED = {',
        "",
        f"{HIDDEN}:8: EXAMPLES is a function, expected a dict of lists. "
        'Write "module.function" and a list for each function.',
    ),
    "an example without a list": (
        EXAMPLE,
        EXAMPLE.removeprefix("(").removesuffix(",)"),
        "",
        f"{HIDDEN}:9: EXAMPLES['shapes.double'] is a function, expected a list. "
        "Put it into a list.",
    ),
    "an example that is no function": (
        EXAMPLE,
        "[torch.tensor([1.0])]",
        "",
        f"{HIDDEN}:9: EXAMPLES['shapes.double'][0] is of type Tensor, expected a function of the "
        "student. Write example_call(…).",
    ),
    "an example that raises": (
        EXAMPLE,
        "[lambda student: 1 / 0]",
        "",
        f"{HIDDEN}:9: ZeroDivisionError: division by zero",
    ),
    "an example that ends the program": (
        EXAMPLE,
        "[lambda student: exit(3)]",
        "",
        f"{HIDDEN}:9: SystemExit: 3",
    ),
    "an example that fails in pytest's way": (
        EXAMPLE,
        '[lambda student: pytest.fail("no\\nway")]',
        "",
        f"{HIDDEN}:9: Failed: no way",
    ),
    "an example that returns no answer": (
        EXAMPLE,
        "[lambda student: 4]",
        "",
        f"{HIDDEN}:9: this example returned an object of type int, expected an answer. Return "
        "what student.call(…) returned.",
    ),
    "an example that never returns": (
        EXAMPLE,
        "[stuck]",
        stuck("pass"),
        "this did not return within 0.5 s. Make it end, or remove it.",
    ),
    "an example that the reference cannot answer": (
        EXAMPLE,
        '[lambda student: student.call("shapes.double", None)]',
        "",
        f"{HIDDEN}:9: the reference itself fails on this example: double raised TypeError",
    ),
}
#: These end the worker itself; it is tried again, and the last time without words.
DEADLY = {
    "an example that kills the process": (
        EXAMPLE,
        "[lambda student: os.kill(os.getpid(), 9)]",
        "import os",
    ),
    "an example that hears no signal": (
        EXAMPLE,
        "[lambda student: sum(itertools.repeat(0))]",
        f"import itertools\n{HASTE}",
    ),
}
#: A whole table costs the words of its module, an entry those of its exercise.
WHOLE = {name for name in FAULTS if name.startswith("examples that ")}


def course_with(tmp_path, old, new, before=""):
    """Return a copy of the toy course with a fault in its tables."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root, ignore=shutil.ignore_patterns("__pycache__"))
    text = (root / HIDDEN).read_text()
    assert old in text
    text = text.replace(old, new, 1)
    (root / HIDDEN).write_text(text.replace("\nEXAMPLES", f"{before}\nEXAMPLES", 1))
    return root


def judged(pool, **changes):
    """Return the verdicts on every submission, by its text."""
    texts = (WRONG, RAISING, WRONG)
    tasks = [replace(task(n, {"shapes.py": text}), **changes) for n, text in enumerate(texts)]
    return [each for _, each in sorted((found.number, found) for found in pool.judge(tasks))]


@pytest.fixture(scope="module")
def whole(toy_pool):
    """What the course without a fault says: with words, and without them."""
    return judged(toy_pool), judged(toy_pool, words=False)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_table_costs_words_alone(tmp_path, whole, fault):
    """Outcomes and own messages stay, the note says what is wrong, and the worker goes on."""
    old, new, before, line = FAULTS[fault]
    explained, plain = whole

    with Pool(WorkerConfig(course_with(tmp_path, old, new, before)), jobs=1) as pool:
        pool.prepare()
        (slot,) = pool._slots
        found = judged(pool)
        alive = slot.process.poll() is None and pool._slots == [slot]

    assert alive
    for one, with_words, without in zip(found, explained, plain, strict=True):
        assert len(one.verdicts) == 4
        for verdict, full, own in zip(
            one.verdicts, with_words.verdicts, without.verdicts, strict=True
        ):
            assert verdict.outcome == full.outcome
            if verdict.name.startswith("test_double") or fault in WHOLE:
                assert verdict.message == own.message
            else:
                assert verdict == full
    for one in found:
        (base,) = [v for v in one.verdicts if v.name == "test_double_doubles"]
        start, said = base.note.split("No cause is named here: ")
        assert line in said
        assert clean(base.note) == base.note
        assert start.strip() in (v.note.split("No cause")[0].strip() for v in plain[1].verdicts)
        assert [line in each for each in one.faults] == [True] * len(one.faults) != []


@pytest.mark.parametrize("fault", DEADLY)
def test_what_ends_the_worker_costs_words_alone(tmp_path, whole, fault):
    """The last of three workers looks for no words; the next submission is judged likewise."""
    root = course_with(tmp_path, *DEADLY[fault])

    with Pool(WorkerConfig(root), jobs=1) as pool:
        (found,) = pool.judge([task(0, {"shapes.py": WRONG})])

    assert found.verdicts == whole[1][0].verdicts
    assert found.faults == (
        "the grader failed twice while it judged this submission and looked for one.",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def double(x):\n", "hidden/mistakes/T1_double.py:1: the line belongs to no entry."),
        (
            "# %% adds two\ndef double(x):\n    return x + 2\n",
            'hidden/mistakes/T1_double.py:1: "adds two" has no words. Say the cause and one next '
            'step: "# message: …".',
        ),
    ],
)
def test_a_fault_in_known_mistakes_costs_the_words_of_their_exercise(tmp_path, whole, text, said):
    """They are read when the judge starts, and everything else is as it was."""
    root = course_with(tmp_path, EXAMPLES, EXAMPLES)
    (root / "hidden/mistakes/T1_double.py").write_text(text)

    with Pool(WorkerConfig(root), jobs=1) as pool:
        faults = pool.prepare().faults
        found = judged(pool)

    assert [fault.startswith(said) for fault in faults] == [True]
    for one, with_words in zip(found, whole[0], strict=True):
        assert one.verdicts[2:] == with_words.verdicts[2:]
        assert [v.outcome for v in one.verdicts] == [v.outcome for v in with_words.verdicts]
        assert said in one.verdicts[0].note


@pytest.mark.parametrize(
    "body",
    ["return 1 / 0", "raise SystemExit", "import os; os._exit(3)", "return iter(x)", "return y"],
)
def test_a_mistake_may_do_what_a_submission_does(tmp_path, whole, body):
    """It answers in the box: it explains no other answer, and those after it are still found."""
    root = course_with(tmp_path, EXAMPLES, EXAMPLES)
    path = root / "hidden/mistakes/T1_double.py"
    odd = f"# %% odd\n# message: Odd.\ndef double(x):\n    {body}\n"
    path.write_text(odd + path.read_text())

    with Pool(WorkerConfig(root), jobs=1) as pool:
        found = judged(pool)

    assert [each.verdicts for each in found] == [each.verdicts for each in whole[0]]
    assert [each.faults for each in found] == [()] * 3


def test_every_fault_of_a_table_is_known_before_anybody_is_judged(tmp_path):
    """The first message of a worker names them all; a key that nothing has is one."""
    root = course_with(tmp_path, EXAMPLES, 'EXAMPLES = {\n    "shapes.dobule": [],\n    7: [],')

    with Pool(WorkerConfig(root), jobs=1) as pool:
        faults = pool.prepare().faults

    assert faults == tuple(
        f"{HIDDEN}:{line}: EXAMPLES[{key}] names nothing that a solution defines. "
        'Write "module.function" as in the solutions.'
        for line, key in ((9, "'shapes.dobule'"), (10, "7"))
    )


def test_the_courses_have_no_faults(pool, toy_pool):
    """Neither the real one nor the toy."""
    assert pool.prepare().faults == toy_pool.prepare().faults == ()
