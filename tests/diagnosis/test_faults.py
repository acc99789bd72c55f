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
KNOWN = "KNOWN_MISTAKES = {"
EXAMPLES = "EXAMPLES = {"
BODY = "lambda x: x + 2"
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
        f"{HIDDEN}:13: EXAMPLES is a function, expected a dict of lists. "
        'Write "module.function" and a list for each function.',
    ),
    "an example without a list": (
        EXAMPLE,
        EXAMPLE.removeprefix("(").removesuffix(",)"),
        "",
        f"{HIDDEN}:14: EXAMPLES['shapes.double'] is a function, expected a list. "
        "Put it into a list.",
    ),
    "an example that is no function": (
        EXAMPLE,
        "[torch.tensor([1.0])]",
        "",
        f"{HIDDEN}:14: EXAMPLES['shapes.double'][0] is of type Tensor, expected a function of the "
        "student. Write example_call(…).",
    ),
    "known mistakes that are a list": (
        KNOWN,
        "KNOWN_MISTAKES = [KnownMistake('It adds.', lambda x: x + 2)]\nIGNORED = {",
        "",
        f"{HIDDEN}:8: KNOWN_MISTAKES is of type list, expected a dict of lists. "
        'Write "module.function" and a list for each function.',
    ),
    "known mistakes that cannot be read": (
        KNOWN,
        'KNOWN_MISTAKES = type("Odd", (dict,), {"items": lambda self: 1 / 0})()\nIGNORED = {',
        "",
        f"{HIDDEN}:8: KNOWN_MISTAKES cannot be read: ZeroDivisionError: division by zero",
    ),
    "a known mistake that is a pair": (
        f'KnownMistake("Your function adds 2; multiply by 2 instead.", {BODY})',
        f'("Your function adds 2.", {BODY})',
        "",
        f"{HIDDEN}:9: KNOWN_MISTAKES['shapes.double'][0] is of type tuple, expected a "
        "KnownMistake. Write KnownMistake(message, function).",
    ),
    "a known mistake without words": (
        '"Your function adds 2; multiply by 2 instead."',
        "None",
        "",
        f"{HIDDEN}:9: KNOWN_MISTAKES['shapes.double'][0] has a message that is None, expected a "
        "text. Say the cause and one next step.",
    ),
    "a known mistake with empty words": (
        '"Your function adds 2; multiply by 2 instead."',
        '""',
        "",
        "has a message that is empty, expected a text",
    ),
    "a known mistake without a function": (
        BODY,
        "7",
        "",
        f"{HIDDEN}:9: KNOWN_MISTAKES['shapes.double'][0] has a function that is of type int, "
        "expected a function. Write one.",
    ),
    "a known mistake that ends the program": (
        BODY,
        "lambda x: sys.exit(3)",
        "import sys",
        "the known mistake raised SystemExit, expected an answer or an exception that a student "
        "meets. Run it by itself and fix it.",
    ),
    "a known mistake with a slip": (
        BODY,
        "lambda x: y + 2",
        "",
        f"{HIDDEN}:10: the known mistake raised NameError, expected an answer or an exception",
    ),
    "a known mistake that never returns": (
        BODY,
        "stuck",
        stuck("pass"),
        "this did not return within 0.5 s. Make it end, or remove it.",
    ),
    "a known mistake that sleeps": (
        BODY,
        "stuck",
        stuck("__import__('time').sleep(600)"),
        "this did not return within 0.5 s. Make it end, or remove it.",
    ),
    "an example that raises": (
        EXAMPLE,
        "[lambda student: 1 / 0]",
        "",
        f"{HIDDEN}:14: ZeroDivisionError: division by zero",
    ),
    "an example that ends the program": (
        EXAMPLE,
        "[lambda student: exit(3)]",
        "",
        f"{HIDDEN}:14: SystemExit: 3",
    ),
    "an example that fails in pytest's way": (
        EXAMPLE,
        '[lambda student: pytest.fail("no\\nway")]',
        "",
        f"{HIDDEN}:14: Failed: no way",
    ),
    "an example that returns no answer": (
        EXAMPLE,
        "[lambda student: 4]",
        "",
        f"{HIDDEN}:14: this example returned an object of type int, expected an answer. Return "
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
        f"{HIDDEN}:14: the reference itself fails on this example: double raised TypeError",
    ),
}
#: These end the worker itself; it is tried again, and the last time without words.
DEADLY = {
    "a known mistake that ends the process": (BODY, "lambda x: os._exit(3)", "import os"),
    "an example that kills the process": (
        EXAMPLE,
        "[lambda student: os.kill(os.getpid(), 9)]",
        "import os",
    ),
    "a known mistake that hears no signal": (
        BODY,
        "lambda x: sum(itertools.repeat(0))",
        f"import itertools\n{HASTE}",
    ),
}
#: A whole table costs the words of its module, an entry those of its exercise.
WHOLE = {name for name in FAULTS if name.split(" that ")[0] in ("examples", "known mistakes")}


def course_with(tmp_path, old, new, before=""):
    """Return a copy of the toy course with a fault in its tables."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root, ignore=shutil.ignore_patterns("__pycache__"))
    text = (root / HIDDEN).read_text()
    assert old in text
    text = text.replace(old, new, 1)
    (root / HIDDEN).write_text(text.replace("\nKNOWN_MISTAKES", f"{before}\nKNOWN_MISTAKES", 1))
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
    "body", ["lambda x: (_ for _ in x)", "lambda x: 1 / 0", "lambda x: torch.ones(3) @ x"]
)
def test_a_mistake_may_return_or_raise_what_a_submission_does(tmp_path, whole, body):
    """It explains no other answer, and the mistakes after it are still found."""
    known = 'KnownMistake("Your function adds 2'
    root = course_with(tmp_path, known, f'KnownMistake("Odd.", {body}),\n        {known}')

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
        for line, key in ((14, "'shapes.dobule'"), (15, "7"))
    )


def test_the_courses_have_no_faults(pool, toy_pool):
    """Neither the real one nor the toy."""
    assert pool.prepare().faults == toy_pool.prepare().faults == ()
