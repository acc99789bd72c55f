"""
The usual causes of torch's and Python's exceptions in this unit, in one or two sentences each.

The kit shows them to whoever runs the tests, the grader to whoever reads the feedback.
"""

import re
from typing import NamedTuple


class Cause(NamedTuple):
    """The usual cause of some exceptions."""

    pattern: str
    """Is searched in "kind: text | line"; only the kit knows the student's line."""
    words: str


# The first hit counts.
CAUSES = (
    Cause(
        r"through the graph a second time|after they have already been freed",
        "A second backward ran on a graph whose saved values the first one had freed. Keep the "
        "graph for as long as you need it, or ask for everything in one pass.",
    ),
    Cause(
        r"implicitly created only for scalar",
        "backward can only start from one number by itself. Reduce to a scalar first, or pass "
        "the starting gradient.",
    ),
    Cause(
        r"leaf Variable that requires grad",
        "A tensor that requires grad was changed in place. Make a new tensor instead; an update "
        "of parameters must not be recorded: do it inside torch.no_grad().",
    ),
    Cause(
        r"modified by an inplace operation",
        "A tensor that backward needs was changed in place. Make a new tensor instead.",
    ),
    Cause(
        r"[Mm]ismatch in shape: grad_output",
        "Each starting gradient needs the shape of the tensor it belongs to. Print both shapes.",
    ),
    Cause(
        r"gradients can be either Tensors or None",
        "Each weight must become a tensor of the shape of its loss before backward can start "
        "from it.",
    ),
    Cause(
        r"grad_tensors|got \d+ tensors and \d+ gradients",
        "grad_tensors needs one entry per loss, each with the shape of that loss.",
    ),
    Cause(
        r"does not require grad",
        "The tensor you differentiate has no history. Either it is a constant, which does not "
        "depend on any leaf, or something before it cut the graph (detach, .data, item, numpy, "
        "no_grad, torch.tensor(...)), or a requires_grad or create_graph is missing.",
    ),
    Cause(
        r"not have been used in the graph|allow_unused",
        "One of the tensors you ask a gradient for does not take part in the result. Was it "
        "copied or computed again in between? Where there is no dependence, the gradient is zero.",
    ),
    Cause(
        r"Found dtype Long but expected",
        "Labels arrive as integers or bools here. Bring them to the dtype of the predictions.",
    ),
    Cause(
        r"Found dtype",
        "Two tensors have different dtypes. Convert labels or inputs to the dtype of the "
        "predictions.",
    ),
    Cause(
        r"(m1|mat1) and (m2|mat2) .*same dtype",
        "Two tensors have different dtypes. Bring one to the dtype of the other; a layer converts "
        "only what it has registered.",
    ),
    Cause(
        r"same dtype|expected scalar type|result type \w+ can't",
        "Two tensors have different dtypes. Bring one to the dtype of the other.",
    ),
    Cause(
        # One of the two has no axis at all: torch.Size([]).
        r"torch\.Size\(\[\]\).*(the|same as) input size|input size \(torch\.Size\(\[\]\)",
        "One side has no axis left. (squeeze() without a dimension also takes that of a single "
        "sample: flatten, or name the axis to drop.)",
    ),
    Cause(
        r"different to the input size|[Tt]arget size",
        "Predictions and labels have different shapes, often (N, 1) and (N,). Print both and find "
        "the line that makes the wrong one. (A weight of one dimension gives flat predictions.)",
    ),
    Cause(
        r"Module\.__init__\(\) call",
        "Call super().__init__() before you assign a layer or a parameter.",
    ),
    Cause(
        r"empty parameter list",
        "The optimizer found no parameters. Are they registered (nn.Parameter or a layer as an "
        "attribute, not in a plain list)? Was a generator, such as parameters(), used up before?",
    ),
    Cause(
        r"more than one parameter group",
        "A parameter stands in two groups. Each belongs to exactly one.",
    ),
    Cause(r"no attribute 'lr'", "An optimizer keeps its rates in its parameter groups."),
    Cause(
        r"is ambiguous.*\| .*backward\(",
        "torch could not compare a starting gradient with its loss. Print the shapes of both.",
    ),
    Cause(
        r"is ambiguous",
        "A Python if needs one truth value, and this tensor has many. Compare whole tensors "
        "elementwise, or reduce with all() or any().",
    ),
    Cause(
        r"0-d tensor|dimension specified as 0 but tensor has no dimensions",
        "A tensor without any axis turned up, where one with an axis is needed. (squeeze() also "
        "drops the batch axis of one sample: name the axis you want to drop.)",
    ),
    Cause(
        r"between 0 and 1",
        "A value outside [0, 1] reached a loss that wants probabilities. Is a sigmoid missing, or "
        "did a nan get in?",
    ),
    Cause(
        r"Can't call numpy\(\)",
        "numpy knows no graphs. In a formula stay with torch; for a plot detach first.",
    ),
    Cause(
        r"only one element tensors|cannot be converted to Scalar",
        "A tensor with several numbers was used where one number is needed (item, float, a "
        "function of math). Reduce it first, or use the torch function of the same name.",
    ),
    Cause(
        r"stack expects each tensor to be equal size",
        "Tensors of different shapes cannot be stacked. Treat them one by one.",
    ),
    Cause(
        r"both arguments to (linear_)?matmul need to be at least 1D",
        "@ multiplies vectors and matrices, and a number without an axis is neither. Elementwise "
        "it is *.",
    ),
    Cause(
        r"shapes cannot be multiplied",
        "The inner sizes of a matrix product must agree. Print both shapes.",
    ),
    Cause(
        r"Sigmoid\.__init__\(\) takes 1 positional",
        "torch.nn.Sigmoid is a class. Make the module first and call that: nn.Sigmoid()(z). "
        "torch.sigmoid(z) does both.",
    ),
    Cause(
        # The student's own line is known, so it is their call that does not fit.
        r"(missing \d+ required positional|takes \d+ positional|unexpected keyword arg).*\| \S",
        "The call in this line does not fit the signature of what it calls.",
    ),
    Cause(
        r"missing \d+ required positional|takes \d+ positional|unexpected keyword argument",
        "The signature differs from the one asked for. Compare it with the contract.",
    ),
    Cause(
        r"missing the required",
        "The module has no forward method, or it is spelled or indented differently.",
    ),
    Cause(
        r"'NoneType'|not NoneType",
        "Something is None where a value is needed: a function without return gives None, and "
        ".grad is None before backward and on computed tensors.",
    ),
    Cause(
        r"only Tensors of floating point",
        "Only float tensors can require gradients. Convert integers first, or leave what is not "
        "differentiated as it is.",
    ),
    Cause(
        r"zero-dimensional tensor .* cannot be concatenated",
        "cat joins tensors along an axis, and a number has none. stack makes one.",
    ),
    Cause(
        r"OverflowError",
        "exp of a large positive number does not fit into a float. Rewrite the formula for that "
        "sign.",
    ),
    Cause(
        r"context manager protocol",
        "with needs an object that was made for it, and this one is not. Call its methods.",
    ),
    Cause(
        r"maximum recursion depth",
        "The function calls itself too often: without an end, or once more for every step. A loop "
        "has no such limit.",
    ),
    Cause(r"No module named", "That module is not there. Is its name spelt right?"),
    Cause(
        r"\b(Syntax|Indentation|Tab)Error: ",
        "Python cannot read this file, so none of its functions could be tried.",
    ),
    Cause(
        r"UnboundLocalError|referenced before assignment|not associated with a value",
        "A name is used that has no value yet: it gets one only inside a loop or an if, and that "
        "was not run this time.",
    ),
    Cause(
        r"\bNameError: |name '\w+' is not defined",
        "A name is used that was never defined or imported. Is it spelt right?",
    ),
    Cause(r"\bSystemExit: ", "Your code ends the program. Return instead."),
)

# The same, where the student's own code raised it. From a test it says that the answer is odd.
CAUSES_IN_OWN_CODE = (
    Cause(
        r"must match the (existing )?size|size mismatch|not aligned|shape '.*' is invalid"
        r"|1D tensors expected|inconsistent tensor size|could not be broadcast|core dimension",
        "Two shapes do not fit each other. Print the shapes of what you combine.",
    ),
    Cause(
        r"(list|tuple) index out of range",
        "A list has fewer entries than the index asks for. Count them.",
    ),
    Cause(
        r"not enough values to unpack",
        "There are fewer values than names. What is empty has none, and a tensor of shape (1, 2) "
        "is one row, not two numbers.",
    ),
    Cause(
        r"too many values to unpack",
        "There are more values than names. Count them.",
    ),
    Cause(
        r"object is not iterable|cannot unpack non-iterable",
        "A loop, or names on the left of =, need several values, and this is one.",
    ),
    Cause(
        r"index -?\d+ is out of bounds|too many indices|invalid index of a 0-dim"
        r"|index out of range|Dimension out of range",
        "An index points to a place or an axis that is not there. Print the shape.",
    ),
    Cause(
        r"non-empty (TensorList|list)|numel\(\) == 0|tensor with no elements|zero-size"
        r"|empty sequence",
        "A step needs at least one number and found none. An empty input must pass, too.",
    ),
    Cause(
        r"(with|on) (a bool tensor|two bool tensors) is not supported",
        "Arithmetic with a bool tensor: convert it to a number type first.",
    ),
    Cause(
        r"ZeroDivisionError",
        "A number is divided by zero. Look at the divisor first, and raise ValueError where the "
        "contract says so.",
    ),
    Cause(
        r"view size is not compatible",
        "view needs numbers that lie in memory one after the other, and a transposed tensor's do "
        "not. reshape takes any tensor.",
    ),
    Cause(
        r"module '[\w.]+' has no attribute",
        "This module has no such name. Is it spelt right, or does it stand in another module?",
    ),
    Cause(r"object has no attribute", "An attribute is used that this object does not have."),
)


# The same, where a test raised it.
CAUSES_IN_TESTS = (
    Cause(r"", "The test could not use what your function returned. Compare with the task."),
)


def likely_cause(kind: str, text: str, line: str | None) -> str:
    """
    Return what an exception probably means here, or nothing.

    Args:
        kind: The name of its class.
        text: What it says.
        line: The student's line it came from, "" if that is not known; None if it came from
            elsewhere.
    """
    searched = f"{kind}: {text} | {line or ''}"
    more = CAUSES_IN_TESTS if line is None else CAUSES_IN_OWN_CODE
    found = (
        cause.words for cause in CAUSES + more if re.search(cause.pattern, searched, re.DOTALL)
    )
    return next(found, "")
