"""What a student reads about a check: its parts, in one order, in two languages."""

import msgspec
import pytest

from grader.messages.catalogues import load_language
from grader.messages.explanation import ExampleCall, Explanation, Raised, first_sentence
from grader.messages.message import Code, Message, Name, Phrase, message, stranger

CALL, SHOWN = Code("f(1)"), stranger("3")
SMALL = Phrase(message("{name} on a small example", name=Name("f")))
VALUE_ERROR = Raised(stranger("ValueError"))
AT = Raised(stranger("E: no."), stranger("loss.py"), 12)


@pytest.mark.parametrize(
    ("example", "english", "chinese"),
    [
        (
            ExampleCall(call=CALL, expected=Code("2"), got=SHOWN),
            "For example, f(1) should give 2; it gives 3.",
            "例如，f(1) 应得到 2，你的结果是 3。",
        ),
        (
            ExampleCall(call=CALL, got=AT),
            "For example, f(1) raises E: no. (loss.py, line 12).",
            "例如，f(1) 会抛出 E: no.（loss.py 第 12 行）。",
        ),
        (
            ExampleCall(call=SMALL, got=VALUE_ERROR),
            "For example, f on a small example raises ValueError.",
            "例如，在一个小例子上调用 f 会抛出 ValueError。",
        ),
        (
            ExampleCall(call=CALL, expected=VALUE_ERROR, got=SHOWN),
            "For example, f(1) should raise ValueError; it gives 3.",
            "例如，f(1) 应抛出 ValueError，你的结果是 3。",
        ),
        (
            ExampleCall(call=CALL, shows=Name("z.grad"), expected=Code("2"), got=SHOWN),
            "For example, after f(1), z.grad should be 2; it is 3.",
            "例如，执行 f(1) 之后，z.grad 应为 2，你的是 3。",
        ),
        (ExampleCall(call=CALL), "For example, try f(1).", "例如，试试 f(1)。"),
    ],
)
def test_an_example_is_one_sentence_in_every_language(example, english, chinese):
    """It comes back from a file as it was, and what a submission gave is never taken apart."""
    assert example.message.text == english
    assert load_language("zh").message(example.message) == chinese
    assert msgspec.convert(msgspec.to_builtins(example), ExampleCall) == example


def test_words_of_a_submission_are_not_taken_for_ours():
    """An answer that reads like one of our sentences stays what it is."""
    got = stranger("2; it gives 3. For example, try g().")
    told = Explanation(Message(), (), ExampleCall(call=CALL, expected=Code("2"), got=got))

    (part,) = told.parts
    assert part.values["got"] == got
    assert (
        load_language("zh").messages(told.parts) == f"例如，f(1) 应得到 2，你的结果是 {got.text}。"
    )


def test_the_parts_are_read_in_one_order():
    """What came, why, an example; what is not known is left out."""
    why = (Message.whole("Sum it."), Message.whole("It is wrong everywhere."))
    told = Explanation(Message.whole("f is 3."), why, ExampleCall(call=CALL))

    assert str(told) == "f is 3. Sum it. It is wrong everywhere. For example, try f(1)."
    assert (told.reasons, told.key) == (why, "Sum it.")
    assert Explanation.whole("f is 3.").key == "f is …."
    assert not Explanation()
    with pytest.raises(ValueError, match="a reason without words"):
        Explanation(why=(Message(),))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Sum it. Then divide.", "Sum it."),
        ("见下。然后除以 n。", "见下。"),
        ("f is 1.5 of x", "f is 1.5 of x"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_the_next_begins(text, first):
    """In English behind a space, in Chinese behind its full stop."""
    assert first_sentence(text) == first
