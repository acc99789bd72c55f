"""What visible tests say of an answer: which facts are shown, and what is advised."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from _kit.checking import expect
from _kit.checking.values import pattern, show
from _kit.language import message, translator

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
            "expected float32 tensor of shape (3,) got None None comes from a function without "
            "return, or from a .grad that nothing has filled. Advice.",
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
    assert facts in said(expect.tensor, got, want, "Advice.", plain=True)


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
    found = pattern(got, want)

    assert translator("en")(found or "") == relation


@pytest.mark.parametrize(
    ("got", "facts"),
    [
        (torch.tensor(0.5), "expected 0.5, a Python float got float32 tensor of shape (), 0.5"),
        (torch.tensor(0.5), "Return a Python number: item() makes one."),
        (torch.ones(2), "One number is asked for, not one for each entry. Advice."),
        (1, "got 1, of type int The type is wrong. Compare it with Returns in the task."),
        (0.25, "expected 0.5 got 0.25 Your answer is 0.5 times the expected one."),
    ],
)
def test_a_wrong_number_is_told_apart_by_type_and_value(got, facts):
    """A float is asked for, not a tensor or an int."""
    assert facts in said(expect.number, got, 0.5, "Advice.")


def test_more_digits_show_where_six_are_the_same():
    """Two equal texts would say that nothing is wrong."""
    text = said(expect.number, 1000.0045, 1000.0, "Advice.")

    assert text == "expected 1000 got 1000.0045 Advice."


@pytest.mark.parametrize(
    ("check", "arguments", "facts"),
    [
        (expect.keys, ([], ["b", "a"]), "expected a dict with the keys a, b got [], of type"),
        (
            expect.keys,
            ({"a": 1, "c": 2}, ["b", "a"]),
            "expected the keys a, b got the keys a, c Compare the spelling.",
        ),
        (
            expect.equal,
            ((1,), [1], "Advice."),
            "expected [1], of type list got (1,), of type",
        ),
        (expect.equal, (3, 4, "Advice."), "expected 4 got 3 Advice."),
        (
            expect.that,
            (1, False, "more", "Advice."),
            "expected more got 1, of type int Advice.",
        ),
        (
            expect.instance,
            (1, list, "a list", "Advice."),
            "expected a list got 1, of type int The type is wrong. Compare it with Returns in the "
            "task. Advice.",
        ),
        (expect.length, ([1], 2, "Advice."), "expected length 2 got length 1 Advice."),
        (
            expect.length,
            ([1], 2, "Advice.", tuple),
            "expected a tuple of length 2 got [1], of type list The type is wrong.",
        ),
        (
            expect.graph,
            (torch.ones(1), "Advice."),
            "expected a tensor that carries a graph got a plain tensor Advice.",
        ),
        (
            expect.graph,
            (1.5, "Advice."),
            "expected a tensor that carries a graph got 1.5, of type float The type is wrong.",
        ),
        (
            expect.unchanged,
            (torch.ones(2), torch.zeros(2)),
            "expected unchanged: [0, 0] got [1, 1] The call has changed its argument, or a tensor "
            "that shares its memory. Clone before",
        ),
    ],
)
def test_other_promises_say_what_was_expected_and_got(check, arguments, facts):
    """Keys, plain values, conditions, and arguments that must stay as they are."""
    assert said(check, *arguments).startswith(facts)


def test_a_refusal_is_an_error_of_the_right_kind():
    """An answer is none, nor is any exception; a stub is not written yet."""

    def stub() -> None:
        raise NotImplementedError("f is still to be written")

    def refusing() -> None:
        raise ValueError("no samples")

    def broken() -> None:
        raise KeyError("x")

    expect.refusal(refusing, "")
    with pytest.raises(NotImplementedError):
        expect.refusal(stub, "")

    answered = said(expect.refusal, lambda: 1.5, "Advice.")
    assert answered == "expected a ValueError got an answer: 1.5, of type float Advice."
    assert said(expect.refusal, broken, "Advice.") == (
        "expected a ValueError got KeyError: 'x' Advice."
    )


def test_facts_and_advice_are_translated_with_their_gaps():
    """Whatever is filled in crosses over."""
    text = said(expect.tensor, torch.zeros(3, 1), torch.zeros(3), lang="zh")

    facts = "应为 形状 (3,) 得到 形状 (3, 1)"
    assert text == f"{facts} 每一行之后都打印形状：是哪一行改变了它？"


def test_a_value_is_shown_as_it_is():
    """What a student's code returns is never taken for a text of ours, nor its braces for gaps."""
    assert said(expect.equal, "got", "done", lang="zh") == "应为 done 得到 got"
    assert said(expect.equal, "{x}", "{y}", lang="zh") == "应为 {y} 得到 {x}"


def test_a_test_may_say_what_it_wants_with_values():
    """A template of the catalogue crosses over with them; a text without is looked up whole."""
    line = message("a line with {numbers}", numbers=[1, 2])

    assert said(expect.that, [0], False, line, lang="zh") == (
        "应为 点为 [1, 2] 的线 得到 [0]，类型是 list"
    )
    assert said(expect.that, 3, False, "finite numbers", "Which way do you go?", lang="zh") == (
        "应为 有限的数 得到 3，类型是 int 你往哪个方向走？"
    )


def test_a_value_is_one_short_line():
    """Long values are cut, and a type is named where the value does not show it."""
    english = translator("en")

    assert show(None) == "None"
    assert english(show(torch.arange(8))).endswith("[0, 1, 2, 3, 4, 5, ...]")
    assert english(show("a" * 99)) == f"'{'a' * 56}..., of type str"
