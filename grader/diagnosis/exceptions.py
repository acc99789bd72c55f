"""What the exceptions of torch and Python mean, in words for a student."""

import re
from collections.abc import Mapping, Sequence

#: What torch (or Python) says → what it means. The first hit wins.
_MEANINGS: Sequence[tuple[str, str]] = (
    (
        r"through the graph a second time|saved tensors after they have already been freed",
        "A second backward ran on a graph whose saved values the first one had freed. Keep the "
        "graph for as long as you need it, or ask for everything in one pass.",
    ),
    (
        r"grad can be implicitly created only for scalar",
        "backward can only start from one number by itself. Reduce to a scalar first, or pass "
        "the starting gradient.",
    ),
    (
        r"leaf Variable that requires grad",
        "A tensor that requires grad was changed in place. Make a new tensor instead; an update "
        "of parameters must not be recorded: do it inside torch.no_grad().",
    ),
    (
        r"[Mm]ismatch in shape: grad_output|grad_tensors|got \d+ tensors and \d+ gradients",
        "grad_tensors needs one entry per loss, each with the shape of that loss.",
    ),
    (
        r"does not require grad and does not have a grad_fn|does not require grad",
        "The tensor you differentiate has no history: something before it cut the graph "
        "(detach, .data, .item, numpy, no_grad), or nothing in it required grad.",
    ),
    (
        r"appears to not have been used in the graph|allow_unused",
        "One of the tensors you ask a gradient for does not take part in the result. Where there "
        "is no dependence, the gradient is zero.",
    ),
    (
        r"Found dtype|expected (m1|mat1)|same dtype|expected scalar type|result type Float can't",
        "Two dtypes meet that do not mix. Convert labels or inputs to the predictions' dtype.",
    ),
    (
        # One of the two has no axis at all: torch.Size([]).
        r"torch\.Size\(\[\]\).*different to the input size|to the input size \(torch\.Size\(\[\]\)",
        "One side has no axis left. (squeeze() without a dimension also takes that of a single "
        "sample: flatten, or name the axis to drop.)",
    ),
    (
        r"different to the input size|[Tt]arget size",
        "Predictions and labels have different shapes: drop the last axis of one or add it to "
        "the other.",
    ),
    (
        r"Module\.__init__\(\) call",
        "Call super().__init__() before you assign a layer or a parameter.",
    ),
    (
        r"empty parameter list",
        "The optimizer got no parameters: a plain list or a bare tensor hides them from "
        "parameters().",
    ),
    (r"appear in more than one parameter group", "Each parameter belongs to one group only."),
    (
        r"Boolean value of Tensor|truth value",
        "A Python if needs one truth value; compare whole tensors elementwise instead.",
    ),
    (
        r"0-d tensor|dimension specified as 0 but tensor has no dimensions",
        "A tensor without any axis turned up, where one with an axis is needed. (squeeze() also "
        "drops the batch axis of one sample: name the axis you want to drop.)",
    ),
    (
        r"elements of input should be between 0 and 1|between 0 and 1",
        "A value outside [0, 1] reached a loss that wants probabilities.",
    ),
    (
        r"Can't call numpy\(\) on Tensor that requires grad",
        "numpy() cuts the graph. Stay with torch operations.",
    ),
    (
        r"modified by an inplace operation",
        "A tensor that backward needs was changed in place. Make a new tensor instead.",
    ),
    (
        r"only one element tensors can be converted|cannot be converted to Scalar",
        "A tensor with several numbers was used where one number is needed (item, float, if).",
    ),
    (
        r"stack expects each tensor to be equal size",
        "Tensors of different shapes cannot be stacked. Treat them one by one.",
    ),
    (
        r"both arguments to (linear_)?matmul need to be at least 1D",
        "@ multiplies vectors and matrices, and a number without an axis is neither. Elementwise "
        "it is *.",
    ),
    (
        r"must match the size of tensor|shapes cannot be multiplied|size mismatch|are not aligned"
        r"|shape '.*' is invalid|1D tensors expected",
        "Two shapes do not fit each other. Print the shapes of what you combine.",
    ),
    (
        r"out of bounds for dimension|too many indices|invalid index of a 0-dim|index out of range",
        "An index reaches beyond an axis. Print the shape of what you index.",
    ),
    (
        r"non-empty (TensorList|list)|numel\(\) == 0|tensor with no elements|zero-size"
        r"|empty sequence",
        "A step needs at least one number and found none. An empty input must pass, too.",
    ),
    (
        r"index -?\d+ is out of bounds|index out of range|Dimension out of range",
        "An index points to a place or an axis that is not there. Print the shape.",
    ),
    (r"not enough values to unpack|too many values to unpack", "Check the shape you unpack."),
    (
        r"missing \d+ required positional|takes \d+ positional|unexpected keyword argument",
        "The signature differs from the one asked for. Compare it with the contract.",
    ),
    (
        r"missing the required",
        "The module has no forward method, or it is spelled or indented differently.",
    ),
    (
        r"'NoneType' object",
        "Something is None where a value is needed: a missing return, or the "
        ".grad of a tensor that no backward has reached.",
    ),
    (
        r"(with|on) (a bool tensor|two bool tensors) is not supported",
        "Arithmetic with a bool tensor: convert it to a number type first.",
    ),
    (
        r"ZeroDivisionError",
        "A number is divided by zero. Look at the divisor first, and raise ValueError where the "
        "contract says so.",
    ),
    (
        r"view size is not compatible",
        "view needs numbers that lie in memory one after the other, and a transposed tensor's do "
        "not. reshape takes any tensor.",
    ),
    (r"maximum recursion depth", "The function calls itself without an end."),
    (
        r"UnboundLocalError|referenced before assignment|not associated with a value",
        "A name is used that has no value yet: it gets one only inside a loop or an if, and that "
        "was not run this time.",
    ),
    (r"name '\w+' is not defined", "A name is used that was never defined or imported."),
    (r"object has no attribute", "An attribute is used that this object does not have."),
)


def explain_exception(raised: Mapping[str, str]) -> str:
    """Return what a described exception means, or "" where its text is not known."""
    text = f"{raised['type']}: {raised['text']}"
    return next((words for sign, words in _MEANINGS if re.search(sign, text)), "")
