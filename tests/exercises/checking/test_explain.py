"""An exception in a student's code: whose line it is, what it says, whether there is code yet."""

import linecache
from types import ModuleType

import pytest
from _kit.checking.expect import Wrong
from _kit.checking.explain import Explanation, explain
from _kit.checking.outcomes import Verdict
from _kit.language import translator
from _kit.unit.manifest import FOLDER
from _pytest.outcomes import Failed

CELL = "/tmp/ipykernel_77/123.py"
MODULE = str(FOLDER / "logistic.py")
TEST = str(FOLDER / "test_logistic.py")


@pytest.fixture(autouse=True)
def forget_lines():
    """Leave no made-up source behind for whoever shows a traceback later."""
    yield
    linecache.clearcache()


def load(filename: str, source: str, **names: object) -> dict[str, object]:
    """Run *source* as if it stood in a file."""
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    exec(compile(source, filename, "exec"), names)
    return names


def explained(source: str, *, filename: str = MODULE, names: tuple[str, ...] = ()) -> Explanation:
    """Return what is said of a test that calls ``f()`` of a file."""
    test = load(TEST, "def test(f):\n    f()\n")["test"]
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - whatever the source raises
        test(load(filename, source)["f"])
    return explain(caught.value, names, translator("en"))


def test_an_exception_is_shown_with_its_line_its_call_and_its_cause():
    """The student's line first, then the line of the test, then torch's words and ours."""
    found = explained("def f():\n    return missing + 1\n")

    assert found.verdict == Verdict.ERROR
    assert found.text.splitlines() == [
        "  logistic.py:2 in f",
        "      return missing + 1",
        "  called by test_logistic.py:2",
        "      f()",
        "  NameError: name 'missing' is not defined",
        "  A name is used that was never defined or imported. Is it spelt right?",
    ]


def test_a_cell_of_a_notebook_is_named_by_its_line():
    """Jupyter's name of the file says nothing to a student."""
    found = explained("def f():\n    raise KeyError('w')\n", filename=CELL)

    assert found.text.startswith("  line 2 of your cell in f\n      raise KeyError('w')\n")


def test_an_exception_outside_of_the_students_code_names_the_test():
    """The answer was of a kind that the test could not use."""
    test = load(TEST, "def test(answer):\n    answer + 1\n")["test"]
    with pytest.raises(TypeError) as caught:
        test(None)

    assert explain(caught.value, (), translator("en")).text.startswith(
        "  in test_logistic.py:2\n      answer + 1\n  TypeError: unsupported"
    )


def test_a_syntax_error_is_at_its_own_line_and_called_by_nobody():
    """File and line are those of the error; the import of the test adds nothing."""
    with pytest.raises(SyntaxError) as caught:
        load(MODULE, "\ndef f(:\n")

    lines = explain(caught.value, (), translator("en")).text.splitlines()
    assert lines[0] == "  logistic.py:2"
    assert lines[2] == "  SyntaxError: invalid syntax"


@pytest.mark.parametrize(
    "source",
    [
        'def f():\n    raise NotImplementedError("f is still to be written")\n',
        "def f():\n    raise AttributeError(name='sigmoid', obj=module)\n",
    ],
    ids=["stub", "missing in the module"],
)
def test_code_that_is_not_written_yet_is_not_started(source):
    """Nothing is shown of it."""
    source = f"from types import ModuleType\nmodule = ModuleType('logistic')\n{source}"

    assert explained(source, names=("sigmoid",)) == Explanation(Verdict.NOT_STARTED)


def test_torch_may_raise_not_implemented_error_as_well():
    """What makes a stub is the line that raises, not the class of the exception."""
    inner = load("/torch/inner.py", "def g():\n    raise NotImplementedError('no kernel')\n")
    test = load(TEST, "def test(f):\n    f()\n")["test"]
    with pytest.raises(NotImplementedError) as caught:
        test(load(MODULE, "def f():\n    g()\n", g=inner["g"])["f"])

    assert explain(caught.value, (), translator("en")).verdict == Verdict.ERROR


def test_a_missing_name_of_another_object_is_an_error():
    """Only what the exercise asks for, in a module, is still to be written."""
    error = AttributeError("no w", name="w", obj=ModuleType("logistic"))

    assert explain(error, ("sigmoid",), translator("en")).verdict == Verdict.ERROR


def test_a_time_limit_shows_where_the_code_was():
    """The line that was running and one question."""
    source = "def f():\n    raise stop\n"
    stop = Failed("Timeout (>3.0s) from pytest-timeout.")
    with pytest.raises(Failed) as caught:
        load(MODULE, source, stop=stop)["f"]()

    found = explain(caught.value, (), translator("en"))
    assert found.verdict == Verdict.TIMEOUT
    assert found.text.splitlines() == [
        "  No answer within 3 s.",
        "  It was still running here:",
        "  logistic.py:2 in f",
        "      raise stop",
        "  Does the loop end?",
    ]


def test_an_assertion_of_the_test_is_a_wrong_answer():
    """Its text is shown as it is; two equal ones have one reason."""
    test = load(TEST, "def test():\n    assert False, 'not kept'\n")["test"]
    with pytest.raises(AssertionError) as caught:
        test()
    wrong = explain(Wrong("1", "2", "Advice."), (), translator("en"))

    assert explain(caught.value, (), translator("en")) == Explanation(
        Verdict.WRONG, "  not kept", "not kept"
    )
    assert wrong.verdict == Verdict.WRONG
    assert wrong.text.splitlines()[-1] == "  Advice."


def test_long_messages_are_cut():
    """torch may print a whole tensor."""
    text = explained("def f():\n    raise KeyError('x' * 9999)\n").text

    assert 600 < len(text) < 900
    assert "..." in text
