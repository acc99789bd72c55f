"""Verdicts: every check has exactly one outcome, and the student reads why."""

import pytest
from helpers.judged import earned, task

RIGHT = """
import torch

def double(x):
    return x * 2

def total(x):
    return x.sum().item()
"""


def outcomes(checks):
    """Return the outcomes in order."""
    return [check.outcome for check in checks]


def messages(checks):
    """Return all that the student reads."""
    return " ".join(check.message.text for check in checks)


def submission(**functions):
    """Return the right module with some functions written anew."""
    return {"shapes.py": RIGHT + "\n".join(functions.values())}


def test_a_right_submission_passes_every_check(toy_pool):
    """All four checks of the toy course, and with them all its points."""
    (judged,) = toy_pool.judge([task(0, submission())])

    assert outcomes(judged.verdicts) == ["PASSED"] * 4
    assert earned(judged, toy_pool.checks) == 10


def test_nothing_handed_in_is_unanswered_throughout(judge):
    """No file is no mistake: it is named, and earns nothing."""
    checks = judge({})

    assert outcomes(checks) == ["UNANSWERED"] * 4
    assert "shapes.py was not found" in messages(checks)


def test_a_stub_is_unanswered(judge):
    """NotImplementedError from the stub says that nobody has begun."""
    checks = judge(submission(f="def double(x):\n    raise NotImplementedError('later')\n"))

    assert outcomes(checks) == ["UNANSWERED"] * 2 + ["PASSED"] * 2
    assert "still to be written" in messages(checks)


def test_a_missing_function_costs_only_its_exercise(judge):
    """The other exercise of the module keeps its points."""
    checks = judge({"shapes.py": "def total(x):\n    return float(x.sum())\n"})

    assert outcomes(checks) == ["UNANSWERED"] * 2 + ["PASSED"] * 2
    assert "double was not found in shapes.py" in messages(checks)


LIVING_ON = "seen = []\n\ndef double(x):\n    seen.append(x)\n    return x * (1 + len(seen))\n"


def test_what_is_right_alone_is_told_so(judge):
    """An answer that only the calls before it have spoiled is asked for once more, by itself."""
    checks = judge(submission(f=LIVING_ON))

    assert [check.outcome for check in checks[:2]] == ["PASSED", "WRONG"]
    assert (
        "Asked alone, the same call is right: something persists from the calls before it"
        in checks[1].message.text
    )


def test_a_wrong_answer_is_told_by_kind_and_pattern_never_by_number(judge):
    """Three times in place of twice: that one factor fits all is told, a hidden number is not."""
    checks = judge(submission(f="def double(x):\n    return x * 3\n"))

    assert outcomes(checks)[0] == "WRONG"
    assert "float32 tensor of shape" in checks[0].message.text
    assert "All are off by the same factor." in checks[0].message.text


def test_a_gated_check_waits_for_its_base(judge):
    """It gets the outcome of the base and says what it waits for."""
    checks = judge(submission(f="def double(x):\n    return x\n"))

    assert outcomes(checks)[:2] == ["WRONG", "WRONG"]
    assert "Not looked at" in checks[1].message.text
    assert [check.skipped for check in checks[:2]] == [False, True]


@pytest.mark.parametrize(
    ("body", "outcome", "words"),
    [
        ("return None", "WRONG", "returned None, expected a float32 tensor"),
        ("return [1, 2]", "WRONG", "returned a list of 2, expected"),
        ("return x.double() * 2", "WRONG", "dtype float64, expected float32"),
        ("return (x * 2).flatten()", "WRONG", "expected shape"),
        ("return x / 0 * 0", "WRONG", "nan"),
        ("return (x * 2).to_sparse()", "WRONG", "sparse"),
        ("return torch.empty(2, 3, device='meta')", "WRONG", "meta"),
        ("return torch.zeros(1).expand(10**9)", "WRONG", "too large"),
        ("return float('inf')", "WRONG", "returned a float, expected"),
        ("return 10**400", "WRONG", "returned an int, expected"),
        ("return x.numpy() * 2", "WRONG", "an array of shape"),
        ("y = []\n    y.append(y)\n    return y", "WRONG", "nested too deeply"),
        ("return 'x' * 10**7", "WRONG", "too large"),
        ("raise KeyError(x)", "RAISED", "(shapes.py, line"),
        ("return double(x)", "RAISED", "calls itself too often"),
        ("return undefined_name", "RAISED", "never defined"),
        ("return x @ x", "RAISED", "The inner sizes of a matrix product"),
        ("import sys\n    sys.exit(0)", "RAISED", "ended the program"),
        ("raise KeyboardInterrupt", "RAISED", "raised KeyboardInterrupt"),
        ("import os\n    os._exit(0)", "KILLED", "exit code 0"),
        ("import os\n    os.write(4, b'forged' * 99)", "KILLED", "grader's connection"),
        ("return torch.zeros(1 << 40)", "OUT_OF_MEMORY", "more memory"),
        ("raise MemoryError", "OUT_OF_MEMORY", "more memory"),
    ],
)
def test_every_way_to_fail_has_its_outcome_and_its_words(judge, body, outcome, words):
    """One exercise fails; the next one of the same module is judged as if nothing were."""
    checks = judge(submission(f=f"def double(x):\n    {body}\n"))

    assert outcomes(checks) == [outcome] * 2 + ["PASSED"] * 2
    assert words in messages(checks)


def test_a_loop_is_ended_and_a_fresh_child_goes_on(judge):
    """Two seconds are this exercise's limit."""
    checks = judge(submission(f="def double(x):\n    while True: pass\n"))

    assert outcomes(checks) == ["TIMED_OUT"] * 2 + ["PASSED"] * 2
    assert "no answer within 2 s" in messages(checks)


@pytest.mark.parametrize(
    ("text", "outcome", "words"),
    [
        ("def double(x)\n    return x\n", "RAISED", "shapes.py, line 1: SyntaxError"),
        ("import nothing_like_this\n", "RAISED", "No module named 'nothing_like_this'"),
        ("1 / 0\n", "RAISED", "line 1: ZeroDivisionError"),
        ("import sys\nsys.exit()\n", "RAISED", "ends the program when it is imported"),
        ("import os\nos._exit(3)\n", "KILLED", "exit code 3"),
        ("x = [0] * (1 << 40)\n", "OUT_OF_MEMORY", "MemoryError"),
        (b"\x00\x00", "RAISED", "null bytes"),
        (b"caf\xe9 = 1\n", "RAISED", "SyntaxError"),
    ],
)
def test_a_module_that_cannot_be_imported_says_where_and_why(judge, text, outcome, words):
    """No hidden input exists while a module is imported, so its own words may be shown."""
    checks = judge({"shapes.py": text})

    assert outcomes(checks) == [outcome] * 4
    assert words in messages(checks)


@pytest.mark.parametrize(
    "reply",
    [
        {"raised": 5, "value": None},
        {"raised": {"type": 1}},
        {"missing": ["x"]},
        {"import_failed": {}},
        [],
        {"value": 1, 5: 6},
    ],
)
def test_a_forged_reply_is_the_submissions_fault(judge, reply):
    """Whatever form a reply has, it can never look like a failure of the kit."""
    forge = (
        "def double(x):\n"
        "    import sys\n"
        "    answers = sys.modules['inside.answers']\n"
        f"    answers.drive = lambda *args: {reply!r}\n"
        "    return x\n"
    )
    checks = judge(submission(f=forge))

    assert not {"NOT_JUDGED", "PASSED"} & set(outcomes(checks)[:2])


def test_a_known_mistake_gets_its_message(judge):
    """The student reads the message of the known mistake that answers as the submission did."""
    checks = judge(submission(f="def double(x):\n    return x + 2\n"))

    assert "adds" in checks[0].message.text


def test_a_visible_example_explains_what_nothing_else_does(judge):
    """Its numbers are no secret: they stand in the visible tests."""
    checks = judge(submission(f="def total(x):\n    return float(x.sum() * 1.37 + 0.2)\n"))

    assert "For example, total(" in messages(checks)


def test_raw_text_from_a_hidden_check_goes_to_the_teacher_only(judge):
    """An exception can carry a hidden input in its text."""
    checks = judge(submission(f="def double(x):\n    raise ValueError(f'spy {x.tolist()}')\n"))

    assert "spy" not in checks[0].message.text.split("For example")[0]
    assert "spy" in checks[0].note


def test_names_and_sizes_of_its_own_choice_carry_nothing_out(judge):
    """A class, an exception, a key or a size can be made of a hidden input; none is repeated."""
    spies = [
        "return type(f'spy{int(x.sum())}', (), {})()",
        "raise type(f'spy{int(x.sum())}', (Exception,), {})",
        "return {f'spy{int(x.sum())}': x}",
        "return torch.zeros(0, 77_000_000 + int(x.sum()))",
    ]
    for spy in spies:
        message = judge(submission(f=f"def double(x):\n    {spy}\n"))[0].message.text
        hidden = message.split("For example")[0]

        assert "spy" not in hidden
        assert "77" not in hidden


def test_control_characters_never_leave_the_box(judge):
    """A message is one clean line, whatever its author put in."""
    checks = judge({"shapes.py": "raise ValueError('\\x1b[2J\\u202e\\nsecond line')\n"})

    assert checks[0].message.text.isprintable()


def test_relative_package_and_bare_imports_reach_one_module(judge):
    """All three spellings that students use work, and give the same module."""
    helper = "calls = []\ndef twice(x):\n    calls.append(1)\n    return x + x\n"
    text = (
        "from .helper import twice\n"
        "from exercises.helper import calls\n"
        "import helper\n"
        "def double(x):\n"
        "    assert calls is helper.calls\n"
        "    return twice(x)\n"
        "def total(x):\n"
        "    return x.sum().item()\n"
    )

    assert outcomes(judge({"shapes.py": text, "helper.py": helper})) == ["PASSED"] * 4


def test_the_same_submission_gets_the_same_verdicts_again(judge):
    """Also after others have been through the same judge."""
    files = submission(f="import torch\ndef double(x):\n    return x * 2 + torch.rand(1) * 0\n")
    first = judge(files)
    judge({"shapes.py": "import os\nos._exit(1)\n"})

    assert judge(files) == first
