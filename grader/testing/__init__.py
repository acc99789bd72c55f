"""The interface for authors of hidden checks: the student, comparisons, known mistakes, figures."""

from grader.box.inside.drivers import build_graph
from grader.box.inside.values import SentNumber, SentObject, SentTensor
from grader.results.outcomes import Outcome

from .cases import (
    ANY_SHAPE,
    FLAT,
    FLAT_OR_COLUMN,
    FLOATS,
    LEFT_OUT,
    SAMPLES,
    Contents,
    D,
    Draw,
    N,
    Objects,
    Tensors,
    Values,
    Written,
    module,
    normal,
    spoiled,
    take,
    uniform,
    whole,
)
from .compare import (
    assert_matches,
    assert_number,
    assert_plain,
    assert_refused,
    assert_separate,
    assert_unchanged,
    elements_match,
    gradient,
    number_of,
    numbers_match,
    unchanged,
)
from .contracts import Contract
from .equality import same_value
from .failures import Answer, CheckFailed, wrong
from .figure_specs import Boundary, Curve, FigureSpec, NumberTable, numbers
from .mistakes import Example, Examples, KnownMistake, KnownMistakes, example_call
from .objects.remote import as_answer
from .patterns import describe_difference, describe_step
from .replies import is_refusal, raised_failure
from .student import Student, describe

__all__ = [
    "ANY_SHAPE",
    "FLAT",
    "FLAT_OR_COLUMN",
    "FLOATS",
    "LEFT_OUT",
    "SAMPLES",
    "Answer",
    "Boundary",
    "CheckFailed",
    "Contents",
    "Contract",
    "Curve",
    "D",
    "Draw",
    "Example",
    "Examples",
    "FigureSpec",
    "KnownMistake",
    "KnownMistakes",
    "N",
    "NumberTable",
    "Objects",
    "Outcome",
    "SentNumber",
    "SentObject",
    "SentTensor",
    "Student",
    "Tensors",
    "Values",
    "Written",
    "as_answer",
    "assert_matches",
    "assert_number",
    "assert_plain",
    "assert_refused",
    "assert_separate",
    "assert_unchanged",
    "build_graph",
    "describe",
    "describe_difference",
    "describe_step",
    "elements_match",
    "example_call",
    "gradient",
    "is_refusal",
    "module",
    "normal",
    "number_of",
    "numbers",
    "numbers_match",
    "raised_failure",
    "same_value",
    "spoiled",
    "take",
    "unchanged",
    "uniform",
    "whole",
    "wrong",
]
