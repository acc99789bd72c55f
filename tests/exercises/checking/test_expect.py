"""What visible tests say of an answer: which facts are shown, and what is advised."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from _kit.checking import expect
from _kit.checking.values import pattern, show
from _kit.language import translator

CALL = "f(x)"
LONG = torch.arange(8.0) + 1


def said(check: Callable[..., None], *arguments: Any, lang: str = "en", **options: Any) -> str:
    """Return the text of a check that fails, its lines joined."""
    with pytest.raises(expect.Wrong) as caught:
        check(*arguments, **options)
    return " ".join(caught.value.text(translator(lang), 1000).split())


@pytest.mark.parametrize(
    ("got", "want", "facts"),
    [
        pytest.param(
            None,
            torch.zeros(3),
            "expected float32 tensor of shape (3,) got None The function returns None. Is a return "
            "missing at its end?",
            id="None",
        ),
        pytest.param(
            [0.0],
            torch.zeros(1),
            "got [0.0], of type list The type is wrong. Compare it with Returns in the task.",
            id="another type",
        ),
        pytest.param(
            torch.zeros(()),
            torch.zeros(3),
            "expected shape (3,) got shape () A dimension is missing: a sum, a mean or a squeeze "
            "removes one. Print the shape after every line.",
            id="no dimension left",
        ),
        pytest.param(
            torch.zeros(3, 3),
            torch.zeros(3),
            "The shapes (N, 1) and (N,) were broadcast to (N, N). Give both the same shape first.",
            id="broadcast",
        ),
        pytest.param(
            torch.zeros(3, 1),
            torch.zeros(3),
            "got shape (3, 1) Print the shape after every line: which one changes it?",
            id="another shape",
        ),
        pytest.param(
            torch.zeros(2, dtype=torch.float64),
            torch.zeros(2),
            "expected float32 got float64 Which line changes the dtype? Keep the dtype of the "
            "arguments, unless the task names one under Returns.",
            id="dtype of a float",
        ),
        pytest.param(
            torch.zeros(2),
            torch.zeros(2, dtype=torch.int64),
            "expected int64 got float32 Which line changes the dtype? The task names the dtype "
            "under Returns.",
            id="dtype of an int",
        ),
        pytest.param(
            LONG.index_fill(0, torch.tensor([5, 6]), 9.5),
            LONG,
            "expected [6, 7] (2 of 8 entries differ; the first are shown) got [9.5, 9.5] Advice.",
            id="some entries",
        ),
        pytest.param(
            torch.zeros(2, requires_grad=True),
            torch.zeros(2),
            "expected a plain tensor got a tensor with requires_grad=True The numbers are right, "
            "but the result still carries a graph. Detach it, or look for a create_graph=True "
            "that is not needed.",
            id="graph",
        ),
    ],
)
def test_a_wrong_tensor_is_told_apart_by_type_shape_dtype_values_and_graph(got, want, facts):
    """The first of these that differs is said, with what usually causes it."""
    assert facts in said(expect.tensor, got, want, CALL, "Advice.", plain=True)


@pytest.mark.parametrize(
    ("got", "want", "relation"),
    [
        ([1.0, 2.0, 4.0], [2.0, 4.0, 8.0], "Your answer is 0.5 times the expected one."),
        ([-1.0, -2.0], [1.0, 2.0], "Your answer has the opposite sign."),
        ([0.9, 0.2], [0.1, 0.8], "Your answer is 1 minus the expected one."),
        ([3.0, 2.0, 7.0], [7.0, 2.0, 3.0], "The order is reversed."),
        ([1.0, float("nan")], [1.0, 2.0], "There is nan or inf in the answer."),
        ([0.0], [1.0], ""),
        ([1.1], [1.0], ""),
        ([0.0, 0.0], [1.0, 1.0], ""),
    ],
)
def test_a_simple_relation_to_the_right_answer_is_named(got, want, relation):
    """Only if there is one: of a single number any ratio would do, of constants any sum."""
    assert pattern(torch.tensor(got), torch.tensor(want)) == relation


@pytest.mark.parametrize(
    ("got", "facts"),
    [
        (torch.tensor(0.5), "expected the float 0.5 got float32 tensor of shape (), 0.5 Return a"),
        (torch.tensor(0.5), "Return a Python number: item() makes one."),
        (1, "got 1, of type int The type is wrong. Compare it with Returns in the task."),
        (0.25, "expected 0.5 got 0.25 Your answer is 0.5 times the expected one."),
    ],
)
def test_a_wrong_number_is_told_apart_by_type_and_value(got, facts):
    """A float is asked for, not a tensor or an int."""
    assert facts in said(expect.number, got, 0.5, CALL, "Advice.")


def test_more_digits_show_where_six_are_the_same():
    """Two equal texts would say that nothing is wrong."""
    text = said(expect.number, 1000.0045, 1000.0, CALL, "Advice.")

    assert text == "called f(x) expected 1000 got 1000.0045 Advice."


@pytest.mark.parametrize(
    ("check", "arguments", "facts"),
    [
        (expect.keys, ([], ["b", "a"], CALL), "expected a dict with the keys a, b got [], of type"),
        (
            expect.keys,
            ({"a": 1, "c": 2}, ["b", "a"], CALL),
            "expected the keys a, b got the keys a, c Compare the spelling.",
        ),
        (
            expect.equal,
            ((1,), [1], CALL, "Advice."),
            "expected [1], of type list got (1,), of type",
        ),
        (expect.equal, (3, 4, CALL, "Advice."), "expected 4 got 3 Advice."),
        (expect.true, (False, CALL, "more", "less", "Advice."), "expected more got less Advice."),
        (
            expect.unchanged,
            (torch.ones(2), torch.zeros(2), CALL, "w"),
            "expected w unchanged: [0, 0] got w is now [1, 1] The call changed its argument. Look "
            "for operations that end in an underscore, for += and for assignments to an index.",
        ),
    ],
)
def test_other_promises_say_what_was_expected_and_got(check, arguments, facts):
    """Keys, plain values, conditions, and arguments that must stay as they are."""
    assert f"called f(x) {facts}" in said(check, *arguments)


def test_a_refusal_is_an_error_of_the_right_kind():
    """An answer is none, nor is any exception; a stub is not written yet."""

    def stub() -> None:
        raise NotImplementedError("f is still to be written")

    def refusing() -> None:
        raise ValueError("no samples")

    def broken() -> None:
        raise KeyError("x")

    expect.refusal(refusing, call=CALL, advice="")
    with pytest.raises(NotImplementedError):
        expect.refusal(stub, call=CALL, advice="")
    answered = said(expect.refusal, lambda: 1.5, call=CALL, advice="Advice.")
    raised = said(expect.refusal, broken, call=CALL, advice="Advice.")

    assert answered == "called f(x) expected a ValueError got an answer: 1.5, of type float Advice."
    assert raised == "called f(x) expected a ValueError got KeyError: 'x' Advice."


def test_a_missing_entry_of_an_answer_gets_the_advice_of_its_test():
    """That a function returns None is said of the whole answer only."""
    text = said(expect.tensor, None, torch.zeros(1), 'f(x)["w"]', "Advice.")

    assert text == 'called f(x)["w"] expected float32 tensor of shape (1,) got None Advice.'


def test_facts_and_advice_are_translated_with_their_gaps():
    """Whatever is filled in crosses over."""
    text = said(expect.tensor, torch.zeros(3, 1), torch.zeros(3), CALL, lang="zh")

    facts = "调用 f(x) 应为 形状 (3,) 得到 形状 (3, 1)"
    assert text == f"{facts} 每一行之后都打印形状：是哪一行改变了它？"


def test_a_value_is_one_short_line():
    """Long values are cut, and a type is named where the value does not show it."""
    assert show(None) == "None"
    assert show(torch.arange(8)).endswith("[0, 1, 2, 3, 4, 5, ...]")
    assert show("a" * 99) == f"'{'a' * 56}..., of type str"
