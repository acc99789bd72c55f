"""What the exceptions of this unit usually mean, one sentence each."""

import re

# What torch says, and what it usually means in this unit. The first hit counts. The
# patterns are searched in the message, followed by a bar and the student's line.
CAUSES = (
    (
        "a second time",
        "backward frees the values a graph has saved. Go backward once from everything you need, "
        "or keep the graph until the last pass.",
    ),
    (
        "implicitly created only for scalar",
        "Going backward starts from one number. Reduce the tensor to a scalar, or pass the "
        "starting gradient yourself.",
    ),
    (
        "leaf Variable that requires grad",
        "A leaf was changed in place while autograd was recording. An update must not be recorded.",
    ),
    (
        "modified by an inplace operation",
        "A tensor that backward still needs was overwritten. Make a new one in its place.",
    ),
    (
        "Mismatch in shape: grad_output",
        "Each starting gradient needs the shape of the tensor it belongs to. Print both shapes.",
    ),
    (
        "gradients can be either Tensors or None",
        "Each weight must become a tensor of the shape of its loss before backward can start "
        "from it.",
    ),
    (
        "grad_tensors",
        "grad_tensors takes one entry per loss, each a tensor of the shape of its loss.",
    ),
    (
        "Found dtype Long but expected Float",
        "Labels arrive as integers or bools here. Bring them to the dtype of the predictions.",
    ),
    (
        "Found dtype",
        "Two tensors have different dtypes. Bring one to the dtype of the other.",
    ),
    (
        "must have the same dtype",
        "Two tensors have different dtypes. Bring one to the dtype of the other; a layer converts "
        "only what it has registered.",
    ),
    (
        "shapes cannot be multiplied",
        "The inner sizes of a matrix product must agree. Print both shapes.",
    ),
    (
        "different to the input size",
        "Predictions and labels have different shapes, mostly (N, 1) and (N,). Bring both to one.",
    ),
    (
        r"Module.__init__\(\) call",
        "A layer was assigned before the module was set up. What must __init__ call first?",
    ),
    (
        "empty parameter list",
        "The optimizer found no parameters. Are they registered (nn.Parameter or a layer as an "
        "attribute, not in a plain list)?",
    ),
    (
        "more than one parameter group",
        "A parameter stands in two groups. Each belongs to exactly one.",
    ),
    (
        "no attribute 'lr'",
        "An optimizer keeps its rates in its parameter groups.",
    ),
    (
        "does not have a grad_fn",
        "What you differentiate has no history. Something before it cut the graph: detach, item, "
        "numpy, torch.tensor(...), no_grad, a missing requires_grad or create_graph.",
    ),
    (
        "not have been used in the graph",
        "The result does not depend on that tensor. Was it copied or computed again in between?",
    ),
    (
        r"is ambiguous.*\| .*backward\(",
        "torch could not compare a starting gradient with its loss. Print the shapes of both.",
    ),
    (
        "is ambiguous",
        "A Python if needs one truth value, and a tensor of many has many. Use a comparison as a "
        "tensor, or all() or any().",
    ),
    (
        "0-d tensor",
        "A tensor of shape () has no axis to walk along. A squeeze, sum or mean took the last one.",
    ),
    (
        "between 0 and 1",
        "The loss wants probabilities. Is a sigmoid missing, or did a nan get in?",
    ),
    (
        r"Can't call numpy\(\)",
        "numpy knows no graphs. In a formula stay with torch; for a plot detach first.",
    ),
    (
        "cannot be converted to Scalar",
        "item() and float() work on one element only. Reduce first, or keep the tensor.",
    ),
    (
        "only one element tensors",
        "The math module works on single numbers. Use the function of the same name in torch.",
    ),
    (
        "not enough values to unpack",
        "There are fewer values than names. A weight of shape (1, 2) is one row, not two numbers.",
    ),
    (
        'missing the required "forward"',
        "The module has no forward. Is it spelt like this, and indented inside the class?",
    ),
    (
        "'NoneType'",
        "Something is None. A .grad is None before backward and on computed tensors, and a "
        "function without return gives None.",
    ),
    ("maximum recursion depth", "The function calls itself without an end."),
    ("No module named", "That module is not there. Is its name spelt right?"),
)


def likely_cause(error: BaseException, line: str | None) -> str:
    """
    Return what an exception probably means here, or nothing.

    Args:
        error: The exception.
        line: The student's line it came from; None if it came from elsewhere.
    """
    text = f"{error} | {line or ''}"
    for pattern, cause in CAUSES:
        if re.search(pattern, text, re.DOTALL):
            return cause
    if isinstance(error, SyntaxError):
        return "Python cannot read this file, so none of its functions could be tried."
    if isinstance(error, NameError):
        return "That name is not known there. Is it spelt right, and is its import there?"
    if isinstance(error, SystemExit):
        return "Your code ends the program. Return instead."
    if line is None:
        return "The test could not use what your function returned. Compare with the task."
    return ""
